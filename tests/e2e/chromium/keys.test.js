// The list of the popup's keys: when a question mark shows it, and what closes it.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/** @param {import("../harness/scenario.js").Stage} stage */
async function openedPopup({ standin, display, browser }) {
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await popup.find("#first-use button");
  return popup;
}

scenario("a question mark is text in a field, and the list of keys elsewhere", async (stage) => {
  const { display, browser, workspace } = stage;
  const popup = await openedPopup(stage);
  // The cursor is in the tags.
  await display.type("why?");
  const typed = () => /** @type {HTMLInputElement} */ (document.querySelector("#tags")).value;
  await until("it to be typed", async () => (await popup.evaluate(typed)) === "why?");
  assert.equal(await isShown(popup), false);

  await popup.evaluate(() => /** @type {HTMLElement} */ (document.querySelector("#save")).focus());
  await display.type("?");
  await showing(popup, true);
  assert.equal(await focused(popup), "keys-heading", "it is read out");
  await display.press("Escape");
  await showing(popup, false);
  assert.equal(await focused(popup), "save", "the reader is where they were");
  assert.ok(browser.hasPopup(), "Escape closed the list alone");

  await display.type("?");
  await showing(popup, true);
  await display.type("?");
  await showing(popup, false);
  await popup.click("#save");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.deepEqual(saved?.values.tags, ["why?"]);
});

scenario(
  "the button shows and hides the list, and Escape closes one thing at a time",
  async (stage) => {
    const { display, browser } = stage;
    const popup = await openedPopup(stage);
    await popup.click("#keys-button");
    await showing(popup, true);
    await popup.click("#keys-button");
    await showing(popup, false);
    assert.equal(await focused(popup), "keys-button");

    await popup.click("#keys-button");
    await showing(popup, true);
    await popup.fill("#tags", "s");
    await popup.find("#tag-list [role=option]");
    await display.press("Escape");
    await popup.waitFor(
      "the list of tags to close",
      () => !document.querySelector("#tag-list [role=option]")?.checkVisibility(),
    );
    assert.equal(await isShown(popup), true);
    await display.press("Escape");
    await showing(popup, false);
    assert.equal(await focused(popup), "tags");
    await display.press("Escape");
    await browser.popupCloses();
  },
);

/** @param {Tab} popup */
function isShown(popup) {
  return popup.evaluate(() => {
    const button = document.querySelector("#keys-button");
    const shown = /** @type {HTMLElement} */ (document.querySelector("#keys")).checkVisibility();
    if (button?.ariaExpanded !== String(shown)) throw new Error("the button says otherwise");
    return shown;
  });
}

/**
 * @param {Tab} popup
 * @param {boolean} wanted
 */
async function showing(popup, wanted) {
  await until(
    `the list to be ${wanted ? "shown" : "hidden"}`,
    async () => (await isShown(popup)) === wanted,
  );
}

/** @param {Tab} popup */
function focused(popup) {
  return popup.evaluate(() => document.activeElement?.id);
}
