// What is known of a tab at the moment of a click: what the browser says, and what the page itself
// says. It decides nothing: the core does.

import { browser } from "./browser.js";
import { readDetails } from "./details.js";
import { readContent } from "./walk.js";

/** @import { Part } from "./interface/protocol.js" */
/** @import { Captured, Facts } from "./wasm/satchel.js" */

/** A page that does not answer within this is saved as a link. */
const PATIENCE = 4_000;

/**
 * How long after a refusal a page is asked again. What a click allows reaches Satchel before it
 * reaches the page's own process, which on a busy machine has been seen to refuse for a moment.
 */
const PAUSES = [50, 150, 400];

/**
 * What is known of a tab, and of what was pointed at in it.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured> | undefined} pointed
 * @param {boolean | Promise<boolean>} wantsDetails whether the page is asked for more than title and description
 * @returns {Promise<Captured>}
 */
export async function capture(tab, pointed, wantsDetails) {
  const readMore = async () => ((await wantsDetails) ? inPage(tab, readDetails, []) : null);
  const [facts, details] = await Promise.all([
    inPage(tab, readPage, [pointed?.link ?? ""]),
    readMore(),
  ]);
  return {
    source: "page",
    address: tab.url ?? "",
    title: tab.title ?? "",
    facts: facts ?? null,
    details: details ?? "",
    link: "",
    image: "",
    selection: "",
    ...pointed,
  };
}

/**
 * What a page shows, as the tokens of its content; nothing where it cannot be read.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Part} part
 * @returns {Promise<string>}
 * @throws where the page hangs: it may well have text
 */
export async function captureContent(tab, part) {
  const tokens = await inPage(tab, readContent, [part === "selection", part === "picked"]);
  if (tokens === undefined) throw new Error("the page did not answer in time");
  return tokens ?? "";
}

/**
 * Whether a part of a page was picked, and is still there.
 *
 * @param {chrome.tabs.Tab} tab
 * @returns {Promise<boolean>}
 */
export async function hasPicked(tab) {
  const look = () => !!(/** @type {any} */ (globalThis)[Symbol.for("satchel.picked")]?.());
  return (await inPage(tab, look, [])) ?? false;
}

/**
 * What a function makes of the page: null where the browser keeps extensions out, undefined where the page
 * hangs.
 *
 * @template {any[]} Args
 * @template Value
 * @param {chrome.tabs.Tab} tab
 * @param {(...args: Args) => Value} func
 * @param {Args} args
 * @returns {Promise<Value | null | undefined>}
 */
async function inPage(tab, func, args) {
  if (tab.id === undefined) return null;
  /** @type {Promise<undefined>} */
  const late = new Promise((give) => setTimeout(give, PATIENCE, undefined));
  return Promise.race([run(tab, tab.id, func, args), late]);
}

/**
 * @template {any[]} Args
 * @template Value
 * @param {chrome.tabs.Tab} tab
 * @param {number} tabId
 * @param {(...args: Args) => Value} func
 * @param {Args} args
 * @returns {Promise<Value | null>}
 */
async function run(tab, tabId, func, args) {
  const pauses = tab.url?.startsWith("http") ? PAUSES : [];
  for (const pause of [0, ...pauses]) {
    if (pause > 0) await new Promise((go) => setTimeout(go, pause));
    try {
      const [frame] = await browser.scripting.executeScript({
        target: { tabId },
        func,
        args,
        injectImmediately: true,
      });
      return /** @type {Value | undefined} */ (frame?.result) ?? null;
    } catch {
      // Refused: for good, or until the page's process has heard of the click.
    }
  }
  return null;
}

/**
 * Reads what a page says about itself. It is handed to the page's isolated world, so it stands alone:
 * nothing from outside is known to it there.
 *
 * @param {string} link the address of the link that was pointed at, or nothing
 * @returns {Facts}
 */
function readPage(link) {
  const longest = 20_000;
  const longestSelection = 400_000;
  const mostMetas = 200;

  // A page may name a form field `title` or `querySelectorAll` and so hide the document's own.
  const all = (/** @type {string} */ selector) =>
    Document.prototype.querySelectorAll.call(document, selector);
  const own = (/** @type {string} */ name) =>
    Object.getOwnPropertyDescriptor(Document.prototype, name)?.get?.call(document);
  const cut = (/** @type {unknown} */ text, length = longest) =>
    (typeof text === "string" ? text : "").slice(0, length);

  const metas = [];
  for (const meta of all("meta[content]")) {
    const name = ["property", "name", "itemprop"]
      .map((key) => meta.getAttribute(key))
      .find(Boolean);
    if (name) metas.push({ name: cut(name, 200), content: cut(meta.getAttribute("content")) });
    if (metas.length === mostMetas) break;
  }

  const canonical = [...all("link[rel~='canonical' i][href]")].find(
    (found) => found instanceof HTMLLinkElement,
  );
  const pointed =
    link &&
    [...all("a[href], area[href]")].find((found) => /** @type {any} */ (found).href === link);
  const words = (/** @type {Element | undefined} */ element) =>
    cut(element?.textContent) ||
    cut(element?.getAttribute("aria-label")) ||
    cut(element?.querySelector("img")?.alt);

  return {
    title: cut(own("title")),
    heading: cut(all("h1")[0]?.textContent),
    language: cut(own("documentElement")?.getAttribute("lang"), 100),
    contentType: cut(own("contentType"), 100),
    canonical: cut(canonical instanceof HTMLLinkElement ? canonical.href : ""),
    metas,
    selection: cut(String(window.getSelection() ?? ""), longestSelection),
    linkText: pointed ? words(pointed) : "",
  };
}
