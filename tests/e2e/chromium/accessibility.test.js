// Every page in its main states, judged by axe in light and dark.

import assert from "node:assert/strict";
import { showIn, violations } from "../harness/accessibility.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { addTags, connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/**
 * @param {import("../harness/tab.js").Tab} page
 * @param {string} state
 */
async function isAccessible(page, state) {
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    await showIn(page, scheme);
    assert.deepEqual(await violations(page), [], `${state}, ${scheme}`);
  }
}

scenario(
  "the options page has nothing in anyone's way",
  async ({ options, workspace }) => {
    await isAccessible(options, "not connected");
    await connect(options, workspace.token);
    await isAccessible(options, "connected");
  },
  { connected: false },
);

scenario("the popup has nothing in anyone's way", async (stage) => {
  const { standin, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await addTags(popup, ["sea"]);
  await popup.fill("#tags", "s");
  await isAccessible(popup, "filled, with the list of tags open");
  await popup.press("Enter");
  await popup.press("Enter");
  await outcome(popup);
  await isAccessible(popup, "saved");
});
