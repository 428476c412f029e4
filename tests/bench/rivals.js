// What a click on Satchel is measured beside, in the same browser: the floor, which is the least that an
// extension can do about one, and the floor with others' ways from a page to Notion's blocks.

import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { ROOT, TARGET } from "../e2e/harness/paths.js";
import { others } from "./pipelines.js";

/** @typedef {import("../e2e/harness/chromium.js").Chromium} Chromium */

/** @typedef {{ name: string, id: string }} Contender an extension, by its id */

const FLOOR = join(ROOT, "tests/bench/floor");

/** How the floor reads a page, and where in its worker that is written. */
const CALL = "func: readPage";
const CODE = "function readPage";

/** Where those are made that are more than the floor. */
const MADE = join(TARGET, "bench/rivals");

/**
 * Loads them beside the extension that the browser was started with.
 * @param {Chromium} browser
 * @param {boolean} articles whether with those that read articles
 * @returns {Promise<Contender[]>} Satchel first, then the floor
 */
export async function rivals(browser, articles) {
  const contenders = [{ name: "Satchel", id: browser.id }];
  const add = async (/** @type {string} */ name, /** @type {string} */ from) => {
    const id = await browser.load(from);
    // Satchel has a page open as well: a process that has one lives on when its worker is stopped.
    await browser.open(`chrome-extension://${id}/manifest.json`);
    contenders.push({ name, id });
  };
  await add("the floor", FLOOR);
  const worker = await readFile(join(FLOOR, "worker.js"), "utf8");
  if (!worker.includes(CALL) || !worker.includes(CODE)) throw new Error("the floor has changed");
  const readPage = worker.slice(worker.indexOf(CODE));
  for (const { name, script } of articles ? others() : []) {
    const own = join(MADE, name);
    await cp(FLOOR, own, { recursive: true });
    // As a file, which the worker has not to be started with, nor to hand over at each click.
    await writeFile(join(own, "worker.js"), worker.replace(CALL, 'files: ["article.js"]'));
    // No more than one request takes.
    const children = `JSON.parse((${script})()).slice(0, 100)`;
    await writeFile(
      join(own, "article.js"),
      `${readPage}\n({ ...readPage(), children: ${children} });\n`,
    );
    await add(name, own);
  }
  return contenders;
}
