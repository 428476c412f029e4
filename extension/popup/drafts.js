/**
 * What was edited in the popup and not yet saved, kept for as long as the browser runs.
 *
 * A popup dies at the first click beside it. Only what the reader touched is kept, for one page in one
 * tab, so that one that has moved on is captured afresh.
 */

import { browser } from "../browser.js";
import { place } from "../place.js";

/** @import { Edits } from "./form.js" */

/**
 * @typedef {object} Kept
 * @property {string} address the tab's address when it was edited
 * @property {Edits} edits
 * @property {Sent | null} sent
 */

/**
 * A save these edits were sent with: it is still on its way, or it failed.
 * @typedef {object} Sent
 * @property {string} id the save's; "" until it is made, which may never be
 * @property {number} at when it was asked for, which tells it from others of this tab
 * @property {boolean} edited whether the edits have changed since
 */

/** @typedef {{ id?: number | undefined, url?: string | undefined, title?: string | undefined }} Tab what the browser says of a tab */

/**
 * @param {Tab} tab
 * @returns {Promise<Kept | null>}
 */
export async function recall(tab) {
  try {
    const stored = await browser.storage.session.get(key(tab));
    const kept = /** @type {Kept | undefined} */ (stored[key(tab)]);
    return kept && place(kept.address) === place(tab.url) ? kept : null;
  } catch {
    return null;
  }
}

/**
 * @param {Tab} tab
 * @param {Edits} edits
 * @param {Sent | null} sent
 * @returns {Promise<void>}
 */
export async function remember(tab, edits, sent) {
  /** @type {Kept} */
  const kept = { address: tab.url ?? "", edits, sent };
  try {
    await browser.storage.session.set({ [key(tab)]: kept });
  } catch {
    // Full or refused: the edits are still in the form, and a copy of them must not stop a save.
  }
}

/**
 * @param {Tab} tab
 * @returns {Promise<void>}
 */
export async function forget(tab) {
  try {
    await browser.storage.session.remove(key(tab));
  } catch {
    // What could not be removed is replaced at the next edit, and gone when the browser closes.
  }
}

/** @param {Tab} tab */
function key(tab) {
  return `draft:${tab.id ?? "none"}`;
}

/**
 * The save is made that the edits of a tab were sent with. The popup may be gone by now: whoever made
 * it says so.
 * @param {number | undefined} tabId
 * @param {number | undefined} at when it was asked for; nothing where that was elsewhere
 * @param {string} id
 * @returns {Promise<void>}
 */
export async function sentAs(tabId, at, id) {
  if (at === undefined) return;
  const name = key({ id: tabId });
  try {
    const kept = /** @type {Kept | undefined} */ ((await browser.storage.session.get(name))[name]);
    if (kept?.sent?.at !== at) return;
    await browser.storage.session.set({ [name]: { ...kept, sent: { ...kept.sent, id } } });
  } catch {
    // The next popup takes the save for another's, and lists it with those.
  }
}
