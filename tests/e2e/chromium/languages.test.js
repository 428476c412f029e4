// Every language: its texts are all there, run in its direction, and fit where they stand.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { violations } from "../harness/accessibility.js";
import { picture } from "../harness/album.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { openHistory } from "../harness/history.js";
import { fitsIn } from "../harness/layout.js";
import { EXTENSION } from "../harness/paths.js";
import { PSEUDO } from "../harness/pseudo.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { ticked } from "../harness/start.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/** The languages that are written from right to left. */
const RIGHT_TO_LEFT = ["ar", "he"];

for (const language of [...readdirSync(join(EXTENSION, "_locales")), PSEUDO]) {
  const tag = language.replace("_", "-");
  scenario(
    `everything can be read in ${tag}`,
    async ({ standin, workspace, display, browser, options }) => {
      await reads(options, tag, "options");
      await standin.publish(ADDRESS, HTML);
      await browser.open(ADDRESS);
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup, ARTICLE.description);
      await popup.find("#first-use button");
      await reads(popup, tag, "popup");
      await popup.click("#keys-button");
      await popup.find("#keys dd");
      await reads(popup, tag, "keys");
      await popup.click("#keys-button");
      await popup.click("#save");
      assert.equal((await outcome(popup)).tone, "good");
      await workspace.exactly(1);
      await reads(popup, tag, "saved");
      await reads(await openHistory(browser), tag, "history");
      const start = await browser.open(browser.address("start/start.html"));
      await ticked(start, "try");
      await reads(start, tag, "start");
    },
    { language },
  );
}

/**
 * A page is in that language, and nothing in it is cut off or shows a text's name in its place.
 * @param {Tab} page
 * @param {string} tag
 * @param {string} name of the page's state
 */
async function reads(page, tag, name) {
  await picture(page, name);
  const found = await page.evaluate((/** @type {string} */ pseudo) => {
    const root = document.documentElement;
    const shown = [...document.querySelectorAll("body *")].filter((element) =>
      element.checkVisibility({ visibilityProperty: true }),
    );
    const own = (/** @type {Element} */ element) =>
      [...element.childNodes].map((node) => (node.nodeType === 3 ? node.nodeValue : "")).join("");
    const isName = (/** @type {Element} */ element) =>
      /^[a-z]+(_[a-z0-9]+)+$/u.test(own(element).trim());
    const isPlain = (/** @type {Element} */ element) =>
      !element.closest("bdi, kbd, code, time, textarea, option, .masthead h1") &&
      /[a-z]{2}/u.test(own(element));
    const named = (/** @type {Element} */ element) =>
      `${element.id || element.className || element.tagName}: ${own(element).trim()}`;
    // Where nothing is written yet, one begins to write on the language's own side.
    const isAstray = (/** @type {Element} */ element) => {
      const { direction, textAlign } = getComputedStyle(element);
      const isEmpty = element.matches(":is(input, textarea)[dir=auto]:placeholder-shown");
      return isEmpty && root.dir === "rtl" && direction === "ltr" && textAlign !== "right";
    };
    return {
      language: root.lang,
      direction: root.dir,
      astray: shown.filter(isAstray).map(named),
      names: shown.filter(isName).map(named),
      // All that is looked up is in brackets then; what pages and Notion call things stands apart.
      plain: root.lang === pseudo ? shown.filter(isPlain).map(named) : [],
    };
  }, PSEUDO);
  assert.deepEqual(
    found,
    {
      language: tag,
      direction: RIGHT_TO_LEFT.includes(tag) ? "rtl" : "ltr",
      astray: [],
      names: [],
      plain: [],
    },
    name,
  );
  assert.deepEqual(await fitsIn(page), { cut: [], isWide: false }, name);
  assert.deepEqual(await violations(page), [], name);
}
