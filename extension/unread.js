// Saves that the popup asks for while their page is still being read, which takes seconds where a page is
// busy. The popup may be gone by then: all that it would do is done here.

import { takeArticle } from "./article.js";
import { browser } from "./browser.js";
import { capture, hasPicked } from "./capture.js";
import { core } from "./core.js";
import { host } from "./host.js";
import { report } from "./messages.js";
import { pickIsKnown } from "./picked.js";
import { edited } from "./popup/edited.js";
import { ARTICLE } from "./saving.js";

/** @import { ArticleView, Clip, Draft, From, Part, Submission, Unread } from "./interface/protocol.js" */

/**
 * What the popup that asked last reads of its page: a save that comes out of it waits for the same. It
 * may vanish at any time, then the page is read again.
 *
 * @typedef {object} Reading
 * @property {number} tabId
 * @property {Promise<Draft>} [draft]
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
  const draft = take(tabId);
  last = { tabId, draft, parts: new Map() };
  return draft;
}

/** @param {number} tabId */
async function take(tabId) {
  const { draft } = await core();
  return draft(host, await capture(await browser.tabs.get(tabId), undefined, true), true);
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
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (tab && place(tab.url) !== place(address)) throw new Error("the tab shows another page");
  return found;
}

/**
 * What of an address is another's as soon as the page is: many pages change the rest of theirs.
 *
 * @param {string | undefined} address
 */
function place(address = "") {
  return address.split(/[?#]/u, 1)[0];
}

/**
 * What the popup would save of a page once it knew it.
 *
 * @param {Unread} wish
 * @returns {Promise<Submission>}
 */
export async function whole({ edits, shown, ...from }) {
  const { tabId } = from;
  const draft = await (of(tabId).draft ?? readDraft(tabId));
  const made = edited(draft, edits, shown);
  // The browser keeps the page to itself.
  if (draft.notices.some(({ code }) => code === "link-only")) return made;
  return withText(made, from, await partOf(draft.clip, made.mode, tabId, edits.article));
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
