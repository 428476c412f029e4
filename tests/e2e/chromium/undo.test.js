// Taking a save back within thirty seconds: before it was sent, and after.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { openHistory, rowsAre } from "../harness/history.js";
import { network } from "../harness/network.js";
import { addTags, badge, filledForm, outcome, saves } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/**
 * @typedef {import("../harness/scenario.js").Stage} Stage
 * @typedef {import("../harness/tab.js").Tab} Tab
 */

/** The undo itself ends after thirty seconds, counted from when Notion had the page. */
const UNDO_ENDS_MS = 45_000;

/**
 * Saves from the popup and waits for how that goes.
 * @param {Stage} stage
 */
async function save({ standin, display, browser }) {
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await addTags(popup, ["sea"]);
  await display.press("Return");
  await outcome(popup);
  return popup;
}

/**
 * Waits until the popup says that the save was taken back.
 * @param {Tab} popup
 */
async function undone(popup) {
  await popup.waitFor("the save to be undone", () =>
    document.querySelector("#outcome-title")?.textContent?.includes("Undone"),
  );
}

scenario(
  "a save that is in Notion is undone with the mouse: its page is in the trash",
  async (stage) => {
    const { workspace, display, options } = stage;
    const popup = await save(stage);
    await popup.says("Saved to");
    const [made] = await workspace.exactly(1);
    assert.equal(made?.page.in_trash, false);
    const seconds = await popup.evaluate(() =>
      Number.parseInt(
        document.querySelector('[data-action="undo"] .ticking')?.textContent ?? "",
        10,
      ),
    );
    assert.ok(seconds > 0 && seconds <= 30, `the seconds that are left are shown: ${seconds}`);
    await popup.waitFor(
      "the seconds to run down",
      (/** @type {number} */ before) =>
        Number.parseInt(
          document.querySelector('[data-action="undo"] .ticking')?.textContent ?? "",
          10,
        ) < before,
      seconds,
    );
    await display.click((await popup.find('[data-action="undo"]')).screen);
    await undone(popup);
    await popup.says("in Notion’s trash");
    await until("the page to be in the trash", async () => {
      const [page] = await workspace.pages(0);
      return page === undefined || page.page.in_trash;
    });
    await until("the badge to say nothing", async () => (await badge(options)) === "");
  },
);

scenario("a save that waits is undone with the keyboard: nothing of it is left", async (stage) => {
  const { workspace, display, browser, options } = stage;
  const worker = await browser.worker();
  await network(false, worker);
  const popup = await save(stage);
  await popup.says("Saved on this device");
  await display.press("ctrl+z");
  await undone(popup);
  await popup.says("Nothing of it is in Notion");
  await network(true, worker);
  assert.deepEqual(await saves(options), []);
  await rowsAre(await openHistory(browser), 0);
  assert.deepEqual(await workspace.pages(0), []);
});

scenario("after undoing, the form is as it was and saves once more", async (stage) => {
  const { workspace, display } = stage;
  const popup = await save(stage);
  await popup.says("Saved to");
  // From the heading, which has the focus, Tab goes to the link and to Undo.
  await display.press("Tab", "Tab", "Return");
  await undone(popup);
  await popup.click("#outcome .steps button");
  await popup.fill("#title", "A second thought");
  await popup.press("Enter");
  await popup.says("Saved to");
  const pages = (await workspace.pages(1)).filter(({ page }) => !page.in_trash);
  assert.deepEqual(
    pages.map(({ values }) => values),
    [{ ...ARTICLE, title: "A second thought", tags: ["sea"] }],
  );
});

scenario("undoing offers itself for thirty seconds, and no longer", async (stage) => {
  const { workspace, browser } = stage;
  const popup = await save(stage);
  await popup.says("Saved to");
  const history = await openHistory(browser);
  await history.find('[data-action="undo"]');
  await until(
    "the offer to end",
    () => history.evaluate(() => document.querySelector('[data-action="undo"]') === null),
    UNDO_ENDS_MS,
  );
  const [made] = await workspace.exactly(1);
  assert.equal(made?.page.in_trash, false);
});

scenario("a save is undone from the history", async (stage) => {
  const { workspace, display, standin, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  await workspace.exactly(1);
  const history = await openHistory(browser);
  await history.click('[data-action="undo"]');
  await until("the page to be in the trash", async () => {
    const [page] = await workspace.pages(0);
    return page === undefined || page.page.in_trash;
  });
});
