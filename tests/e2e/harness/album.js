// Pictures of the extension's pages, for whoever wants to look at all of them: kept in the folder that
// `SATCHEL_PICTURES` names, and nowhere without it.

import { join } from "node:path";

/**
 * @param {import("./tab.js").Tab} page
 * @param {string} name of the state that it is in
 */
export async function picture(page, name) {
  const folder = process.env.SATCHEL_PICTURES;
  const file = name.replaceAll(/[^\p{Letter}\p{Number}]+/gu, "-");
  if (folder) await page.screenshot(join(folder, `${file}.png`));
}
