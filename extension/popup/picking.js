/** Picking a part of the page: how it begins. How it ends, see `picked.js` of the worker. */

import { browser } from "../browser.js";

/** Under which it is noted that the person picks in a tab. @param {number} tabId */
export const pickingKey = (tabId) => `picking:${tabId}`;

/**
 * Lets the person pick in a page; the popup has to get out of the way.
 *
 * @param {number} tabId
 * @throws where the page lets nobody in
 */
export async function startPicking(tabId) {
  // Written down before: the worker believes a page only where the person is picking.
  await browser.storage.session.set({ [pickingKey(tabId)]: true });
  await browser.scripting.executeScript({
    target: { tabId },
    files: ["/picker.js"],
    injectImmediately: true,
  });
}
