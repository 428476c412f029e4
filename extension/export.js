// Taking saves away as text. Neither the core nor the worker has a part in it: what a person saved can
// be had offline, signed out, and when Satchel itself is broken.

import { browser } from "./browser.js";
import { countText, listText, text } from "./interface/text.js";
import { OVER, kept, stored } from "./kept.js";

/** @import { Kept } from "./kept.js" */
/** @typedef {"json" | "markdown"} Format */

/** What stands before the key of a file of this device, in a value. */
const FILE = "attachment:";

/**
 * The saves as text.
 *
 * @param {Format} format
 * @param {string[]} [ids] these; without them, all that are not in Notion
 * @returns {Promise<string>}
 * @throws when neither store can be read
 */
export async function exportSaves(format, ids) {
  const [{ saves, strange }, titles, texts] = await Promise.all([
    kept(),
    destinationTitles(),
    articles(),
  ]);
  const wanted = saves.filter((save) =>
    ids ? ids.includes(save.id) : !OVER.has(save.state ?? ""),
  );
  const described = wanted.map((save) => describe(save, titles, texts));
  return format === "json" ? asJson(described, ids ? [] : strange) : asMarkdown(described);
}

/**
 * The articles by their keys; null where they cannot be read: the rest can be had all the same.
 * @returns {Promise<Map<string, string> | null>}
 */
async function articles() {
  const found = /** @type {{ key: string, text: string }[] | null} */ (
    await stored("contents").catch(() => null)
  );
  return found && new Map(found.map(({ key, text }) => [key, text]));
}

/** What people call the places that saves go to. @returns {Promise<Map<string, string>>} */
async function destinationTitles() {
  try {
    const { settings } = await browser.storage.local.get("settings");
    const known = /** @type {{ destinations?: { id: string, title: string }[] } | undefined} */ (
      settings
    );
    return new Map((known?.destinations ?? []).map(({ id, title }) => [id, title]));
  } catch {
    return new Map();
  }
}

/**
 * @param {Kept} save
 * @param {Map<string, string>} titles
 * @param {Map<string, string> | null} texts
 */
function describe(save, titles, texts) {
  const { clip = {}, tags = [], entries = [], destination = "", createdAt, state, error } = save;
  return {
    title: String(clip.title ?? ""),
    address: String(clip.address ?? ""),
    description: String(clip.description ?? ""),
    selection: String(clip.selection ?? ""),
    image: String(clip.image ?? ""),
    tags,
    entries,
    destination: titles.get(destination) ?? destination,
    savedAt: createdAt === undefined ? null : new Date(createdAt).toISOString(),
    state: state ?? "",
    reason: error?.code ?? null,
    page: save.page?.url ?? null,
    article: blocksOf(texts?.get(save.article?.split(":")[1] ?? "")),
    cut: isCut(save) || (texts === null && !!save.article),
  };
}

/**
 * Whether some of the text is in a copy that cannot be read. One without what the page declares counts as cut
 * as well; that is not exported.
 *
 * @param {Kept} save
 */
function isCut({ cut = false, clip = {} }) {
  return cut && [clip.description, clip.selection].some((words) => String(words).endsWith("…"));
}

/** @param {string | undefined} text @returns {any[]} */
function blocksOf(text) {
  try {
    return JSON.parse(text ?? "[]");
  } catch {
    return [];
  }
}

/** @typedef {ReturnType<typeof describe>} Described */

/**
 * @param {Described[]} saves
 * @param {unknown[]} strange kept as it is: a newer Satchel may understand it
 */
function asJson(saves, strange) {
  const content = { satchel: "saves", exportedAt: new Date().toISOString(), saves, strange };
  return `${JSON.stringify(content, null, 2)}\n`;
}

/** @param {Described[]} saves */
function asMarkdown(saves) {
  const head = [`# ${text("export_title")}`, countText("export_count", saves.length)];
  return `${[...head, ...saves.map(section)].join("\n\n")}\n`;
}

/** @param {Described} save */
function section(save) {
  const { title, address, description, selection, image, tags, entries } = save;
  const { destination, savedAt, article, cut } = save;
  const facts = [
    savedAt && `${text("export_saved")} ${savedAt}`,
    destination && `${text("field_destination")}: ${escaped(destination)}`,
    tags.length > 0 && `${text("field_tags")}: ${listText(tags.map(escaped))}`,
    ...entries.map(fact),
    cut && escaped(text("notice_text_lost")),
  ].filter(Boolean);
  return [
    `## [${escaped(title || address)}](${link(address)})`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    escaped(description),
    selection && `> ${escaped(selection).replaceAll("\n", "\n> ")}`,
    image && `![](${link(image)})`,
    ...article.flatMap(wordsOf).map(escaped),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/**
 * What the person set a property to; nothing where they emptied it. People and pages have no names here.
 * @param {Described["entries"][number]} entry
 */
function fact({ property, name, values = [], attachments = [] }) {
  const files = new Map(attachments.map(({ key, name }) => [FILE + key, name]));
  const words = listText(values.map((value) => escaped(files.get(value) ?? value)));
  return words && `${escaped(name || property)}: ${words.replaceAll("\n", "\n  ")}`;
}

/**
 * The texts of a block and of what is inside it: all that was read of the page, if not how it looked.
 * @param {any} block
 * @returns {string[]}
 */
function wordsOf(block) {
  const content = Object.values(block).find((part) => typeof part === "object") ?? {};
  const { rich_text = [], caption = [], cells = [], children = [] } = /** @type {any} */ (content);
  const texts = [rich_text, caption, ...cells].map((/** @type {any[]} */ runs) =>
    runs.map((run) => run.text?.content ?? run.equation?.expression ?? "").join(""),
  );
  return [texts.filter(Boolean).join(" | "), ...children.flatMap(wordsOf)].filter(Boolean);
}

/** Text that means nothing to Markdown. @param {string} words */
function escaped(words) {
  return words.replace(/[\\`*_[\]<>#|]/g, "\\$&");
}

/** An address that ends where it ends. @param {string} address */
function link(address) {
  return `<${address.replace(/[<>\s]/g, encodeURIComponent)}>`;
}
