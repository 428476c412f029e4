// How long a page's content takes to read, beside the least there is to compare it with: a walk that
// only visits every node, and `outerHTML`. Started by `cargo xtask bench walk [FOLDER]`.
//
// The first time is what counts: a save reads a page once, and nothing is compiled or cached then. So
// each is timed in a world of its own, which nothing ran in before, and by the processor time that the
// page took: who else uses the machine does not show in that. It has in it what DevTools takes to ask,
// which is what doing nothing takes.

import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { readContent } from "../../extension/walk.js";
import { Chromium } from "../e2e/harness/chromium.js";
import { readerExtension } from "../e2e/harness/reader.js";
import { page, pageNames, see, serve, world } from "./pages.js";
import { keep } from "./rows.js";
import { share } from "./share.js";
import { busy } from "./timing.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** How often each is run again, for the least time when all is compiled. */
const AGAIN = 10;

const { values, positionals } = parseArgs({
  options: { pages: { type: "string", default: "130" } },
  allowPositionals: true,
});
const [folder = ""] = positionals;
const names = (await pageNames(folder)).slice(0, Number(values.pages));
const server = await serve(async (name) => (names.includes(name) ? page(folder, name) : undefined));

/** @type {[string, () => string][]} */
const WAYS = [
  ["readContent", readContent],
  ["bare walk", bareWalk],
  ["outerHTML", outerHtml],
  ["nothing", () => ""],
];

/** @type {Map<string, { first: number[], again: number[], length: number[] }>} */
const results = new Map(WAYS.map(([name]) => [name, { first: [], again: [], length: [] }]));
const extension = await readerExtension();
const browser = await Chromium.start({
  extension,
  headless: true,
  hosts: "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
});
try {
  const tab = await browser.open("about:blank");
  await tab.send("Performance.enable", { timeDomain: "threadTicks" });
  for (const [index, name] of names.entries()) {
    await see(tab, `http://127.0.0.1:${server.port}/${encodeURIComponent(name)}`);
    for (const way of WAYS.keys()) {
      // Each is first on a part of the pages.
      const [what, code] = /** @type {[string, () => string]} */ (
        WAYS[(way + index) % WAYS.length]
      );
      const { first, again, length } = await time(tab, `${what} ${index}`, code);
      const result = results.get(what);
      result?.first.push(first);
      result?.again.push(again);
      result?.length.push(length);
    }
  }
} finally {
  await browser.stop();
  await rm(extension, { recursive: true, force: true });
  server.stop();
}

console.log(
  `${names.length} pages; milliseconds: first (median, p90), again (median, p90); characters (median, p90)`,
);
for (const [name, { first, again, length }] of results) {
  const numbers = [first, again].flatMap((times) => [share(times, 0.5), share(times, 0.9)]);
  const times = numbers.map((number) => number.toFixed(2).padStart(8)).join("");
  const lengths = [share(length, 0.5), share(length, 0.9)].map((n) => `${n}`.padStart(10)).join("");
  console.log(name.padEnd(14) + times + lengths);
  keep(`${name}, first`, "ms", first);
  keep(`${name}, again`, "ms", again);
}

/**
 * Times a function in a new world of a page.
 * @param {Tab} tab
 * @param {string} name of the world
 * @param {() => string} code
 * @returns {Promise<{ first: number, again: number, length: number }>}
 */
async function time(tab, name, code) {
  const run = await world(tab, name);
  const before = await busy(tab);
  // Named so that it is compiled anew, as in a page that nothing was saved from.
  const length = await run(`/* ${name} */ (globalThis.code = ${code})().length`);
  const first = (await busy(tab)) - before;
  const again = await run(`(() => {
    let least = Infinity;
    for (let run = 0; run < ${AGAIN}; run += 1) {
      const start = performance.now();
      globalThis.code();
      least = Math.min(least, performance.now() - start);
    }
    return least;
  })()`);
  return { first, again, length };
}

/** Visits every node, and does nothing. */
function bareWalk() {
  let elements = 0;
  let texts = 0;
  /** @type {Node | null} */
  let node = document.documentElement;
  while (node) {
    if (node.nodeType === 1) elements += 1;
    else texts += 1;
    /** @type {Node | null} */
    let next = node.firstChild;
    while (node && !next) {
      next = node.nextSibling;
      if (!next) node = node.parentNode;
    }
    node = next;
  }
  return `${elements} ${texts}`;
}

function outerHtml() {
  return document.documentElement.outerHTML;
}
