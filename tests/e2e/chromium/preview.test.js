// What the popup shows of a page's text before it is saved: the very blocks that are.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { showIn, violations } from "../harness/accessibility.js";
import { ROOT } from "../harness/paths.js";
import { addTags, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @import { Stage } from "../harness/scenario.js" */
/** @import { Tab } from "../harness/tab.js" */

const ADDRESS = "https://news.example/everything";

/** A page in which Chromium lets no extension read. */
const KEPT = "https://chromewebstore.google.com/detail/satchel";

/**
 * The popup over a page, once it knows how long its text is.
 * @param {Stage} stage
 * @param {string} html
 */
async function popupOver({ standin, display, browser }, html) {
  await standin.publish(ADDRESS, html);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await popup.waitFor("the size of the article", () =>
    /characters/u.test(document.querySelector("#article-size")?.textContent ?? ""),
  );
  // Comes last, and moves what is above it.
  await popup.find("#first-use button");
  return popup;
}

/**
 * Opens the preview with the keyboard.
 * @param {Tab} popup
 */
async function openPreview(popup) {
  await popup.evaluate(() => document.getElementById("preview-button")?.focus());
  await popup.press("Enter");
  await popup.find(".preview-blocks");
}

/**
 * The text of each block that the preview shows and that is in no other, as the stand-in tells it of
 * those that were saved.
 * @param {Tab} popup
 */
function shown(popup) {
  return popup.evaluate(() =>
    [...document.querySelectorAll(".preview-blocks > *")]
      .flatMap((element) => (element.matches("ul, ol") ? [...element.children] : [element]))
      .map((element) => {
        if (element.matches("table, .preview-equation")) return "";
        if (element.matches("figure")) return /** @type {HTMLElement} */ (element).title;
        const own = /** @type {Element} */ (element.cloneNode(true));
        for (const other of own.querySelectorAll(".preview-inside, .preview-kind, [aria-hidden]"))
          other.remove();
        return (own.textContent ?? "").replace(/^[☐☑] /u, "");
      }),
  );
}

/** The request that the popup shows, taken apart. @param {Tab} popup */
async function request(popup) {
  const shown = await popup.waitFor("the request", () => {
    const found = document.querySelector(".request-content pre");
    return found?.checkVisibility() ? found.textContent : undefined;
  });
  const [line = "", ...body] = shown.split("\n");
  return { line, shown, body: JSON.parse(body.join("\n")) };
}

/** What the button says, and how many blocks are drawn. @param {Tab} popup */
function buttonAndBlocks(popup) {
  return popup.evaluate(() => ({
    says: document.querySelector("#preview-button")?.textContent,
    blocks: document.querySelectorAll(".preview-blocks").length,
  }));
}

/**
 * Saves, and Notion gets that and nothing else that makes a page.
 * @param {Stage} stage
 * @param {Tab} popup
 * @param {unknown} body
 */
async function isSent({ workspace }, popup, body) {
  await popup.click("#save");
  assert.equal((await outcome(popup)).tone, "good");
  const all = await workspace.requests();
  const sent = all.filter(({ method, path }) => method === "POST" && path === "/v1/pages");
  assert.deepEqual(
    sent.map(({ body }) => body),
    [body],
  );
}

scenario(
  "the preview shows the blocks that are saved, in their order, and loads nothing",
  async (stage) => {
    const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    const hostile = "<p>&lt;img src=https://images.example/x.png onerror=alert(1)&gt;</p><hr>";
    const popup = await popupOver(stage, page.replace("<hr>", hostile));
    await openPreview(popup);
    const texts = await shown(popup);
    assert.ok(texts.includes("<img src=https://images.example/x.png onerror=alert(1)>"));
    const loaded = await popup.evaluate(() => ({
      pictures: document.querySelectorAll("#preview :is(img, video, audio, iframe, a)").length,
      strangers: performance
        .getEntriesByType("resource")
        .filter(({ name }) => new URL(name).origin !== location.origin).length,
    }));
    assert.deepEqual(loaded, { pictures: 0, strangers: 0 });
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const [saved] = await stage.workspace.exactly(1);
    assert.deepEqual(
      texts,
      saved?.blocks.map(({ text }) => text),
    );
  },
  { articles: true },
);

scenario(
  "the preview moves nothing above it, is in nobody's way, and goes with the text",
  async (stage) => {
    const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    const popup = await popupOver(stage, page);
    const place = () =>
      popup.evaluate(() => {
        const top = document.getElementById("keep-article")?.getBoundingClientRect().top ?? 0;
        return { top: top + scrollY, isWithin: innerHeight <= 600 };
      });
    const before = await place();
    await openPreview(popup);
    assert.deepEqual(await place(), before);
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await showIn(popup, scheme);
      assert.deepEqual(await violations(popup), [], scheme);
    }
    // Another part is another preview.
    await popup.evaluate(() => document.getElementById("article-part")?.focus());
    await stage.display.press("End");
    await popup.waitFor("the heading of the page", () =>
      document.querySelector(".preview-blocks > [data-level='1']"),
    );
    // Without any text, what is left to see is the request.
    await popup.click("#keep-article");
    const { shown } = await request(popup);
    assert.ok(shown.includes(ADDRESS) && !shown.includes('"children"'), shown);
    assert.deepEqual(await buttonAndBlocks(popup), { says: "What will be sent", blocks: 0 });
    await popup.click("#keep-article");
    await popup.find(".preview-blocks");
    assert.equal((await buttonAndBlocks(popup)).says, "Preview");
    assert.deepEqual(await place(), before);
  },
  { articles: true },
);

scenario(
  "of a page of a thousand blocks the first are shown, and all where that is wanted",
  async (stage) => {
    const sentence = "Whoever sails here learns to wait for the tide, as everybody before did.";
    const paragraphs = Array.from({ length: 1_000 }, (_, at) => `<p>${at + 1}. ${sentence}</p>`);
    const popup = await popupOver(
      stage,
      `<!doctype html><title>Tides</title><main><article>${paragraphs.join("")}</article></main>`,
    );
    await openPreview(popup);
    assert.equal((await shown(popup)).length, 200);
    await popup.says("Show all 1,000 blocks");
    await popup.click("#preview > .button");
    await popup.waitFor(
      "all blocks",
      () => document.querySelectorAll(".preview-blocks > p").length === 1_000,
    );
    const texts = await shown(popup);
    assert.deepEqual(
      texts.map((words) => Number.parseInt(words, 10)),
      Array.from({ length: 1_000 }, (_, at) => at + 1),
    );
    assert.equal(await popup.evaluate(() => document.activeElement?.id), "preview");
  },
  { articles: true },
);

scenario(
  "the preview shows the very request that is sent, as it stands, and no token",
  async (stage) => {
    const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    // What turns the text around is shown by its number, and is sent as it is.
    const turned = "<p>A word is turned \u202earound in here.</p><hr>";
    const popup = await popupOver(stage, page.replace("<hr>", turned));
    await openPreview(popup);
    await popup.click("#request > summary");
    const first = await request(popup);
    assert.equal(first.line, "POST https://api.notion.com/v1/pages");
    assert.ok(!first.shown.includes(stage.workspace.token) && !/bearer/iu.test(first.shown));
    await popup.fill("#title", "Another title");
    await popup.waitFor("the request to follow", () =>
      document.querySelector("#request pre")?.textContent?.includes("Another title"),
    );
    const { body, shown } = await request(popup);
    assert.ok(shown.includes("turned \\u202earound"), shown);
    await isSent(stage, popup, body);
  },
  { articles: true },
);

scenario("whoever saves no text gets to the very request by keyboard", async (stage) => {
  const { standin, display, browser } = stage;
  await standin.publish(
    ADDRESS,
    await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8"),
  );
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await popup.find("#first-use button");
  await popup.waitFor(
    "the page to be read",
    () => document.querySelector("#keep-article:enabled:not(:checked)") !== null,
  );
  await tabTo(popup, "preview-button");
  await popup.press("Enter");
  const first = await request(popup);
  assert.equal(first.line, "POST https://api.notion.com/v1/pages");
  assert.ok(!first.shown.includes(stage.workspace.token), "no token is shown");
  // What is longer than the place for it is scrolled with the keys.
  await tabTo(popup, "preview");
  await popup.press("ArrowDown");
  await popup.waitFor("it to be scrolled", () => {
    const box = /** @type {HTMLElement} */ (document.querySelector("#preview"));
    return box.scrollTop > 0;
  });
  await addTags(popup, ["sea"]);
  await popup.waitFor("the request to follow", () =>
    document.querySelector("#preview pre")?.textContent?.includes('"sea"'),
  );
  const { body } = await request(popup);
  await isSent(stage, popup, body);
});

scenario(
  "of a page that the browser keeps to itself the request can be seen too",
  async (stage) => {
    const { standin, display, browser } = stage;
    await standin.publish(KEPT, "<!doctype html><title>Satchel in the store</title><p>Words.");
    await browser.open(KEPT);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    await popup.says("This page’s content can’t be read");
    await popup.find("#first-use button");
    assert.equal(
      await popup.evaluate(() => document.querySelector("#keep-article")?.checkVisibility()),
      false,
    );
    await popup.click("#preview-button");
    const { body, shown } = await request(popup);
    assert.ok(shown.includes(KEPT), shown);
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await showIn(popup, scheme);
      assert.deepEqual(await violations(popup), [], scheme);
    }
    await isSent(stage, popup, body);
  },
  { articles: true },
);

/**
 * Goes from field to field with the keyboard, all the way around at most.
 * @param {Tab} popup
 * @param {string} id of where to stop
 */
async function tabTo(popup, id) {
  const focused = () => document.activeElement?.id;
  const begun = await popup.evaluate(focused);
  const passed = [];
  do {
    await popup.press("Tab");
    passed.push(await popup.evaluate(focused));
    if (passed.at(-1) === id) return;
  } while (passed.at(-1) !== begun);
  assert.fail(`Tab never comes to ${id}, but to ${passed.join(", ")}`);
}
