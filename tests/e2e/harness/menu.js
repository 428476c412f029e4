// The browser's own context menu, with the mouse and the keyboard.

import { until } from "./until.js";

/**
 * @typedef {import("./display.js").Display} Display
 * @typedef {import("./tab.js").Tab} Tab
 */

/**
 * How far Satchel's entry is from the end of each menu: all end with “Inspect”,
 * and a page's has “View page source” before that.
 */
const FROM_END = { page: 3, link: 2, selection: 2, image: 2 };

/**
 * Right-clicks and chooses Satchel's entry.
 * @param {Display} display
 * @param {{ x: number, y: number }} point on the screen
 * @param {keyof typeof FROM_END} kind what is there
 */
export async function chooseInMenu(display, point, kind) {
  await display.opensWindow(() => display.click(point, 3));
  const open = await display.windows();
  await display.press(...Array.from({ length: FROM_END[kind] }, () => "Up"), "Return");
  await until("the menu to close", async () => (await display.windows()) < open);
}
