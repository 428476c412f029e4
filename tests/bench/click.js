// How long after a click on the toolbar a save is on this device, and how long until its request is at
// Notion: the production extension in a real browser, with a page in front and the worker running
// (warm) or not (cold). In turns with it, in the same browser, clicks on the floor, which is an extension
// that does nothing but send: how many times as long a request takes says more than milliseconds of a
// day. Started by `cargo xtask bench click`.

import { parseArgs } from "node:util";
import { another } from "../e2e/harness/article.js";
import { connect } from "../e2e/harness/satchel.js";
import { until } from "../e2e/harness/until.js";
import { arrived, fallSilent, PAUSE_MS, prepareWorker, WARM_UP } from "./clicks.js";
import { rivals } from "./rivals.js";
import { head, row } from "./rows.js";
import { split } from "./split.js";
import { onStage } from "./stage.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** What is measured beside, in the order of {@link rivals}. */
const FLOOR = 1;

const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "30" },
    articles: { type: "boolean", default: false },
  },
});
const runs = Number(values.runs);
/** What rows are of; two runs of this command are told apart by it. */
const what = values.articles ? "with the article, " : "";
await onStage(async ({ standin, workspace, browser, options }) => {
  await connect(options, workspace.token, { articles: values.articles });
  await workspace.choose(options, "Reading list");
  await options.click("#save-at-once");
  await fallSilent(options, browser);
  await listen(options);
  const contenders = await rivals(browser, values.articles);
  let number = 0;
  head(`${runs} clicks each, in milliseconds`);
  for (const cold of [false, true]) {
    /** Of each contender, until its request was there. @type {number[][]} */
    const requested = contenders.map(() => []);
    /** @type {number[]} */
    const kept = [];
    /** @type {number[]} */
    const saved = [];
    for (let run = -WARM_UP; run < runs; run += 1) {
      for (const turn of contenders.keys()) {
        // Each comes first in a part of the rounds.
        const at = (turn + run + WARM_UP) % contenders.length;
        const { name = "", id = "" } = contenders[at] ?? {};
        number += 1;
        const { address, html } = another(number);
        await standin.publish(address, html);
        await standin.control("DELETE", "/requests");
        const tab = await browser.open(address);
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        await prepareWorker(browser, id, cold);
        const clicked = await browser.trigger(tab, id);
        const told =
          at === 0 && (await until("the page to be saved", () => heard(options, address)));
        const there = await until(`the request of ${name} to be there`, () =>
          arrived(standin, address),
        );
        await tab.close();
        if (run < 0) continue;
        requested[at]?.push(there - clicked);
        if (!told) continue;
        kept.push(told.kept - clicked);
        saved.push(told.saved - clicked);
      }
    }
    const worker = `worker ${cold ? "stopped" : "running"}`;
    row(`${what}click to on this device, ${worker}`, kept);
    row(`${what}click to saved in Notion, ${worker}`, saved);
    for (const [at, { name }] of contenders.entries()) {
      row(`${what}click to request, ${worker}: ${name}`, requested[at] ?? [], { digits: 1 });
    }
    const beside = (/** @type {number} */ one, /** @type {number} */ other) => {
      const [of, by] = [contenders[one]?.name, contenders[other]?.name];
      // Each beside the other's click of the same round: who else used the machine then, used it for both.
      const times = (requested[one] ?? []).map(
        (time, at) => time / (requested[other]?.[at] ?? NaN),
      );
      const how = { unit: `times ${by}`, digits: 2 };
      row(`${what}click to request, ${worker}: ${of}, times ${by}`, times, how);
    };
    for (const at of contenders.keys()) if (at !== FLOOR) beside(at, FLOOR);
    for (const at of contenders.keys()) if (at > FLOOR) beside(0, at);
  }
});
await split(runs, { articles: values.articles, what });

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
