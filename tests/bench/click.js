// How long after a click on the toolbar a save is on this device, and how long until its request is at
// Notion: the production extension in a real browser, with a page in front and the worker running
// (warm) or not (cold). Started by `cargo xtask bench click`.

import { parseArgs } from "node:util";
import { another } from "../e2e/harness/article.js";
import { Chromium } from "../e2e/harness/chromium.js";
import { Display } from "../e2e/harness/display.js";
import { EXTENSION, SCHEMAS, standinProgram } from "../e2e/harness/paths.js";
import { connect, welcome } from "../e2e/harness/satchel.js";
import { Standin } from "../e2e/harness/standin.js";
import { until } from "../e2e/harness/until.js";
import { Workspace } from "../e2e/harness/workspace.js";
import { share } from "./share.js";

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
/** @type {(() => Promise<unknown>)[]} */
const endings = [];
try {
  const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
  endings.push(() => standin.stop());
  const workspace = await Workspace.seed(standin);
  const display = await Display.start();
  endings.push(() => display.stop());
  const browser = await Chromium.start({
    extension: EXTENSION,
    display: display.name,
    hosts: standin.wholeWeb,
    spki: standin.spki,
  });
  endings.push(() => browser.stop());
  const options = await welcome(browser);
  await connect(options, workspace.token, { articles: values.articles });
  await workspace.choose(options, "Reading list");
  await options.click("#save-at-once");
  await listen(options);
  const row = (/** @type {string} */ what, /** @type {number[]} */ times) =>
    console.log(
      `${what.padEnd(38)}${[0.5, 0.9, 0.95, 1].map((part) => share(times, part).toFixed(0).padStart(8)).join("")}`,
    );
  console.log(
    `${runs} clicks each, in milliseconds${"median".padStart(17)}     p90     p95     max`,
  );
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
} finally {
  for (const end of endings.reverse()) await end();
}

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
