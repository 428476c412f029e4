// The popup in Firefox, opened with the button, filled and sent with real keys and the real mouse.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML, another } from "../harness/article.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { badge, chooseDestination, connect, filledForm, outcome } from "../harness/satchel.js";
import { until } from "../harness/until.js";

firefoxScenario(
  "Firefox's popup is filled and saved with the keyboard, and undone",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    await standin.publish(ADDRESS, HTML);
    await browser.open(`${ADDRESS}?utm_source=letter`);
    // Where Firefox puts the button of an extension that was just installed.
    await display.click(await browser.find("#unified-extensions-button"));
    await display.click(await browser.button());
    const popup = await FirefoxPopup.opened(stage);
    assert.deepEqual(await filledForm(popup, ARTICLE.description), ARTICLE);
    const size = await popup.evaluate(() => ({
      innerWidth,
      overflow: document.documentElement.scrollWidth - innerWidth,
    }));
    assert.deepEqual(size, { innerWidth: 380, overflow: 0 });
    // The cursor is in the tags: typing and Enter are all it takes.
    await display.type("sea, night");
    await display.press("Return", "Return");
    const { tone, text, page } = await outcome(popup);
    assert.equal(tone, "good");
    assert.match(text, /Saved to/u);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: ["sea", "night"] });
    assert.equal(page, saved?.url, "the link leads to the page that was made");

    await display.press("ctrl+z");
    await popup.says("in Notion’s trash");
    const [undone] = await workspace.pages(1);
    assert.equal(undone?.page.in_trash, true);
    await display.press("Escape");
    await popup.closes();
  },
);

firefoxScenario("what is edited in Firefox's popup is saved with the mouse", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await connect(options, workspace.token);
  await chooseDestination(options, "Reading list");
  await standin.publish(ADDRESS, HTML);
  await browser.pin();
  await browser.open(ADDRESS);
  await display.click(await browser.button());
  const popup = await FirefoxPopup.opened(stage);
  await filledForm(popup, ARTICLE.description);
  await popup.fill("#title", "My own title");
  await popup.click("#tags");
  await display.type("One");
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
    tags: ["One"],
  });
});

firefoxScenario("Firefox's button saves at once when it is told to", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await connect(options, workspace.token);
  await chooseDestination(options, "Reading list");
  await browser.pin();
  await options.click("#save-at-once");
  await options.waitFor(
    "the preference to be kept",
    async () => (await chrome.action.getPopup({})) === "",
  );
  for (const [index, { address, html, values }] of [1, 2].map(another).entries()) {
    await standin.publish(address, html);
    await browser.open(address);
    if (index === 1) await browser.endEventPage();
    await display.click(await browser.button());
    const saved = await workspace.exactly(index + 1);
    assert.deepEqual(saved.at(-1)?.values, { ...values, tags: [] });
    await until("the badge to say so", async () => (await badge(options)) === "✓");
    assert.equal(await new FirefoxPopup(options, display).isOpen(), false);
  }
});
