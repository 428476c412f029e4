// What is kept for saves that nobody may ever ask for: the text of a page in front of which the popup was
// opened, a file that was chosen in it. What no save names is taken away an hour or two later.

import { browser } from "./browser.js";

/** The alarm that brings the worker back for it. */
export const LEFTOVERS = "leftovers";

/** How long until then, in minutes. What is younger than an hour is spared: a save may be about to name it. */
const LATER = 65;

/** Something is kept. An alarm that is set already stays, so that it goes off at last. */
export async function expectLeftovers() {
  if (await browser.alarms.get(LEFTOVERS)) return;
  await browser.alarms.create(LEFTOVERS, { delayInMinutes: LATER });
}
