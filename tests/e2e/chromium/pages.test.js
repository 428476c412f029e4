// Pages: those that can't be saved say so, and none is touched before it is meant.

import assert from "node:assert/strict";
import { ADDRESS, HTML } from "../harness/article.js";
import { badge } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

for (const address of ["chrome://version/", "chrome://settings/"]) {
  scenario(`${address} cannot be saved, and the popup says so`, async (stage) => {
    const { workspace, display, browser } = stage;
    await browser.open(address);
    await display.click(browser.icon);
    const popup = await browser.popup();
    const shown = await popup.waitFor("the reason", () => {
      const outcome = /** @type {HTMLElement} */ (document.querySelector("#outcome"));
      return outcome.hidden ? undefined : { tone: outcome.dataset.tone, text: outcome.innerText };
    });
    assert.equal(shown.tone, "plain");
    assert.notEqual(shown.text.trim(), "");
    await workspace.exactly(0);
  });
}

scenario("a shortcut on a page that cannot be saved says so on the badge", async (stage) => {
  const { workspace, display, browser, options } = stage;
  await browser.open("chrome://version/");
  await display.press("alt+shift+l");
  await until("the badge to say so", async () => (await badge(options)) === "!");
  await workspace.exactly(0);
});

scenario("a page is left alone until something is saved from it", async (stage) => {
  const { standin, workspace, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  const { source } = workspace.database("Reading list");
  // The options page, which is open as well, asks for the database's templates by itself.
  await until("the options to have asked and been answered", async () => {
    const all = await workspace.requests();
    return (
      all.some(({ path }) => path.includes(source)) && all.every(({ status }) => status !== null)
    );
  });
  const before = await workspace.requests();
  const tab = await browser.open(ADDRESS);
  // All that something put into a page could leave there.
  const found = await tab.evaluate((/** @type {string} */ served) => {
    const count = (/** @type {Document} */ page) => page.querySelectorAll("*").length;
    return {
      added: count(document) - count(new DOMParser().parseFromString(served, "text/html")),
      scripts: document.scripts.length,
      styles: document.adoptedStyleSheets.length,
      fromExtension: performance
        .getEntriesByType("resource")
        .filter(({ name }) => name.startsWith("chrome-extension:")).length,
    };
  }, HTML);
  assert.deepEqual(found, { added: 0, scripts: 0, styles: 0, fromExtension: 0 });
  assert.deepEqual(await workspace.requests(), before, "and nobody was asked anything");
});
