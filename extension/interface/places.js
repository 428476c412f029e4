/** Opening other pages from ours. */

import { browser } from "../browser.js";
import { create } from "./element.js";
import { glyph } from "./glyphs.js";
import { text } from "./text.js";

/**
 * The address when it is one a link may have, else null: what a page called its address could
 * also be a `javascript:` one.
 * @param {string | null} address
 * @returns {string | null}
 */
export function webAddress(address) {
  const parsed = address && URL.canParse(address) ? new URL(address) : null;
  return parsed && (parsed.protocol === "https:" || parsed.protocol === "http:")
    ? parsed.href
    : null;
}

/**
 * The host of a web address, for showing; "" when there is none.
 * @param {string} address
 * @returns {string}
 */
export function hostOf(address) {
  const safe = webAddress(address);
  return safe ? new URL(safe).host : "";
}

/**
 * The link that shows a saved page in Notion; null when there is no address to go to.
 * @param {string | null} page
 * @param {string} [style] class names
 * @returns {HTMLAnchorElement | null}
 */
export function notionLink(page, style = "button") {
  const address = webAddress(page);
  if (!address) return null;
  return create(
    "a",
    { class: style, href: address, target: "_blank", rel: "noopener noreferrer" },
    text("open_in_notion"),
    glyph("outside", 14),
  );
}

/** Whether this page is the popup. */
export function inPopup() {
  return location.pathname.startsWith("/popup/");
}

/** Opens the options in their own tab. A popup would close under the reader, so it closes itself. */
export async function openOptions() {
  await browser.runtime.openOptionsPage();
  if (inPopup()) window.close();
}

/**
 * The link to the page that lists every save.
 * @param {string} [state] only those
 * @returns {HTMLAnchorElement}
 */
export function historyLink(state = "") {
  const href = browser.runtime.getURL(`history/history.html${state ? `#${state}` : ""}`);
  return create("a", { class: "link", href, target: "_blank" }, text("all_saves"));
}
