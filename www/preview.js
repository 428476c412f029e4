// The live preview: HTML that somebody has, and the blocks that Satchel would make of it. What reads it,
// what makes the blocks and what draws them are the extension's own.

import "./words.js";
import { button, byId } from "../extension/interface/element.js";
import { webAddress } from "../extension/interface/places.js";
import { countText, listText, text } from "../extension/interface/text.js";
import { Blocks } from "../extension/popup/blocks.js";
import { readContent } from "../extension/walk.js";
import { make, start } from "./compiler.js";
import { textOf } from "./file.js";
import { show, unfold } from "./still.js";

/** @import { Made } from "./compiler.js" */
/** @import { Block } from "../extension/popup/blocks.js" */

/** How long after the last key it is read. */
const PAUSE = 250;

/** How many blocks are drawn at once. */
const SLICE = 200;

/** The largest file that is read: beyond this a field for text is no place for it. */
const LARGEST = 10_000_000;

/** What is counted under a name of its own where it is left out. */
const NAMED = new Set(["image", "video", "audio", "embed"]);

const html = byId("html", HTMLTextAreaElement);
const address = byId("address", HTMLInputElement);
const isAll = byId("all", HTMLInputElement);
const file = byId("file", HTMLInputElement);
const sample = byId("sample", HTMLButtonElement);
const said = byId("said", HTMLElement);
const details = byId("details", HTMLElement);
const result = byId("result", HTMLElement);
const page = byId("page", HTMLElement);
const preview = byId("preview", HTMLElement);

/** Which reading is the latest: an earlier one shows nothing any more. */
let latest = 0;

/** Reads what is in the fields, and shows what becomes of it. */
async function read() {
  latest += 1;
  const number = latest;
  const given = html.value;
  if (given.trim() === "") {
    say("");
    return;
  }
  const typed = typedAddress();
  if (typed === null) {
    say("That is not an address of the web. It begins with https:// or http://.");
    return;
  }
  /** @type {Awaited<ReturnType<typeof show>>} */
  let shown;
  try {
    await start();
    if (number !== latest) return;
    result.hidden = false;
    shown = await show(given, typed, page);
  } catch {
    say("The preview could not be loaded. Reload this page to try again.");
    return;
  }
  const { still, from } = shown;
  if (number !== latest) return;
  const before = performance.now();
  const tokens = readContent(false, false, still);
  const time = performance.now() - before;
  unfold(still);
  try {
    showMade(make(tokens, from, still.title, isAll.checked), time);
  } catch {
    say("This page is too much for the preview.");
  }
}

/** The address that was typed, "" for none, null for one that is none. */
function typedAddress() {
  const typed = address.value.trim();
  if (typed === "") return "";
  return webAddress(typed) ?? webAddress(`https://${typed}`);
}

/**
 * Says why there is nothing to show.
 * @param {string} words
 */
function say(words) {
  said.textContent = words;
  details.textContent = "";
  result.hidden = true;
  page.replaceChildren();
  preview.replaceChildren();
}

/**
 * @param {Made} made
 * @param {number} time that it took to read the page
 */
function showMade({ blocks, characters, media, left, isCut, time: making }, time) {
  if (blocks.length === 0) {
    say(text("article_none"));
    return;
  }
  const count = countOf(blocks);
  said.textContent = [
    `${count.toLocaleString("en")} ${count === 1 ? "block" : "blocks"}`,
    countText("article_characters", characters),
    ...(media > 0 ? [countText("article_media", media)] : []),
    `read in ${milliseconds(time)}, made in ${milliseconds(making)}`,
  ].join(" · ");
  const counted = Object.entries(left).map(([kind, number]) =>
    countText(`left_${NAMED.has(kind) ? kind : "file"}`, number),
  );
  details.textContent = [
    ...(counted.length > 0 ? [text("receipt_left", listText(counted))] : []),
    ...(isCut ? [text("article_cut")] : []),
  ].join(" ");
  draw(blocks);
}

/** @param {Block[]} all */
function draw(all) {
  const place = document.createElement("div");
  place.className = "preview-blocks";
  const blocks = new Blocks(all, place);
  const isMore = blocks.draw(SLICE);
  const label = text("preview_all", blocks.count.toLocaleString("en"));
  const rest = button(label, () => {
    preview.focus({ preventScroll: true });
    rest.remove();
    const more = () => {
      if (blocks.draw(SLICE)) requestAnimationFrame(more);
    };
    more();
  });
  preview.replaceChildren(place, ...(isMore ? [rest] : []));
  preview.scrollTo(0, 0);
}

/**
 * How many blocks there are, with those that are in others. The rows of a table are blocks to Notion, too.
 * @param {Block[]} blocks
 * @returns {number}
 */
function countOf(blocks) {
  return blocks.reduce((count, block) => {
    const [content] = Object.values(block);
    return count + 1 + countOf(content?.children ?? []);
  }, 0);
}

/** @param {number} time */
function milliseconds(time) {
  return `${time.toLocaleString("en", { maximumFractionDigits: 1 })} ms`;
}

/**
 * Reads another page than the one in the field, and goes to what becomes of it.
 * @param {string} given
 */
async function put(given) {
  html.value = given;
  address.value = "";
  await read();
  said.scrollIntoView({ block: "start" });
}

/** @param {File | null | undefined} chosen */
async function open(chosen) {
  if (!chosen) return;
  if (chosen.size > LARGEST) {
    say("That file is larger than 10 MB, which is more than the preview reads.");
    return;
  }
  try {
    await put(await textOf(chosen));
  } catch {
    say("That file could not be read.");
  }
}

// Whoever has no mouse scrolls them with the keys.
for (const pane of [preview, page]) pane.tabIndex = 0;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let pause;
for (const field of [html, address])
  field.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(read, PAUSE);
  });
isAll.addEventListener("change", read);
file.addEventListener("change", () => open(file.files?.[0]));
// Anywhere: a file that misses the field would take the place of this page.
document.addEventListener("dragover", (event) => {
  if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
});
document.addEventListener("drop", (event) => {
  const [dropped] = event.dataTransfer?.files ?? [];
  if (!dropped) return;
  event.preventDefault();
  open(dropped);
});
sample.addEventListener("click", async () => {
  try {
    const answer = await fetch("sample.html");
    if (!answer.ok) throw new Error(`${answer.status}`);
    await put(await answer.text());
  } catch {
    say("The sample could not be loaded. Reload this page to try again.");
  }
});
// Ready before the first page comes. Where that fails, the first page says so.
start().catch(() => {});
// What a reload has left in the fields.
if (html.value) read();
