// That Notion may be reached, which a person can take back in the browser's own pages.

import { until } from "./until.js";

/** @typedef {import("./satchel.js").Page} Page */

export const NOTION = "https://api.notion.com/*";

/** What every page says meanwhile. */
export const DENIED = /The browser doesn’t let Satchel reach Notion\./u;

/**
 * Waits until a page says that Notion may not be reached, or no longer says so.
 * @param {Page} page
 * @param {boolean} isDenied
 */
export async function saysDenied(page, isDenied) {
  await page.waitFor(
    isDenied ? "the page to say that Notion may not be reached" : "the page to say no more",
    (/** @type {boolean} */ wanted) => {
      const note = document.querySelector("#access");
      return note instanceof HTMLElement && note.hidden !== wanted;
    },
    isDenied,
  );
}

/**
 * What the button on the toolbar says of itself in the tab in front.
 * @param {Page} page one of the extension's own pages
 */
export function buttonTitle(page) {
  return page.evaluate(async () => {
    const [front] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return chrome.action.getTitle(front?.id === undefined ? {} : { tabId: front.id });
  });
}

/**
 * Waits until the button on the toolbar says why so many saves wait.
 * @param {Page} page one of the extension's own pages
 * @param {number} count
 */
export async function buttonSaysDenied(page, count) {
  await until("the button to say why they wait", async () => {
    const title = await buttonTitle(page);
    return DENIED.test(title) && title.includes(String(count));
  });
}
