// Taking saves away as text. Neither the core nor the worker has a part in it: what a person saved can
// be had offline, signed out, and when Satchel itself is broken. So it reads both stores by itself, and
// believes of each save the copy that came furthest, with the longer text.

import { browser } from "./browser.js";
import { countText, listText, text } from "./interface/text.js";

/** @typedef {"json" | "markdown"} Format */

/**
 * A save as a store has it; what is damaged may have none of this.
 * @typedef {object} Kept
 * @property {string} id
 * @property {number} [revision]
 * @property {string} [state]
 * @property {boolean} [cut] the text was shortened in this copy
 * @property {Record<string, any>} [clip]
 * @property {string[]} [tags]
 * @property {{ property: string, values: string[] }[]} [entries]
 * @property {string} [destination]
 * @property {number} [createdAt]
 * @property {{ url?: string } | null} [page]
 * @property {{ code?: string } | null} [error]
 * @property {string} [article] where its blocks are
 */

const DATABASE = "satchel";
/** Where the small copies are, and where the first Satchel kept the only one. */
const SMALL = ["save:", "operation:"];

/** A save that came to its end is not brought back by a copy that lags behind. */
const OVER = new Set(["saved", "undoing", "discarded"]);

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
    readAll(),
    destinationTitles(),
    articles(),
  ]);
  const wanted = saves.filter((save) =>
    ids ? ids.includes(save.id) : !OVER.has(save.state ?? ""),
  );
  const described = wanted.map((save) => describe(save, titles, texts));
  return format === "json" ? asJson(described, ids ? [] : strange) : asMarkdown(described);
}

/** Every save, the oldest first, and what cannot be told to be one. */
async function readAll() {
  const results = await Promise.allSettled([whole("saves"), small()]);
  const records = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  const [first, second] = results;
  if (first.status === "rejected" && second.status === "rejected") throw first.reason;
  /** @type {Map<string, Kept[]>} */
  const copies = new Map();
  /** @type {unknown[]} */
  const strange = [];
  for (const record of records) {
    if (isSave(record)) copies.set(record.id, [...(copies.get(record.id) ?? []), record]);
    else strange.push(record);
  }
  const saves = [...copies.values()].map(believed);
  return { saves: saves.sort((one, other) => (one.id < other.id ? -1 : 1)), strange };
}

/** @param {unknown} record @returns {record is Kept} */
function isSave(record) {
  const { id, clip } = /** @type {Partial<Kept>} */ (record ?? {});
  return typeof id === "string" && typeof clip?.address === "string";
}

/** @param {Kept[]} copies of one save */
function believed(copies) {
  const place = (/** @type {Kept} */ save) =>
    (OVER.has(save.state ?? "") ? 1e9 : 0) + (save.revision ?? 0);
  const furthest = copies.reduce((best, other) => (place(other) > place(best) ? other : best));
  const full = furthest.cut ? copies.find(({ cut }) => !cut) : undefined;
  return { ...furthest, clip: full?.clip ?? furthest.clip };
}

/**
 * The articles by their keys; without them, the rest can be had all the same.
 * @returns {Promise<Map<string, string>>}
 */
async function articles() {
  const found = /** @type {{ key: string, text: string }[]} */ (
    await whole("contents").catch(() => [])
  );
  return new Map(found.map(({ key, text }) => [key, text]));
}

/**
 * What a store of IndexedDB has.
 * @param {string} store
 * @returns {Promise<unknown[]>}
 */
function whole(store) {
  return new Promise((done, failed) => {
    // Without a version it opens what there is.
    const request = indexedDB.open(DATABASE);
    // There is none: it is not for an export to make one.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onblocked = () => failed(new Error("the database is held by another page"));
    request.onerror = () =>
      request.error?.name === "AbortError" ? done([]) : failed(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const end = (/** @type {() => void} */ how) => {
        database.close();
        how();
      };
      if (!database.objectStoreNames.contains(store)) return end(() => done([]));
      try {
        const all = database.transaction(store, "readonly").objectStore(store).getAll();
        all.onsuccess = () => end(() => done(all.result));
        all.onerror = () => end(() => failed(all.error));
      } catch (thrown) {
        end(() => failed(thrown));
      }
    };
  });
}

/** The copies in `storage.local`. @returns {Promise<unknown[]>} */
async function small() {
  const all = await browser.storage.local.get(null);
  const keys = Object.keys(all).filter((key) => SMALL.some((prefix) => key.startsWith(prefix)));
  return keys.map((key) => all[key]);
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
 * @param {Map<string, string>} texts
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
    article: blocksOf(texts.get(save.article?.split(":")[1] ?? "")),
  };
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
  const { title, address, description, selection, image, tags, destination, savedAt, article } =
    save;
  const facts = [
    savedAt && `${text("export_saved")} ${savedAt}`,
    destination && `${text("field_destination")}: ${escaped(destination)}`,
    tags.length > 0 && `${text("field_tags")}: ${listText(tags.map(escaped))}`,
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
