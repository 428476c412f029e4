// Many saves that were made without a network, and then the network returns.

import assert from "node:assert/strict";
import { counts, manyPages, openHistory, saveAll } from "../../harness/history.js";
import { drained, quietPage } from "../../harness/killing.js";
import { network } from "../../harness/network.js";
import {
  busiest,
  creations,
  keptThePace,
  limitPace,
  LONG,
  onePageEach,
} from "../../harness/outbox.js";
import { badge } from "../../harness/satchel.js";
import { scenario } from "../../harness/scenario.js";
import { paced, until } from "../../harness/until.js";

/**
 * @typedef {import("../../harness/scenario.js").Stage} Stage
 * @typedef {import("../../harness/tab.js").Tab} Tab
 */

const COUNT = LONG ? 1_000 : 120;
const PAGES = manyPages(COUNT);
const TITLES = PAGES.map(({ title }) => title);

/** How much more a worker may hold in the end: less than a kilobyte for each of a thousand saves. */
const GROWTH = 1_000_000;

/** How much more its process may have, which also holds the open history and what nobody collected yet. */
const PROCESS_GROWTH = 64_000_000;

/** The longest that a person may wait for the extension while it sends, on a busy machine. */
const ANSWERED_MS = 5_000;

/** The alarm that brings a worker back comes within a minute, and what it had in hand is looked for. */
const BACK_MS = 240_000;

/**
 * What the worker's JavaScript holds, after what it does not need is gone; and all that its process
 * has, the wasm's memory included, which the browser's tools do not tell apart.
 * @param {Stage} stage
 * @param {Tab} worker
 */
async function memory({ browser }, worker) {
  await worker.send("HeapProfiler.collectGarbage");
  const { usedSize } = await worker.send("Runtime.getHeapUsage");
  return { heap: usedSize, process: await browser.extensionMemory() };
}

/**
 * Asks the worker something that costs it nothing: how soon it answers is how busy it is.
 * @param {Tab} page
 */
async function greet(page) {
  await page.evaluate(() => chrome.runtime.sendMessage({ kind: "greeting" }));
}

/**
 * The titles in the order in which Notion was first asked for them.
 * @param {Stage} stage
 */
async function order({ standin }) {
  const asked = await creations(standin);
  return [...new Set(asked.map(({ body }) => JSON.stringify(body).match(/Page \d+/)?.[0]))];
}

/**
 * Saves them while there is no network.
 * @param {Stage} stage
 * @param {Tab} worker
 */
async function saveOffline({ options }, worker) {
  await network(false, worker);
  await saveAll(options, "", PAGES);
  await until("the badge to count them", async () => (await badge(options)) === String(COUNT));
}

export function many() {
  scenario(
    `N-12 ${COUNT} saves made offline arrive in order and at Notion's pace`,
    async (stage) => {
      const { standin, workspace, browser, options } = stage;
      const worker = await browser.worker();
      await saveOffline(stage, worker);
      const history = await openHistory(browser);
      await network(false, history);
      await limitPace(standin);
      const before = await memory(stage, worker);
      const started = performance.now();
      await network(true, worker, history);
      /** @type {Set<string>} */
      const badges = new Set();
      /** @type {Set<number>} */
      const waiting = new Set();
      let slowest = 0;
      await until(
        "all to be in Notion",
        async () => {
          const asked = performance.now();
          await greet(options);
          slowest = Math.max(slowest, performance.now() - asked);
          const shown = await badge(options);
          badges.add(shown);
          waiting.add((await counts(history)).waiting);
          return shown === "";
        },
        paced(COUNT),
      );
      const seconds = (performance.now() - started) / 1_000;
      const after = await memory(stage, worker);
      await history.says(`All ${COUNT.toLocaleString("en")} saves are now in Notion`);
      console.log(
        `many: ${COUNT} in ${seconds.toFixed(1)} s (${(COUNT / seconds).toFixed(2)}/s), at most ` +
          `${await busiest(standin, 1)} in a second and ${await busiest(standin, 10)} in ten; slowest answer ${Math.round(slowest)} ms; heap ` +
          `${before.heap} to ${after.heap}, process ${before.process} to ${after.process} bytes; ` +
          `${badges.size} badges and ${waiting.size} numbers in the history seen`,
      );
      await onePageEach(workspace, TITLES);
      assert.deepEqual(await order(stage), TITLES);
      await keptThePace(standin);
      assert.ok(badges.size > 5, "the badge counts down");
      assert.ok(waiting.size > 5, "and so does the history");
      assert.ok(slowest < ANSWERED_MS, `an answer took ${Math.round(slowest)} ms`);
      assert.ok(after.heap - before.heap < GROWTH, `the heap grew to ${after.heap}`);
      assert.ok(
        after.process - before.process < PROCESS_GROWTH,
        `the process grew to ${after.process}`,
      );
    },
    { headless: true },
  );

  scenario(
    `N-12 L-12 ${COUNT} saves made offline, and the worker killed among them, arrive all the same`,
    async (stage) => {
      const { standin, workspace, browser } = stage;
      const worker = await browser.worker();
      await saveOffline(stage, worker);
      await limitPace(standin);
      await network(true, worker);
      await workspace.pages(Math.floor(COUNT / 3), undefined, paced(COUNT));
      await worker.detach();
      await browser.stopWorker();
      const sent = (await creations(standin)).length;
      // Nothing wakes it but its alarm: no page of its own is asked for anything.
      await until("the worker to be back", () => browser.hasWorker(), BACK_MS);
      await workspace.pages(COUNT, undefined, paced(COUNT) + BACK_MS);
      await drained(await quietPage(browser), BACK_MS);
      await onePageEach(workspace, TITLES);
      // Of the one that was about to leave nobody knows whether it did. It is looked for, and the others do
      // not wait for that.
      const asked = await order(stage);
      const late = TITLES.findIndex((title, at) => asked[at] !== title);
      assert.ok(
        late < 0 || late === sent,
        `Page ${late + 1} was late, after ${sent} that were sent`,
      );
      const others = TITLES.filter((_, at) => at !== late);
      assert.deepEqual(
        asked.filter((title) => title !== TITLES[late]),
        others,
      );
      await keptThePace(standin);
    },
    { headless: true },
  );
}
