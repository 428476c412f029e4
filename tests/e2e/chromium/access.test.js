// Chromium lets a person take away that an extension may reach its sites, and give it back.

import assert from "node:assert/strict";
import { buttonSaysDenied, DENIED, saysDenied } from "../harness/access.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { manyPages, openHistory, rowIs, saveAll } from "../harness/history.js";
import { requests } from "../harness/outbox.js";
import { acceptPermission } from "../harness/permission.js";
import { badge, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

scenario(
  "N-14 site access that is taken away holds saves up, and given back it sends them",
  async ({ standin, workspace, display, browser, options }) => {
    await standin.publish(ADDRESS, HTML);
    const settings = await browser.open("chrome://extensions");
    await takeAway(settings, browser.id);
    await saysDenied(options, true);
    await saveAll(options, "", manyPages(2));
    await until("the badge to count them", async () => (await badge(options)) === "2");
    await buttonSaysDenied(options, 2);
    // What the popup asks of its own accord is not asked either.
    const before = (await requests(standin)).length;
    const page = await browser.open(ADDRESS);
    await page.show();
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    assert.match(await popup.text(), DENIED);
    await display.press("Return");
    const said = await outcome(popup);
    assert.equal(said.tone, "waiting");
    assert.match(said.text, /Saved on this device/u);
    assert.doesNotMatch(said.text, /Try now/u);
    assert.match(await popup.text(), DENIED);
    await display.press("Escape");
    await browser.popupCloses();
    await browser.stopWorker();
    assert.equal((await requests(standin)).length, before);

    const history = await openHistory(browser);
    await saysDenied(history, true);
    await history.show();
    await history.click("#access button");
    await acceptPermission(display, history);
    await saysDenied(history, false);
    for (const row of [0, 1, 2]) await rowIs(history, "saved", row);
    assert.deepEqual(
      (await workspace.exactly(3)).map(({ values }) => values.title),
      [...manyPages(2).map(({ title }) => title), ARTICLE.title],
    );
  },
);

/**
 * Chooses, in the browser's own page of its extensions, that this one reaches a site only where it is clicked.
 * @param {import("../harness/tab.js").Tab} settings
 * @param {string} extensionId
 */
async function takeAway(settings, extensionId) {
  await settings.evaluate(async (/** @type {string} */ extensionId) => {
    const { developerPrivate } = /** @type {any} */ (chrome);
    await developerPrivate.updateExtensionConfiguration({ extensionId, hostAccess: "ON_CLICK" });
  }, extensionId);
}
