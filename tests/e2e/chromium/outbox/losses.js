// What a save must survive between "saved on this device" and Notion: the extension reloaded, either
// store emptied.

import assert from "node:assert/strict";
import { manyPages, saveAll } from "../../harness/history.js";
import { drained, quietPage, withProfile } from "../../harness/killing.js";
import { network } from "../../harness/network.js";
import { creations, onePageEach } from "../../harness/outbox.js";
import { until } from "../../harness/until.js";

/** @typedef {import("../../harness/killing.js").Stage} Stage */

/** Longer than anybody waits. */
const NEVER_MS = 3_600_000;

/** What may be out is looked for twice, a minute and a half apart; the alarm comes once a minute. */
const RECONCILED_MS = 240_000;

const PAGES = manyPages(3);
const TITLES = PAGES.map(({ title }) => title);

/**
 * Saves pages while there is no network, each acknowledged and none sent.
 * @param {Stage} stage
 */
async function saveOffline({ standin, browser, options }) {
  await network(false, await browser.worker());
  await saveAll(options, "", PAGES);
  assert.deepEqual(await creations(standin), [], "nothing was sent");
}

export function losses() {
  withProfile(
    "L-09 L-10 the extension reloaded while it waits for answers: one page each",
    async ({ standin, workspace, browser, options }) => {
      const create = { method: "POST", path: "/v1/pages$" };
      // The first page is made and nobody hears of it; the second is not made.
      await standin.control("POST", "/faults", { ...create, answerDelayMs: NEVER_MS });
      await standin.control("POST", "/faults", { ...create, delayMs: NEVER_MS });
      await saveAll(options, "", PAGES);
      await until(
        "two of them to be under way",
        async () => (await creations(standin)).length >= 2,
      );
      await browser.reload(options);
      await drained(await quietPage(browser), RECONCILED_MS);
      await onePageEach(workspace, TITLES);
    },
  );

  withProfile(
    "D-04 L-11 the browser killed and its IndexedDB gone before anything was sent: one page each",
    async (stage) => {
      const { workspace, profile, browser } = stage;
      await saveOffline(stage);
      await browser.kill();
      await profile.loseDatabase(browser);
      const again = await profile.open();
      await drained(await quietPage(again), RECONCILED_MS);
      await onePageEach(workspace, TITLES);
    },
  );

  withProfile(
    "D-05 the browser killed and all of its storage.local gone, the settings with it: one page each",
    async (stage) => {
      const { workspace, profile, browser } = stage;
      await saveOffline(stage);
      await browser.kill();
      await profile.loseLocal(browser);
      const again = await profile.open();
      await drained(await quietPage(again), RECONCILED_MS);
      await onePageEach(workspace, TITLES);
    },
  );

  withProfile(
    "D-05 the small copies gone from storage.local before anything was sent: one page each",
    async (stage) => {
      const { workspace, profile, browser, options } = stage;
      await saveOffline(stage);
      const lost = await options.evaluate(async () => {
        const all = await chrome.storage.local.get(null);
        const keys = Object.keys(all).filter((key) => key.startsWith("save:"));
        await chrome.storage.local.remove(keys);
        return keys.length;
      });
      assert.equal(lost, PAGES.length);
      await browser.kill();
      const again = await profile.open();
      await drained(await quietPage(again), RECONCILED_MS);
      await onePageEach(workspace, TITLES);
    },
  );
}
