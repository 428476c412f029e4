// Whether copies of pictures are wanted: the person says so, and the browser asks them whether the
// sites that show the pictures may be reached. Either can be taken back at any time.

import { browser } from "./browser.js";

/** Where it is written down what the person wants. */
const KEY = "keepPictures";

const SITES = { origins: ["https://*/*"] };

/** Whether the browser lets the sites be reached. */
export function canReach() {
  return browser.permissions.contains(SITES);
}

/**
 * What the person wants; undefined where they were not asked yet.
 *
 * @returns {Promise<boolean | undefined>}
 */
async function wanted() {
  return /** @type {boolean | undefined} */ ((await browser.storage.local.get(KEY))[KEY]);
}

/** Whether copies are kept. */
export async function keepsPictures() {
  return (await wanted()) === true && (await canReach());
}

/** Whether the person said anything about it. */
export async function hasChosen() {
  return (await wanted()) !== undefined;
}

/** Asks the browser, which asks the person; nothing may be awaited between their click and this. */
export async function wantPictures() {
  const asked = browser.permissions.request(SITES);
  // Written before it is answered: the question may close the page that asked, and without the
  // permission this says nothing.
  await browser.storage.local.set({ [KEY]: true });
  const granted = await asked.catch(() => false);
  if (!granted) await refusePictures();
  return granted;
}

/**
 * No copies. The permission stays where it was given: Chromium takes Notion's own host away together
 * with a pattern that it matches.
 */
export async function refusePictures() {
  await browser.storage.local.set({ [KEY]: false });
}

/** Without the permission they are not kept, and it is asked for once more when they are wanted again. */
export async function followPermission() {
  if ((await wanted()) && !(await canReach())) await browser.storage.local.set({ [KEY]: false });
}
