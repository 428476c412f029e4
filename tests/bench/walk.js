// How long a page's content takes to read, beside the least there is to compare it with: a walk that
// only visits every node, and `outerHTML`. Started by `cargo xtask bench walk [FOLDER]`.
//
// The first time is what counts: a save reads a page once, and nothing is compiled or cached then. So
// each is timed in a world of its own, which nothing ran in before, and by the processor time that the
// page took: who else uses the machine does not show in that. It has in it what DevTools takes to ask,
// which is what doing nothing takes.

import { createServer } from "node:http";
import { once } from "node:events";
import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { readContent } from "../../extension/walk.js";
import { Chromium } from "../e2e/harness/chromium.js";
import { readerExtension } from "../e2e/harness/reader.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** How often each is run again, for the least time when all is compiled. */
const AGAIN = 10;

const { values, positionals } = parseArgs({
  options: { pages: { type: "string", default: "130" } },
  allowPositionals: true,
});
const [folder = ""] = positionals;
const names = (await readdir(folder, { recursive: true }))
  .filter((name) => /\.html(?:\.gz)?$/u.test(name) && !/expected/u.test(name))
  .sort()
  .slice(0, Number(values.pages));

const server = createServer(async (request, response) => {
  const file = decodeURIComponent((request.url ?? "").slice(1));
  if (!names.includes(file)) return response.writeHead(404).end();
  const bytes = await readFile(join(folder, file));
  // A page that is isolated gets an exact clock.
  response.writeHead(200, {
    "content-type": "text/html; charset=utf-8",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    // Its own scripts would only miss what is not here.
    "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
  });
  return response.end(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());

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
    await tab.go(`http://127.0.0.1:${port}/${encodeURIComponent(name)}`);
    // A person has seen the page before saving it: it is laid out, which only one of these needs.
    await tab.evaluate(() => document.documentElement.getBoundingClientRect().height);
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
  server.closeAllConnections();
  server.close();
}

console.log(
  `${names.length} pages; milliseconds: first (median, p90), again (median, p90); characters (median, p90)`,
);
for (const [name, { first, again, length }] of results) {
  const numbers = [first, again].flatMap((times) => [share(times, 0.5), share(times, 0.9)]);
  const times = numbers.map((number) => number.toFixed(2).padStart(8)).join("");
  const lengths = [share(length, 0.5), share(length, 0.9)].map((n) => `${n}`.padStart(10)).join("");
  console.log(name.padEnd(14) + times + lengths);
}

/**
 * Times a function in a new world of a page.
 * @param {Tab} tab
 * @param {string} world
 * @param {() => string} code
 * @returns {Promise<{ first: number, again: number, length: number }>}
 */
async function time(tab, world, code) {
  const { frameTree } = await tab.send("Page.getFrameTree");
  const { executionContextId } = await tab.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: world,
  });
  const run = async (/** @type {string} */ expression) => {
    const { result, exceptionDetails } = await tab.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };
  const before = await busy(tab);
  // Named so that it is compiled anew, as in a page that nothing was saved from.
  const length = await run(`/* ${world} */ (globalThis.code = ${code})().length`);
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

/**
 * How many milliseconds of processor time a page's tasks took so far.
 * @param {Tab} tab
 */
async function busy(tab) {
  const { metrics } = await tab.send("Performance.getMetrics");
  const found = metrics.find((/** @type {{ name: string }} */ { name }) => name === "TaskDuration");
  return found.value * 1_000;
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

/** @param {number[]} numbers @param {number} part */
function share(numbers, part) {
  const sorted = [...numbers].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
