// The same extension in Firefox: connecting, three ways to save, and an article. The button is pressed in `popup.test.js`.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, another, SELECTION } from "../harness/article.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { connect, filledForm } from "../harness/satchel.js";

firefoxScenario(
  "Firefox connects, and saves with the popup, a shortcut and the menu",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await connect(options, workspace.token);
    const { source } = workspace.database("Reading list");
    await options.click(`#destinations input[value="${source}"]`);

    const pages = [1, 2, 3, 4].map(another);
    for (const { address, html } of pages) await standin.publish(address, html);

    await browser.open(`${ADDRESS}-1`);
    await display.press("alt+shift+l");
    await saved(1, []);

    await browser.open(`${ADDRESS}-2`);
    await display.press("alt+shift+k");
    await filledForm(await FirefoxPopup.opened(stage), ARTICLE.description);
    await display.press("Return");
    await saved(2, []);
    await display.press("Escape");

    await browser.open(`${ADDRESS}-3`);
    await display.opensWindow(() => display.click({ x: 900, y: 700 }, 3));
    // Satchel's entry is the last one.
    await display.press("Up", "Return");
    await saved(3, []);

    await options.click("#articles");
    await options.waitFor("the choice to be stored", async () => {
      const { settings } = /** @type {any} */ (await chrome.storage.local.get("settings"));
      return settings.preferences.linkOnly === false;
    });
    await browser.open(`${ADDRESS}-4`);
    await display.press("alt+shift+l");
    await saved(4, []);
    const texts = (await workspace.exactly(4)).at(-1)?.blocks.map(({ text }) => text);
    assert.ok(texts?.includes(SELECTION), `the article is in the page: ${texts}`);

    /**
     * @param {number} number
     * @param {string[]} tags
     */
    async function saved(number, tags) {
      const found = await workspace.exactly(number);
      assert.deepEqual(found.at(-1)?.values, { ...pages[number - 1]?.values, tags });
    }
  },
);
