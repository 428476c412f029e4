// Pictures of the extension's pages, for whoever wants to look at all of them: kept in the folder that
// `SATCHEL_PICTURES` names, and nowhere without it.

import assert from "node:assert/strict";
import { join } from "node:path";
import { settled } from "./accessibility.js";
import { fitsIn } from "./layout.js";
import { PSEUDO } from "./pseudo.js";

/**
 * @typedef {import("./tab.js").Tab} Tab
 *
 * @typedef {object} Look a way in which somebody sees a page
 * @property {string} name
 * @property {Record<string, string>} media what style sheets can ask for
 * @property {number} [zoom] how many times as large everything is
 * @property {number} [width] of the window, in CSS pixels
 */

const FOLDER = process.env.SATCHEL_PICTURES;

/** The narrowest page that WCAG 2.2 wants to be usable. */
const NARROW = 320;

/** How large letters are by themselves, in pixels. */
const LETTERS = 16;

/** What else a window of some width needs to be told: all of it as it is. */
const NO_DEVICE = { height: 0, deviceScaleFactor: 0, mobile: false };

const CONTRAST = { "forced-colors": "active" };
const STILL = { "prefers-reduced-motion": "reduce" };

/** @type {Look[]} what is looked at beside light and dark, by whoever wants pictures */
const LOOKS = [
  { name: "high contrast", media: { ...CONTRAST, "prefers-color-scheme": "dark" } },
  { name: "high contrast, light", media: { ...CONTRAST, "prefers-color-scheme": "light" } },
  { name: "twice as large", media: {}, zoom: 2 },
];

/**
 * The languages that every state is looked at in: the browser's own, and for whoever wants pictures one that
 * runs from right to left and one that is longer than any.
 */
export const LANGUAGES = FOLDER ? ["", "ar", PSEUDO] : [""];

/**
 * @param {Tab} page
 * @param {string} name of the state that it is in
 */
export async function picture(page, name) {
  if (!FOLDER) return;
  await settled(page);
  const file = `${await said(page)} ${name}`.replaceAll(/[^\p{Letter}\p{Number}]+/gu, "-");
  await page.screenshot(join(FOLDER, `${file}.png`), { whole: !(await isPopup(page)) });
}

/**
 * Every other look at a state, where pictures are wanted. Nothing may be cut off in any of them.
 * @param {Tab} page
 * @param {string} state
 */
export async function pictures(page, state) {
  if (!FOLDER) return;
  const popup = await isPopup(page);
  const looks = [...LOOKS];
  if (!popup) looks.push({ name: "narrow", media: {}, width: NARROW });
  // Without anything that moves, it would be the same picture once more.
  if (await page.evaluate(moves)) looks.push({ name: "without motion", media: STILL });
  for (const look of looks) {
    await see(page, look);
    const name = `${state}, ${look.name}`;
    await picture(page, name);
    assert.deepEqual(await fitsIn(page), { cut: [], isWide: false }, name);
  }
  await see(page, { name: "as usual", media: {} });
}

/**
 * @param {Tab} page
 * @param {Look} look
 */
async function see(page, { media, zoom = 1, width }) {
  const all = { "prefers-color-scheme": "", "forced-colors": "", "prefers-reduced-motion": "" };
  const features = Object.entries({ ...all, ...media }).map(([name, value]) => ({ name, value }));
  await page.send("Emulation.setEmulatedMedia", { features });
  // Chromium zooms no popup; what a person has there is larger letters, and all else grows with them.
  if (await isPopup(page)) {
    const standard = LETTERS * zoom;
    await page.send("Page.setFontSizes", { fontSizes: { standard, fixed: standard } });
    await page.waitFor("the letters to have that size", isLarge, standard);
    return;
  }
  if (width) await page.send("Emulation.setDeviceMetricsOverride", { ...NO_DEVICE, width });
  else await page.send("Emulation.clearDeviceMetricsOverride");
  await page.evaluate(async (/** @type {number} */ zoom) => {
    const tab = await chrome.tabs.getCurrent();
    await chrome.tabs.setZoom(/** @type {number} */ (tab?.id), zoom);
  }, zoom);
  await page.waitFor(
    "the page to be as large",
    (/** @type {number} */ zoom, /** @type {number | null} */ width) =>
      devicePixelRatio === zoom && (width === null || innerWidth === width),
    zoom,
    width ?? null,
  );
}

/** @param {number} standard */
function isLarge(standard) {
  const body = document.body.getBoundingClientRect();
  const isDrawn =
    innerWidth >= Math.floor(body.width) && innerHeight >= Math.min(600, Math.floor(body.height));
  return getComputedStyle(document.documentElement).fontSize === `${standard}px` && isDrawn;
}

/** Whether something turns, blinks or counts on a page. */
function moves() {
  return document
    .getAnimations()
    .some(
      (animation) =>
        animation.effect instanceof KeyframeEffect && animation.effect.target?.checkVisibility(),
    );
}

/** @param {Tab} page */
function isPopup(page) {
  return page.evaluate(() => location.pathname.startsWith("/popup/"));
}

/**
 * The language of a page, and which it is.
 * @param {Tab} page
 */
function said(page) {
  return page.evaluate(
    () => `${document.documentElement.lang} ${location.pathname.split("/")[1] ?? ""}`,
  );
}
