// Answers that are slow, or cut off: one page for each save.

import assert from "node:assert/strict";
import { manyPages, saveAll } from "../../harness/history.js";
import { drained } from "../../harness/killing.js";
import { creations, onePageEach } from "../../harness/outbox.js";
import { connect } from "../../harness/satchel.js";
import { scenario } from "../../harness/scenario.js";
import { until } from "../../harness/until.js";

/** @typedef {import("../../harness/scenario.js").Stage} Stage */

/** How long answers take: on both sides of what ends a worker (30 s) and of our own limit (58 s). */
const SECONDS = [1, 24, 29, 31, 45, 59, 61];

/** Longer than anybody waits. */
const NEVER = 3_600;

const CREATE = { method: "POST", path: "/v1/pages$" };

/** Where the account waits because of the one before, that is looked for first. */
const SENT_MS = 60_000;

/** Our own limit, twice as long as an absence must last to be believed, and some. */
const SETTLED_MS = 300_000;

/**
 * Saves as many pages as there are faults, each while the one before it is under way, and waits until
 * all are known to be in Notion.
 * @param {Stage} stage
 * @param {object[]} faults
 */
async function saveInto({ standin, workspace, options }, faults) {
  for (const fault of faults) await standin.control("POST", "/faults", { ...CREATE, ...fault });
  const pages = manyPages(faults.length);
  for (const [index, page] of pages.entries()) {
    await saveAll(options, "", [page]);
    await until("it to be sent", async () => (await creations(standin)).length > index, SENT_MS);
  }
  await drained(options, SETTLED_MS);
  await onePageEach(
    workspace,
    pages.map(({ title }) => title),
  );
  return creations(standin);
}

export function answers() {
  scenario(
    "N-05 an answer after 1, 24, 29, 31, 45, 59 or 61 s, or never, is one page",
    async (stage) => {
      const faults = [...SECONDS, NEVER].map((seconds) => ({ answerDelayMs: seconds * 1_000 }));
      const created = await saveInto(stage, faults);
      assert.equal(created.length, faults.length, "what is there is found, and not sent again");
    },
    { headless: true },
  );

  scenario(
    "N-05 a page that is made after 1, 24, 29, 31, 45, 59 or 61 s, or never, is one page",
    async (stage) => {
      const faults = [
        ...SECONDS.map((seconds) => ({ delayMs: seconds * 1_000, regardless: true })),
        { delayMs: NEVER * 1_000 },
      ];
      const created = await saveInto(stage, faults);
      assert.equal(created.length, faults.length + 1, "only what was never made is sent again");
    },
    { headless: true },
  );

  scenario(
    "N-02 N-03 N-04 A-16 A-17 A-18 a connection that is cut before, after or within the answer is one page",
    async (stage) => {
      const { standin, workspace, options } = stage;
      // On a connection that was used before, the browser itself would send the request again.
      await standin.control("POST", "/settings", { keepAlive: false });
      await connect(options, workspace.token);
      await workspace.choose(options, "Reading list");
      await saveInto(stage, [
        { cut: "before" },
        { cut: "after" },
        { truncate: true },
        { status: 500 },
        { status: 500, applyFirst: true },
        { status: 502, applyFirst: true },
        { status: 503, applyFirst: true },
        { status: 504, applyFirst: true },
        { status: 520, applyFirst: true, html: true },
      ]);
    },
    { connected: false, headless: true },
  );
}
