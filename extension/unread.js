// Saves that the popup asks for while their page is still being read, which takes seconds where a page is
// busy. The popup may be gone by then: all that it would do is done here.

import { takeArticle } from "./article.js";
import { browser } from "./browser.js";
import { capture, hasPicked } from "./capture.js";
import { core } from "./core.js";
import { host } from "./host.js";
import { report } from "./messages.js";
import { pickIsKnown } from "./picked.js";
import { place } from "./place.js";
import { edited } from "./popup/edited.js";
import { ARTICLE } from "./saving.js";

/** @import { ArticleView, Clip, Draft, From, Part, Submission, Unread } from "./interface/protocol.js" */
/** @import { Captured } from "./wasm/satchel.js" */

/**
 * A page as it was read.
 *
 * @typedef {object} Page
 * @property {Promise<Captured>} captured
 * @property {Promise<boolean>} stayed whether the tab showed it until it was read
 * @property {Promise<Draft>} draft
 */

/**
 * What the popup that asked last reads of its page: a save that comes out of it waits for the same. It
 * may vanish at any time, then the page is read again.
 *
 * @typedef {object} Reading
 * @property {number} tabId
 * @property {Page} [page]
 * @property {Map<Part, Promise<ArticleView | null>>} parts
 */
/** @type {Reading} */
let last = { tabId: -1, parts: new Map() };

/** @param {number} tabId */
function of(tabId) {
  if (last.tabId !== tabId) last = { tabId, parts: new Map() };
  return last;
}

/**
 * Reads what a page says of itself, for a popup that has just been opened on it.
 *
 * @param {number} tabId
 * @returns {Promise<Draft>}
 */
export function readDraft(tabId) {
  return readPage(tabId).draft;
}

/**
 * @param {number} tabId
 * @returns {Page}
 */
function readPage(tabId) {
  const captured = take(tabId);
  // Of a page that goes before it has answered, the next one is asked.
  const stayed = captured.then(
    ({ address }) => isShown(tabId, address),
    () => false,
  );
  const draft = captured.then(async (found) => (await core()).draft(host, found, true));
  const page = { captured, stayed, draft };
  last = { tabId, page, parts: new Map() };
  return page;
}

/** @param {number} tabId */
async function take(tabId) {
  return capture(await browser.tabs.get(tabId), undefined, true);
}

/**
 * Whether a tab shows that page, or showed it last.
 *
 * @param {number} tabId
 * @param {string} address
 */
async function isShown(tabId, address) {
  const tab = await browser.tabs.get(tabId).catch(() => null);
  return tab === null || place(tab.url) === place(address);
}

/**
 * Reads a part of a page, once for the popup and for the save that comes out of it.
 *
 * @param {number} tabId
 * @param {Part} part
 * @returns {Promise<ArticleView | null>}
 */
export function readPart(tabId, part) {
  const { parts } = of(tabId);
  const reading = parts.get(part) ?? takePart(tabId, part);
  parts.set(part, reading);
  return reading;
}

/**
 * @param {number} tabId
 * @param {Part} part
 */
async function takePart(tabId, part) {
  if (part === "picked") await pickIsKnown(tabId);
  return takeArticle(await browser.tabs.get(tabId), part);
}

/**
 * A save with the text of its page, once that is read.
 *
 * @param {Submission} submission
 * @param {From} from
 * @param {Part | ""} part "" for no text
 * @returns {Promise<Submission>}
 */
export async function withText(submission, from, part) {
  const { clip, mode } = submission;
  const notices = [...submission.notices];
  const found = part
    ? await textOf(from, part).catch((thrown) => {
        report(thrown);
        notices.push({ code: "article-unread", detail: "" });
      })
    : null;
  const article = found?.key ?? "";
  // As in the popup: what is selected and cannot be had as it stands goes along as a quote.
  const isQuoted = part === "selection" && !(article && mode === "append");
  const selection = isQuoted ? clip.selection : "";
  return { ...submission, clip: { ...clip, selection }, article, notices };
}

/**
 * @param {From} from
 * @param {Part} part
 */
async function textOf({ tabId, address }, part) {
  const found = await readPart(tabId, part);
  // Whoever goes on to another page before this one was read did not mean the text of that.
  if (!(await isShown(tabId, address))) throw new Error("the tab shows another page");
  return found;
}

/**
 * What the popup would save of a page once it knew it.
 *
 * @param {Unread} wish
 * @returns {Promise<Submission>}
 */
export async function whole({ edits, shown, ...from }) {
  const { tabId, address } = from;
  const draft = await draftOf(of(tabId).page ?? readPage(tabId), address);
  const made = edited(draft, edits, shown);
  // The browser keeps the page to itself.
  if (draft.notices.some(({ code }) => code === "link-only")) return made;
  return withText(made, from, await partOf(draft.clip, made.mode, tabId, edits.article));
}

/**
 * What a page said of itself; of one that the tab went on from before it was read, what the browser said.
 *
 * @param {Page} page
 * @param {string} address
 * @returns {Promise<Draft>}
 */
async function draftOf({ captured, stayed, draft }, address) {
  const found = await captured.catch(() => null);
  const isMeant = found !== null && place(found.address) === place(address);
  if (isMeant && (await stayed)) return draft;
  // Nobody else may wait for it.
  draft.catch(() => {});
  const title = isMeant ? found.title : "";
  /** @type {Captured} */
  const left = {
    source: "page",
    address,
    title,
    facts: null,
    details: "",
    link: "",
    image: "",
    selection: "",
  };
  return (await core()).draft(host, left, false);
}

/**
 * Which text goes along, by the rules of the popup.
 *
 * @param {Clip} clip
 * @param {Submission["mode"]} mode
 * @param {number} tabId
 * @param {Part | "" | undefined} chosen by the reader
 * @returns {Promise<Part | "">}
 */
async function partOf(clip, mode, tabId, chosen) {
  const isThere = () => browser.tabs.get(tabId).then(hasPicked);
  const isGone = chosen === "picked" && !(await isThere().catch(() => false));
  if (chosen === "selection" && clip.selection === "") return "article";
  if (chosen !== undefined && !isGone) return chosen;
  // To replace text in a page is for the reader to ask for.
  if (mode === "update") return "";
  if (clip.selection !== "") return "selection";
  const wants = clip.source === "page" ? await (await core()).wants(host) : 0;
  return (wants & ARTICLE) !== 0 ? "article" : "";
}
