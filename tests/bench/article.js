// How long it takes from a loaded page to Notion's blocks, beside Readability.js and Defuddle, each with
// Turndown and martian. Started by `cargo xtask bench article [FOLDER]`.
//
// All run in the page, in a world of its own, so that all have the same to work on; the way of the result
// to the extension, which is the same for all, is not measured. The times are the processor's that the
// page's main thread took: who else uses the machine does not show in that. It has in it what DevTools
// takes to ask, which is what doing nothing takes.

import { rm } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Chromium } from "../e2e/harness/chromium.js";
import { readerExtension } from "../e2e/harness/reader.js";
import { page, pageNames, see, serve, world } from "./pages.js";
import { pipelines, wasm } from "./pipelines.js";
import { keep } from "./rows.js";
import { share } from "./share.js";
import { prepare, time } from "./timing.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** How often each is run on a page after its first time. */
const AGAIN = 5;

/** How often that is done for how our own time grows. */
const ROUNDS = 10;

/** The page that comes first in a process: the one that is nearest to this many bytes. */
const MIDDLING = 100_000;

/** Pages of our own, for how the time grows. */
const GROWTH = [10_000, 50_000, 500_000, 5_000_000, 10_000_000];

/** Between these two it is said how much. */
const [SMALL, LARGE] = [50_000, 5_000_000];

const { values, positionals } = parseArgs({
  options: {
    pages: { type: "string", default: "1000" },
    runs: { type: "string", default: "15" },
  },
  allowPositionals: true,
});
const [folder = ""] = positionals;
const names = (await pageNames(folder)).slice(0, Number(values.pages));
const ways = await pipelines();
const bytes = await wasm();
const server = await serve(async (name) => {
  const size = /^grown-(\d+)$/u.exec(name);
  if (size) return grown(Number(size[1]));
  return names.includes(name) ? page(folder, name) : undefined;
});
const extension = await readerExtension();
const browser = await Chromium.start({
  extension,
  headless: true,
  hosts: `MAP *.example 127.0.0.1:${server.port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`,
});
try {
  const tab = await browser.open("about:blank");
  await tab.send("Performance.enable", { timeDomain: "threadTicks" });
  await overPages(tab);
  await firstInProcess(tab, Number(values.runs));
  await growth(tab);
} finally {
  await browser.stop();
  await rm(extension, { recursive: true, force: true });
  server.stop();
}

/**
 * @typedef {object} Result of one way on all pages, no number where it found nothing
 * @property {string} name
 * @property {number[]} first
 * @property {number[]} again the means
 * @property {number[]} least by the page's clock
 * @property {string[]} empty
 * @property {string[]} failed
 * @property {string[]} cut
 */

/**
 * All pages: the first time in each, and the mean of some more.
 * @param {Tab} tab
 */
async function overPages(tab) {
  /** @type {Result[]} */
  const results = ways.map(({ name }) => {
    return { name, first: [], again: [], least: [], empty: [], failed: [], cut: [] };
  });
  /** Of each page that we find something on, in how many requests it goes out. @type {number[]} */
  const requests = [];
  for (const [index, name] of names.entries()) {
    const run = await open(tab, `http://127.0.0.1:${server.port}/${encodeURIComponent(name)}`);
    for (const way of ways.keys()) {
      // Each is first on a part of the pages.
      const at = (way + index) % ways.length;
      const result = results[at];
      if (!result) continue;
      const { first, again, least, blocks, failure, isCut } = await time(tab, run, at, AGAIN);
      if (failure) result.failed.push(`${name}: ${failure}`);
      else if (blocks === 0) result.empty.push(name);
      else if (at === 0) requests.push(await run("requests"));
      if (isCut) result.cut.push(name);
      result.first.push(first);
      result.again.push(...again);
      result.least.push(least);
    }
  }
  const [ours, ...others] = results;
  if (!ours) return;
  console.log(`${names.length} pages, milliseconds from the loaded page to blocks`);
  console.log(row("", ["again", "p90", "first", "p90", "empty", "failed"]));
  for (const { name, first, again, empty, failed } of results) {
    const times = [again, first].flatMap((all) => [share(all, 0.5), share(all, 0.9)]);
    const counts = [empty.length, failed.length].map(String);
    console.log(row(name, [...times.map((time) => time.toFixed(2)), ...counts]));
    keep(`${name}: a page, again`, "ms", again);
    keep(`${name}: a page, first`, "ms", first);
  }
  for (const { name, first, again, least, failed } of others) {
    const ratios = [0.5, 0.9].map((part) => share(again, part) / share(ours.again, part));
    ratios.push(...[0.5, 0.9].map((part) => share(first, part) / share(ours.first, part)));
    const columns = ratios.map((ratio) => `${ratio.toFixed(1)}x`);
    const ofOurs = (/** @type {number[]} */ all, /** @type {number[]} */ own) =>
      own.map((time, at) => time / (all[at] ?? Number.NaN));
    keep(`Satchel: a page, again, beside ${name}`, `times ${name}`, ofOurs(again, ours.again));
    keep(`Satchel: a page, first, beside ${name}`, `times ${name}`, ofOurs(first, ours.first));
    console.log(row(`${name} / ours`, columns));
    // The least of each: what else the machine did makes none of them less.
    const compared = ofOurs(least, ours.least);
    const slower = names.filter((_, at) => (compared[at] ?? 0) >= 1);
    keep(`Satchel: no faster than ${name}`, "pages", [slower.length]);
    const of = compared.filter(Number.isFinite).length;
    console.log(
      `  no faster than ${name} on ${slower.length} of ${of} pages that both find something on${list(slower)}`,
    );
    console.log(`  ${name} failed on ${failed.length} pages${list(failed)}`);
  }
  console.log(`  ours is empty on ${ours.empty.length} pages${list(ours.empty)}`);
  console.log(`  ours failed on ${ours.failed.length} pages${list(ours.failed)}`);
  console.log(`  ours did not read all of ${ours.cut.length} pages${list(ours.cut)}`);
  const single = requests.filter((count) => count <= 1).length / requests.length;
  console.log(`  ours goes out in one request on ${(100 * single).toFixed(0)} % of them`);
  keep("Satchel: pages of more than one request", "of all", [1 - single], true);
}

/**
 * The first time in a new process: nothing is compiled, and the module or the script is new, too.
 * @param {Tab} tab
 * @param {number} runs
 */
async function firstInProcess(tab, runs) {
  const sizes = await Promise.all(names.map(async (name) => (await page(folder, name)).length));
  const distance = sizes.map((size) => Math.abs(size - MIDDLING));
  const nearest = distance.indexOf(Math.min(...distance));
  const name = names[nearest] ?? "";
  /** @type {number[][]} */
  const times = ways.map(() => []);
  for (let number = 0; number < runs * ways.length; number += 1) {
    // Another site has another process.
    const host = `site-${number}.example`;
    const run = await open(tab, `http://${host}/${encodeURIComponent(name)}`);
    const at = number % ways.length;
    times[at]?.push((await time(tab, run, at, 0)).whole);
  }
  const size = Math.round((sizes[nearest] ?? 0) / 1_000);
  console.log(
    `\nThe first time in a process, start included: ${name}, ${size} KB, ${runs} times each`,
  );
  console.log(row("", ["median", "p90", "of ours"]));
  for (const [at, { name }] of ways.entries()) {
    const [all, ours] = [times[at] ?? [], times[0] ?? []];
    const ratio = `${(share(all, 0.5) / share(ours, 0.5)).toFixed(1)}x`;
    console.log(row(name, [share(all, 0.5).toFixed(1), share(all, 0.9).toFixed(1), ratio]));
    keep(`${name}: the first time in a process`, "ms", all);
    if (at === 0) continue;
    // By round: who else used the machine then, used it for both.
    const ratios = ours.map((time, at) => time / (all[at] ?? Number.NaN));
    keep(`Satchel: the first time in a process, beside ${name}`, `times ${name}`, ratios);
  }
}

/**
 * How the time grows with the page.
 * @param {Tab} tab
 */
async function growth(tab) {
  /** Of each way, microseconds for a KB of each page, in each round. @type {Map<number, number[]>[]} */
  const perKilobyte = ways.map(() => new Map());
  console.log("\nGrowth: microseconds for each KB of a page of our own");
  for (const size of GROWTH) {
    for (const [at, { name }] of ways.entries()) {
      // The others take long for a large one.
      if (at > 0 && size > LARGE) continue;
      const run = await open(tab, `http://127.0.0.1:${server.port}/grown-${size}`);
      const isQuick = at === 0 || size < LARGE;
      const rounds = at === 0 && (size === SMALL || size === LARGE) ? ROUNDS : 1;
      const found = await time(tab, run, at, isQuick ? AGAIN : 0, rounds);
      if (found.isCut) {
        console.log(`  ${size / 1e6} MB: not all of it was read, so nothing is said of it`);
        continue;
      }
      const times = isQuick ? found.again : [found.first];
      const each = times.map((time) => (time * 1e6) / size);
      perKilobyte[at]?.set(size, each);
      if (at > 0 || size < LARGE) continue;
      const { memory, characters } = await run("({ memory, characters })");
      const much = `${(memory / 1e6).toFixed(1)} MB of wasm memory for ${characters} characters`;
      console.log(`  ${size / 1e6} MB: all of it was read, ${much}`);
      if (size === LARGE) keep(`${name}: memory`, "times the text", [memory / characters]);
    }
  }
  const growth = `${LARGE / SMALL} times`;
  console.log(row("", [...GROWTH.map((size) => `${size / 1_000} KB`), growth]));
  for (const [at, { name }] of ways.entries()) {
    const found = perKilobyte[at];
    const small = found?.get(SMALL) ?? [];
    const times = (found?.get(LARGE) ?? []).map((time, at) => time / (small[at] ?? Number.NaN));
    const columns = GROWTH.map((size) => {
      const each = found?.get(size);
      return each ? share(each, 0.5).toFixed(1) : "";
    });
    console.log(row(name, [...columns, `${share(times, 0.5).toFixed(2)}x`]));
    keep(`${name}: a KB of a page 100 times as large`, "times one of the small", times);
  }
}

/**
 * Opens a page, with all that is measured there as texts.
 * @param {Tab} tab
 * @param {string} address
 */
async function open(tab, address) {
  await see(tab, address);
  const run = await world(tab, "bench");
  await run(bytes);
  await run(`(${prepare})(${JSON.stringify(ways.map(({ script }) => script))})`);
  return run;
}

/**
 * A page of about so many bytes, of which about half is nothing to read, as of real ones.
 * @param {number} size
 */
function grown(size) {
  const words =
    "Paper is made of fibres, which are laid on a sieve, and pressed; then it is dried. ";
  const nothing = `<script type="application/json">${'{"of":"nobody"}'.repeat(120)}</script>`;
  /** @type {string[]} */
  const parts = [];
  for (let length = 0, number = 1; length < size; number += 1) {
    const paragraph = `<p>${number}: ${words}<a href="/page-${number}">Another page</a> ${words}<em>${words}</em></p>`;
    const part = `<section><h2>Part ${number}</h2>${paragraph.repeat(3)}${nothing}</section>`;
    parts.push(part);
    length += part.length;
  }
  return `<!doctype html><title>Of paper</title><nav><a href="/">Home</a></nav><main><article><h1>Of paper</h1>${parts.join("\n")}</article></main>`;
}

/** @param {string} name @param {string[]} columns */
function row(name, columns) {
  return `  ${name.padEnd(20)}${columns.map((column) => column.padStart(9)).join("")}`;
}

/** @param {string[]} all */
function list(all) {
  return all.length === 0 ? "" : `:\n    ${all.join("\n    ")}`;
}
