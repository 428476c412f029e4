// How long after a click on the toolbar a save is on this device, and how long until its request is at
// Notion: the production extension in a real browser, with a page in front and the worker running
// (warm) or not (cold). Started by `cargo xtask bench click`.

import { parseArgs } from "node:util";
import { another } from "../e2e/harness/article.js";
import { connect } from "../e2e/harness/satchel.js";
import { until } from "../e2e/harness/until.js";
import { head, row } from "./rows.js";
import { onStage } from "./stage.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** Between two clicks: a save that comes sooner waits for Notion's pace, and is told of later. */
const PAUSE_MS = 1_200;

/** Not measured: the first saves find nothing compiled and nothing cached. */
const WARM_UP = 3;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "30" },
    articles: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
await onStage(async ({ standin, workspace, browser, options }) => {
  await connect(options, workspace.token, { articles: values.articles });
  await workspace.choose(options, "Reading list");
  await options.click("#save-at-once");
  await listen(options);
  head(`${runs} clicks each, in milliseconds`);
  let number = 0;
  for (const cold of [false, true]) {
    /** @type {number[]} */
    const kept = [];
    /** @type {number[]} */
    const saved = [];
    for (let run = -WARM_UP; run < runs; run += 1) {
      number += 1;
      const { address, html } = another(number);
      await standin.publish(address, html);
      const tab = await browser.open(address);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      if (cold) await browser.stopWorker();
      const clicked = Date.now();
      await browser.trigger(tab);
      const told = await until("the page to be saved", () => heard(options, address));
      await tab.close();
      if (run < 0) continue;
      kept.push(told.kept - clicked);
      saved.push(told.saved - clicked);
    }
    const worker = cold ? "worker stopped" : "worker running";
    row(`click to on this device, ${worker}`, kept);
    row(`click to saved in Notion, ${worker}`, saved);
  }
});

/**
 * Notes in an open page when the worker tells of a save. It first tells of one when that is in both
 * stores, on its way out.
 * @param {Tab} options
 */
function listen(options) {
  return options.evaluate(() => {
    /** @type {Record<string, { kept: number, saved?: number }>} */
    const heard = {};
    Object.assign(globalThis, { heard });
    chrome.runtime.onMessage.addListener(({ kind, value }) => {
      if (kind !== "saveChanged") return;
      heard[value.address] ??= { kept: Date.now() };
      const save = /** @type {{ kept: number, saved?: number }} */ (heard[value.address]);
      if (value.state === "saved") save.saved ??= Date.now();
    });
  });
}

/**
 * When a save was told of, once it is in Notion.
 * @param {Tab} options
 * @param {string} address
 */
async function heard(options, address) {
  const found = await options.evaluate(
    (/** @type {string} */ address) => /** @type {any} */ (globalThis).heard[address] ?? null,
    address,
  );
  return found?.saved === undefined ? null : /** @type {{ kept: number, saved: number }} */ (found);
}
