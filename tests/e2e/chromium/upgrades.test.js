// The database of every version is opened by this one with all that is in it.

import assert from "node:assert/strict";
import { found, LAYOUTS, layOut, STORES } from "../harness/database.js";
import { manyPages, saveAll } from "../harness/history.js";
import { counted, drained, quietPage } from "../harness/killing.js";
import { onePageEach } from "../harness/outbox.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/**
 * @typedef {import("../harness/scenario.js").Stage} Stage
 * @typedef {import("../harness/tab.js").Tab} Tab
 * @typedef {import("../harness/database.js").Name} Name
 * @typedef {import("../harness/database.js").Records} Records
 */

const PAGES = manyPages(3);
const TITLES = PAGES.map(({ title }) => title);

/** How long it may take until what waited is in Notion, at its pace. */
const DRAINED_MS = 60_000;

/**
 * The databases that there were: their stores by version. Of the third there were two before they were one, and
 * a fourth comes of repairing those. The last is of a Satchel that is yet to come.
 * @type {[string, number, Name[]][]}
 */
const VERSIONS = [
  ["version 1", 1, ["copies"]],
  ["version 2", 2, ["copies", "saves"]],
  ["version 3 without files", 3, ["copies", "saves", "contents"]],
  ["version 3 without articles", 3, ["copies", "saves", "files"]],
  ["version 3", 3, STORES],
  ["a newer version", 7, [...STORES, "later"]],
];

for (const [what, version, names] of VERSIONS) {
  scenario(`D-08 a database of ${what} is opened with all that is in it`, async (stage) => {
    const { browser, quiet: first, kept } = await filled(stage);
    await back(first, version, names, kept);
    const before = await found(first);
    assert.deepEqual([before.version, Object.keys(before.layouts)], [version, [...names].sort()]);
    const quiet = await updated(browser, first);
    const after = await found(quiet);
    assert.ok(after.version >= 3);
    for (const name of new Set([...STORES, ...names])) {
      assert.deepEqual(after.layouts[name], LAYOUTS[name], name);
      // Saves go on, and those of version 1 come in.
      if (name !== "saves") assert.deepEqual(after.records[name], before.records[name] ?? [], name);
    }
    await everythingArrives(stage, quiet);
    assert.deepEqual((await found(quiet)).records.copies, before.records.copies);
  });
}

/**
 * Saves that wait, with an article and a file beside them, and all that is kept of them.
 * @param {Stage} stage
 */
async function filled({ standin, browser, options }) {
  const overload = { path: "/v1/pages$", status: 529, code: "service_overload", times: null };
  await standin.control("POST", "/faults", overload);
  await saveAll(options, "", PAGES);
  await until("one to be refused for now", async () => {
    const asked = await standin.control("GET", "/requests?path=/v1/pages");
    return asked.length > 0;
  });
  const quiet = await quietPage(browser);
  await options.close();
  await browser.stopWorker();
  const { records } = await found(quiet);
  const at = Date.now();
  const article = { key: "article", text: "[]", at };
  const file = { key: "file", keptAt: at, name: "a.txt" };
  return {
    browser,
    quiet,
    kept: {
      ...records,
      contents: /** @type {Records} */ ([["article", article]]),
      files: /** @type {Records} */ ([["file", file]]),
      later: /** @type {Records} */ ([["more", { yet: "to come" }]]),
    },
  };
}

/**
 * What an earlier version had on this device, with the same saves and secrets in it. The token is in the database
 * alone, as `storage.local` may have lost it.
 * @param {Tab} quiet
 * @param {number} version
 * @param {Name[]} names
 * @param {{ [name: string]: Records }} kept
 */
async function back(quiet, version, names, kept) {
  await layOut(quiet, version, names, kept);
  const saves = kept.saves?.map(([, save]) => save) ?? [];
  await quiet.evaluate(
    async (/** @type {any[]} */ saves, /** @type {boolean} */ isFirst) => {
      const { local } = chrome.storage;
      const keys = Object.keys(await local.get());
      await local.remove(keys.filter((key) => /^(secret|save|operation|pauses)/u.test(key)));
      for (const { id, account, destination, clip, createdAt, senders, ...rest } of saves) {
        const { title, address } = clip;
        const first = { id, account, destination, createdAt, senders, clip: { title, address } };
        // Version 1 had its saves there alone.
        if (isFirst)
          await local.set({ [`operation:${id}`]: { ...first, version: 1, state: "queued" } });
        else
          await local.set({
            [`save:${id}`]: { id, account, destination, clip, createdAt, senders, ...rest },
          });
      }
    },
    saves,
    !names.includes("saves"),
  );
}

/**
 * Lets the extension be replaced, as an update does, and waits until the new one counts the saves.
 * @param {import("../harness/chromium.js").Chromium} browser
 * @param {Tab} quiet goes with it
 * @returns {Promise<Tab>} another one
 */
async function updated(browser, quiet) {
  // Nobody is there to hear that it worked.
  quiet.evaluate(() => chrome.runtime.reload()).catch(() => {});
  await until(
    "the page to go",
    () => !browser.target(({ targetId }) => targetId === quiet.targetId),
  );
  await browser.workerStarts();
  const another = await quietPage(browser);
  await until("the saves to be counted", async () => (await counted(another)).waiting === 3);
  return another;
}

/**
 * Each save that waited comes to Notion, once.
 * @param {Stage} stage
 * @param {Tab} quiet
 */
async function everythingArrives({ standin, workspace }, quiet) {
  await standin.control("DELETE", "/faults");
  await quiet.evaluate(() => chrome.runtime.sendMessage({ kind: "retryAll" }));
  await drained(quiet, DRAINED_MS);
  await onePageEach(workspace, TITLES);
}
