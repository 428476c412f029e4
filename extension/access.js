// Whether the browser lets Satchel reach Notion: the person may take that back at any time, and a
// browser may ask for it only after the installation.

import { browser } from "./browser.js";

const NOTION = { origins: ["https://api.notion.com/*"] };

/** As far as it is known. */
let isAllowed = true;

/** Whether Notion may be asked, as of the latest {@link lookWhetherAllowed}. */
export function isNotionAllowed() {
  return isAllowed;
}

/** Asks the browser how it stands now. */
export async function lookWhetherAllowed() {
  // A browser that does not say lets Notion be asked, or fails where it is.
  isAllowed = await browser.permissions.contains(NOTION).catch(() => true);
  return isAllowed;
}

/** Asks the person, for whom nothing may be awaited between their click and this. */
export function allowNotion() {
  return browser.permissions.request(NOTION);
}
