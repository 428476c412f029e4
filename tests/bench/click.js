// How long after a click on the toolbar a save is on this device, and how long until its request is at
// Notion: the production extension in a real browser, with a page in front and the worker running
// (warm) or not (cold). In turns with it, in the same browser, clicks on the floor, which is an extension
// that does nothing but send: how many times as long a request takes says more than milliseconds of a
// day. Started by `cargo xtask bench click`.

import { parseArgs } from "node:util";
import { another } from "../e2e/harness/article.js";
import { connect } from "../e2e/harness/satchel.js";
import { until } from "../e2e/harness/until.js";
import { rivals } from "./rivals.js";
import { head, row } from "./rows.js";
import { onStage } from "./stage.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */
/** @typedef {import("../e2e/harness/standin.js").Standin} Standin */

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
        if (cold) await browser.stopWorker(id);
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
    row(`click to on this device, ${worker}`, kept);
    row(`click to saved in Notion, ${worker}`, saved);
    for (const [at, { name }] of contenders.entries()) {
      row(`click to request, ${worker}: ${name}`, requested[at] ?? [], { digits: 1 });
    }
    const floor = requested[1] ?? [];
    for (const [at, { name }] of contenders.entries()) {
      if (at === 1) continue;
      // Each beside the floor's click of the same round: who else used the machine then, used it for both.
      const times = (requested[at] ?? []).map((time, round) => time / (floor[round] ?? Number.NaN));
      const how = { unit: "times the floor", digits: 2 };
      row(`click to request, ${worker}: ${name}, times the floor`, times, how);
    }
  }
});

/**
 * When the head of the request for that page was at Notion; nothing before it is.
 * @param {Standin} standin
 * @param {string} address
 */
async function arrived(standin, address) {
  /** @type {{ arrived: number, body: unknown }[]} */
  const all = await standin.control("GET", "/requests?path=/v1/pages&method=POST");
  const found = all.find(({ body }) => JSON.stringify(body).includes(`"${address}"`));
  return found && found.arrived / 1_000;
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
