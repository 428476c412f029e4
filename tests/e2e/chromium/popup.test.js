// Saving with the toolbar button.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { addTags, badge, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

for (const stopped of [false, true]) {
  const state = stopped ? "after the worker was stopped" : "while the worker runs";
  scenario(`the popup is filled from the page, and Enter saves it, ${state}`, async (stage) => {
    const { standin, workspace, display, browser } = stage;
    await standin.publish(ADDRESS, HTML);
    await browser.open(`${ADDRESS}?utm_source=letter`);
    if (stopped) await browser.stopWorker();
    await display.click(browser.icon);
    const popup = await browser.popup();
    const form = await filledForm(popup, ARTICLE.description);
    assert.deepEqual(form, ARTICLE);
    // The cursor is in the tags: typing and Enter are all it takes.
    await display.type("sea, night");
    await display.press("Return");
    await display.press("Return");
    const { tone, page } = await outcome(popup);
    assert.equal(tone, "good");
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: ["sea", "night"] });
    assert.equal(page, saved?.url, "the link leads to the page that was made");
  });
}

scenario("what is edited in the popup is what is saved", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  // With the real mouse and the real keyboard, the rest of this suite may be quicker.
  await display.click((await popup.find("#title")).screen);
  await display.press("ctrl+a");
  await display.type("My own title");
  await display.click((await popup.find("#tags")).screen);
  await display.type("One");
  await display.press("Return");
  await display.type("two words");
  await display.press("Return");
  await popup.fill("#description", "Mine too.");
  // Comes last, and moves the button.
  await popup.find("#first-use button");
  await popup.click("#save");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.deepEqual(saved?.values, {
    title: "My own title",
    address: ADDRESS,
    description: "Mine too.",
    tags: ["One", "two words"],
  });
});

scenario("tags take the spelling that the database has", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  const [known] = workspace.tags;
  assert.ok(known);
  await addTags(popup, [known.toUpperCase(), known.toLowerCase(), "brand new"]);
  await popup.press("Enter");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.deepEqual(saved?.values.tags, [known, "brand new"]);
});

scenario("pressing Enter many times saves once", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await display.press("Return", "Return", "Return", "Return");
  assert.equal((await outcome(popup)).tone, "good");
  await workspace.exactly(1);
});

scenario(
  "Save is in its place before all that comes late has come",
  async ({ standin, display, browser }) => {
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    /** @type {number[][]} */
    const popups = [];
    for (let opened = 0; opened < 2; opened += 1) {
      await display.click(browser.icon);
      const popup = await browser.popup();
      const places = popup.evaluate(placesOfSave);
      await filledForm(popup, ARTICLE.description);
      await popup.says("characters");
      await popup.find("#first-use button");
      await popup.evaluate(() => Object.assign(globalThis, { isFilled: true }) && undefined);
      popups.push(await places);
      await display.press("Escape");
      await browser.popupCloses();
    }
    // How high this page makes it is known from the second time on.
    assert.equal(popups[1]?.length, 1, `Save moved: ${JSON.stringify(popups)}`);
  },
  { articles: true },
);

/** In the popup: where the button is from now on, until the popup is said to be filled. */
async function placesOfSave() {
  /** @type {Set<number>} */
  const places = new Set();
  // Its window takes the size of what is in it, which it does not have at once.
  const height = () => Math.min(600, Math.floor(document.body.getBoundingClientRect().height));
  while (!document.hasFocus() || innerHeight < height()) await new Promise(requestAnimationFrame);
  do {
    await new Promise(requestAnimationFrame);
    const button = /** @type {HTMLElement} */ (document.querySelector("#save"));
    places.add(Math.round(button.getBoundingClientRect().top));
  } while (!("isFilled" in globalThis));
  return [...places];
}

for (const stopped of [false, true]) {
  const state = stopped ? "after the worker was stopped" : "while the worker runs";
  scenario(`the button saves at once when it is told to, ${state}`, async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    // The page above it may still be growing; what is meant here is what comes of it.
    await options.evaluate(() => document.getElementById("save-at-once")?.click());
    await options.waitFor(
      "the preference to be kept",
      async () => (await chrome.action.getPopup({})) === "",
    );
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    if (stopped) await browser.stopWorker();
    await display.click(browser.icon);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
    assert.equal(browser.hasPopup(), false);
    await until("the badge to say so", async () => (await badge(options)) === "✓");
  });
}
