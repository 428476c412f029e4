// What was set in the popup and not saved, when the popup is opened again.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { addTags, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @param {import("../harness/tab.js").Tab} popup */
function tags(popup) {
  return popup.evaluate(() =>
    [...document.querySelectorAll("#chips .chip-name")].map(({ textContent }) => textContent),
  );
}

scenario(
  "what was set stays where the page notes in its address how far one has read, and goes with the page",
  async ({ standin, workspace, display, browser }) => {
    await standin.publish(ADDRESS, HTML);
    const tab = await browser.open(ADDRESS);
    const open = async () => {
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup, ARTICLE.description);
      return popup;
    };
    const goTo = async (/** @type {string} */ fragment) => {
      await tab.evaluate((/** @type {string} */ wanted) => {
        history.replaceState(null, "", wanted);
      }, fragment);
      const shown = ADDRESS + fragment;
      await until("the browser to know", () => browser.target(({ url }) => url === shown));
    };

    const popup = await open();
    await addTags(popup, ["sea"]);
    await popup.waitFor("the tag to be kept", async () => {
      const all = /** @type {Record<string, any>} */ (await chrome.storage.session.get(null));
      return Object.values(all).some(({ edits }) => edits?.tags?.includes("sea"));
    });
    await popup.close();
    await goTo("#tides");
    const again = await open();
    assert.deepEqual(await tags(again), ["sea"]);
    await again.close();
    await goTo("#/tides");
    const other = await open();
    assert.deepEqual(await tags(other), [], "a path in the fragment is another page");
    await other.close();
    await goTo("#lights");
    const back = await open();
    assert.deepEqual(await tags(back), ["sea"]);
    await back.press("Enter");
    assert.equal((await outcome(back)).tone, "good");
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values.tags, ["sea"]);
  },
);
