// In which tabs a click opens the popup because a save there could not be sent at once, and until when:
// as soon as nothing waits any more, a click does there again what the person prefers.

import { browser } from "./browser.js";
import { clickExplains, setClick } from "./badge.js";

/** Where it is noted, and the lock of whoever changes that. Tabs are gone when the browser is. */
const KEY = "explaining";

/**
 * Makes the next click in this tab open the popup, until nothing waits any more.
 *
 * @param {number} tabId
 */
export function explainMeanwhile(tabId) {
  return change(async (tabs) => {
    await clickExplains(tabId);
    return [...tabs.filter((tab) => tab !== tabId), tabId];
  });
}

/**
 * Nothing waits any more.
 *
 * @param {{ saveAtOnce: boolean }} preferences
 */
export function explainNoMore(preferences) {
  return change(async (tabs) => {
    await Promise.all(tabs.map((tab) => setClick(preferences, tab)));
    return [];
  });
}

/**
 * A click in this tab has something else to say, and it is not taken back with the others.
 *
 * @param {number} tabId
 */
export function explainsOther(tabId) {
  return change(async (tabs) => tabs.filter((tab) => tab !== tabId));
}

/** @param {(tabs: number[]) => Promise<number[]>} work gives those that are left */
async function change(work) {
  const { session } = browser.storage;
  await navigator.locks.request(KEY, async () => {
    const tabs = /** @type {number[]} */ ((await session.get(KEY))[KEY] ?? []);
    const left = await work(tabs);
    if (tabs.length + left.length > 0) await session.set({ [KEY]: left });
  });
}
