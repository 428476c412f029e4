/**
 * The popup in a window of its own. Firefox closes its popup as soon as a dialog for files opens
 * (Mozilla's bug 1292701), and a page that is closed is never told what was chosen: there the button
 * that would open the dialog opens this window instead, with what was set so far.
 */

import { browser } from "../browser.js";

/** @import { Tab } from "./drafts.js" */

/** As large as the popup is at most, and some for the window's frame. */
const SIZE = { width: 460, height: 680 };

/** The tab that this window stands beside; none in the popup itself. */
const beside = Number(new URLSearchParams(location.hash.slice(1)).get("tab"));

const closesForDialogs = browser.runtime.getURL("").startsWith("moz-") && !beside;

/** The tab that is to be saved. @returns {Promise<Tab>} */
export async function ownTab() {
  if (beside) return browser.tabs.get(beside);
  return (await browser.tabs.query({ active: true, currentWindow: true }))[0] ?? {};
}

/** Opens the window in place of the popup, where a dialog for files would close that; null elsewhere. */
export const stepAside = closesForDialogs ? openWindow : null;

async function openWindow() {
  const { id } = await ownTab();
  const url = `${browser.runtime.getURL("popup/popup.html")}#tab=${id}`;
  await browser.windows.create({ url, type: "popup", ...SIZE });
  window.close();
}
