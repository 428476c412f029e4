// What comes of picking a part of a page: the popup opens again, with that part chosen. Where the
// browser does not let it, the button says so, and the next popup has it chosen.

import { browser } from "./browser.js";
import { clickExplains, openPopup, showFace } from "./badge.js";
import { explainsOther } from "./explaining.js";
import { recall, remember } from "./popup/drafts.js";
import { pickingKey } from "./popup/picking.js";
import { followPreference, showWaiting } from "./waiting.js";

/** Under which it is noted that a tab's button says so. @param {number} tabId */
const shownKey = (tabId) => `picked-shown:${tabId}`;

/**
 * A page says that something was picked in it.
 *
 * @param {number | undefined} tabId
 */
export async function finishPicking(tabId) {
  if (tabId === undefined) return;
  const key = pickingKey(tabId);
  const { session } = browser.storage;
  if (!(await session.get(key))[key]) return;
  await session.remove(key);
  const tab = await browser.tabs.get(tabId);
  const kept = await recall(tab);
  const sent = kept?.sent ? { ...kept.sent, edited: true } : null;
  await remember(tab, { ...kept?.edits, article: "picked" }, sent);
  try {
    await openPopup(tabId);
    await followPreference(tabId);
  } catch {
    await session.set({ [shownKey(tabId)]: true });
    await Promise.all([explainsOther(tabId), clickExplains(tabId), showFace("picked", tabId)]);
  }
}

/**
 * The popup has what was picked: the button need not say so any more.
 *
 * @param {number} tabId
 */
export async function pickIsKnown(tabId) {
  const key = shownKey(tabId);
  const { session } = browser.storage;
  if (!(await session.get(key))[key]) return;
  await session.remove(key);
  // Awaited: what a save has to say on the button comes after it.
  await Promise.all([showWaiting(tabId), followPreference(tabId)]);
}
