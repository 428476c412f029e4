// A save that Notion refuses: kept, said by badge and popup alike, and mended from there.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { manyPages, openHistory, rowIs, saveAll } from "../harness/history.js";
import { network } from "../harness/network.js";
import { badge } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

const REFUSAL = {
  method: "POST",
  path: "/v1/pages$",
  status: 403,
  code: "restricted_resource",
  message: "Insufficient permissions for this endpoint.",
};

/**
 * Saves with the shortcut, is refused, and opens the list of what needs attention.
 * @param {import("../harness/scenario.js").Stage} stage
 */
async function refused({ standin, display, browser, options }) {
  await standin.publish(ADDRESS, HTML);
  await standin.control("POST", "/faults", REFUSAL);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  await until("the badge to ask for attention", async () => (await badge(options)) === "!");
  await display.click(browser.icon);
  const popup = await browser.popup();
  await popup.click(".earlier-heading");
  return popup;
}

scenario("a refused save is sent from the popup, and the badge follows", async (stage) => {
  const popup = await refused(stage);
  await popup.click('#earlier .save[data-state="attention"] .save-actions button');
  await popup.waitFor("the save to be shown as saved", () =>
    document.querySelector('#earlier .save[data-state="saved"]'),
  );
  await until("the badge to say so", async () => (await badge(stage.options)) === "✓");
  const [saved, ...others] = await stage.workspace.pages(1);
  assert.deepEqual(others, []);
  assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
});

scenario("a refused save is discarded from the popup, and the badge with it", async (stage) => {
  const popup = await refused(stage);
  await popup.click("#earlier .save-actions button:last-of-type");
  await popup.click("#earlier .save-actions .danger");
  await until("the badge to be gone", async () => (await badge(stage.options)) === "");
  assert.deepEqual(await stage.workspace.pages(0), [], "nothing reached Notion");
});

scenario(
  "a save of which a part is in Notion says so when it is discarded",
  async ({ standin, workspace, browser, display }) => {
    const paragraph = `<p>${"The tide turns twice a day, and nobody on the quay looks up. ".repeat(3)}</p>`;
    const html = `<!doctype html><title>Tides</title><article><h1>Tides</h1>${paragraph.repeat(150)}</article>`;
    await standin.publish(ADDRESS, html);
    await standin.control("POST", "/faults", {
      ...REFUSAL,
      method: "PATCH",
      path: "/v1/blocks/[^/]+/children",
    });
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    const history = await openHistory(browser);
    await rowIs(history, "attention");
    await history.click('[data-action="discard"]');
    await history.click(".save-actions .danger");
    await rowIs(history, "saved");
    await history.says("it is in Notion all the same");
    const [page] = await workspace.exactly(1);
    assert.equal(page?.page.in_trash, false);
  },
  { articles: true },
);

scenario("the badge counts what waits where something else needs attention", async (stage) => {
  const { standin, browser, options } = stage;
  await standin.control("POST", "/faults", REFUSAL);
  await saveAll(options, "", manyPages(1));
  await until("the badge to ask for attention", async () => (await badge(options)) === "!");
  await network(false, await browser.worker());
  await saveAll(options, "", manyPages(3).slice(1));
  await until("the badge to count as well", async () => (await badge(options)) === "2!");
  assert.equal(
    await options.evaluate(() => chrome.action.getTitle({})),
    "Satchel: 1 save needs your attention\nYou are offline: 2 saves wait here",
  );
});
