/** Picking a part of the page: how it begins. How it ends, see `picked.js` of the worker. */

import { browser } from "../browser.js";

/**
 * Lets the person pick in a page; the popup has to get out of the way.
 *
 * @param {number} tabId
 * @throws where the page lets nobody in
 */
export async function startPicking(tabId) {
  // Written down before: the worker believes a page only where the person is picking.
  await browser.storage.session.set({ [`picking:${tabId}`]: true });
  await browser.scripting.executeScript({
    target: { tabId },
    files: ["/picker.js"],
    injectImmediately: true,
  });
}
