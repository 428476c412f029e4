// Where the time of a click goes: a copy of the extension whose worker, before its own script begins, wraps what a
// click passes through and notes when. The copy is slower by what noting takes, so nothing else is measured on it.

import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { another } from "../e2e/harness/article.js";
import { EXTENSION, TARGET } from "../e2e/harness/paths.js";
import { connect } from "../e2e/harness/satchel.js";
import { until } from "../e2e/harness/until.js";
import { arrived, fallSilent, PAUSE_MS, prepareWorker, WARM_UP } from "./clicks.js";
import { head, row } from "./rows.js";
import { onStage } from "./stage.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** @typedef {Record<string, number>} Marks when a click reached each of the steps, in milliseconds since 1970 */

/**
 * From where to where each step goes. The first two are only there where the worker was stopped. With the article,
 * the page is read twice, the second time once the core knows that it is wanted, and the blocks are made and kept
 * as a part of the building.
 */
const STEPS = /** @type {const} */ ([
  ["the worker's context and script begin", "clicked", "script"],
  ["the script runs, to its listeners", "script", "listening"],
  ["of that the module, compiled and started", "compiling", "started"],
  ["the click arrives", "listening", "called"],
  ["until the page is asked", "called", "asking"],
  ["capture: the page answers", "asking", "read"],
  ["build: until the first store is written", "read", "writing"],
  ["journal: until both stores have it", "writing", "written"],
  ["until the request leaves", "written", "sent"],
  ["the request, to its head at Notion", "sent", "there"],
]);

/**
 * Measures it with the worker running and stopped.
 * @param {number} runs
 * @param {{ articles: boolean, what: string }} how what: what stands before the names of rows
 */
export async function split(runs, { articles, what }) {
  const extension = await noting();
  await onStage(
    async ({ standin, workspace, browser, options }) => {
      await connect(options, workspace.token, { articles });
      await workspace.choose(options, "Reading list");
      await options.click("#save-at-once");
      await fallSilent(options, browser);
      await options.evaluate(listen);
      for (const cold of [false, true]) {
        const worker = `worker ${cold ? "stopped" : "running"}`;
        /** @type {Marks[]} */
        const all = [];
        for (let run = -WARM_UP; run < runs; run += 1) {
          const { address, html } = another((cold ? 10_000 : 1_000) + run);
          await standin.publish(address, html);
          await standin.control("DELETE", "/requests");
          const tab = await browser.open(address);
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
          await options.evaluate(() => {
            Object.assign(globalThis, { marks: null });
          });
          await prepareWorker(browser, browser.id, cold);
          const clicked = await browser.trigger(tab);
          const there = await until("the request", () => arrived(standin, address));
          /** @type {Marks} */
          const marks = await options.waitFor("the steps", () => Object(globalThis).marks);
          await tab.close();
          if (run >= 0) all.push({ ...marks, clicked, there });
        }
        head(`${what}where the time of a click goes, ${worker}, ${runs} clicks`);
        for (const [step, from, to] of STEPS) {
          // A worker that runs has begun long before.
          const start = !cold && from === "listening" ? "clicked" : from;
          const times = all.map((marks) => (marks[to] ?? NaN) - (marks[start] ?? NaN));
          if (times.every(Number.isNaN)) continue;
          row(`${what}step, ${worker}: ${step}`, times, { digits: 1 });
        }
      }
    },
    { extension },
  );
}

/** Makes the copy. @returns {Promise<string>} its folder */
async function noting() {
  const folder = join(TARGET, "bench/noting");
  await rm(folder, { recursive: true, force: true });
  await cp(EXTENSION, folder, { recursive: true });
  const file = join(folder, "background.js");
  const script = await readFile(file, "utf8");
  await writeFile(file, `(${note})();\n${script}\nglobalThis.noteStep("listening");\n`);
  return folder;
}

/** In the worker, first of all: notes when a click gets where, and tells it once its request leaves. */
function note() {
  const now = () => performance.timeOrigin + performance.now();
  /** @type {Marks} */
  let marks = { script: now() };
  /** Which of the two stores have the save. */
  const having = new Set();
  const step = (/** @type {string} */ name) => {
    marks[name] ??= now();
  };
  const store = (/** @type {string} */ name, /** @type {(end: () => void) => void} */ whenDone) => {
    // Of an earlier click, or the save's next state.
    if (!marks.read || marks.written) return;
    step("writing");
    whenDone(() => {
      having.add(name);
      if (having.size === 2) step("written");
    });
  };
  /**
   * @param {any} object
   * @param {string} name
   * @param {(call: (...parameters: any[]) => any, ...parameters: any[]) => any} around
   */
  const wrap = (object, name, around) => {
    const inner = object[name];
    object[name] = function (/** @type {any[]} */ ...parameters) {
      return around(inner.bind(this), ...parameters);
    };
  };
  wrap(chrome.action.onClicked, "addListener", (call, listener) =>
    call((/** @type {unknown[]} */ ...event) => {
      if (marks.sent) {
        marks = {};
        having.clear();
      }
      step("called");
      return listener(...event);
    }),
  );
  wrap(chrome.scripting, "executeScript", (call, ...parameters) => {
    step("asking");
    const answer = call(...parameters);
    const read = () => {
      // The last answer before anything is written is the one that all of it waited for.
      if (!marks.writing) marks.read = now();
    };
    answer.then(read).catch(() => {});
    return answer;
  });
  wrap(chrome.storage.local, "set", (call, items) => {
    const answer = call(items);
    const isSave = Object.keys(items).some((key) => key.startsWith("save:"));
    if (isSave) store("small", (end) => answer.then(end, end));
    return answer;
  });
  wrap(IDBDatabase.prototype, "transaction", (call, stores, mode, ...rest) => {
    const transaction = call(stores, mode, ...rest);
    if (mode === "readwrite" && [stores].flat().includes("saves"))
      store("whole", (end) => transaction.addEventListener("complete", end));
    return transaction;
  });
  wrap(globalThis, "fetch", (call, request, ...rest) => {
    if (marks.written && String(request?.url ?? request).startsWith("https://api.notion.com/")) {
      if (!marks.sent)
        setTimeout(() => chrome.runtime.sendMessage({ kind: "steps", value: marks }));
      step("sent");
    }
    return call(request, ...rest);
  });
  WebAssembly.Module = new Proxy(WebAssembly.Module, {
    construct(target, parameters) {
      step("compiling");
      return new target(.../** @type {[BufferSource]} */ (parameters));
    },
  });
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct(target, parameters) {
      const instance = new target(.../** @type {[WebAssembly.Module]} */ (parameters));
      step("started");
      return instance;
    },
  });
  Object.assign(globalThis, { noteStep: step });
}

/** In the options page: keeps the steps that the worker told. */
function listen() {
  chrome.runtime.onMessage.addListener(({ kind, value }) => {
    if (kind === "steps") Object.assign(globalThis, { marks: value });
  });
}
