// The history, used as a person uses it.

import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { until } from "./until.js";

/**
 * @typedef {import("./chromium.js").Chromium} Chromium
 * @typedef {import("./tab.js").Tab} Tab
 * @typedef {import("./satchel.js").Page} Page
 *
 * @typedef {object} Row what a person sees of one save
 * @property {string} title
 * @property {string} state
 * @property {string} text
 * @property {string[]} actions by name
 */

/**
 * Opens the history in a tab of its own.
 * @param {Chromium} browser
 */
export async function openHistory(browser) {
  const history = await browser.open(browser.address("history/history.html"));
  await history.waitFor("the saves to be counted", () =>
    document.querySelector(".count:not(:empty)"),
  );
  return history;
}

/**
 * The rows as they are shown now.
 * @param {Page} page
 * @returns {Promise<Row[]>}
 */
export function rows(page) {
  return page.evaluate(() =>
    [...document.querySelectorAll(".save")].map((row) => ({
      title: row.querySelector(".save-title")?.textContent ?? "",
      state: /** @type {HTMLElement} */ (row).dataset.state ?? "",
      text: /** @type {HTMLElement} */ (row).innerText,
      actions: [...row.querySelectorAll(".save-actions > [data-action]")].map(
        (action) => /** @type {HTMLElement} */ (action).dataset.action ?? "",
      ),
    })),
  );
}

/**
 * Waits until the only row, or the one given, stands like this.
 * @param {Page} page
 * @param {string} state
 * @param {number} [index]
 */
export async function rowIs(page, state, index = 0) {
  await page.waitFor(
    `the save to be ${state}`,
    (/** @type {string} */ wanted, /** @type {number} */ at) => {
      const row = document.querySelectorAll(".save")[at];
      return row instanceof HTMLElement && row.dataset.state === wanted;
    },
    state,
    index,
  );
}

/**
 * Waits until so many rows are shown.
 * @param {Page} page
 * @param {number} count
 */
export async function rowsAre(page, count) {
  await page.waitFor(
    `${count} saves to be shown`,
    (/** @type {number} */ wanted) => document.querySelectorAll(".save").length === wanted,
    count,
  );
}

/**
 * How many saves the filters say there are.
 * @param {Page} page
 * @returns {Promise<Record<"all" | "waiting" | "attention" | "saved", number>>}
 */
export async function counts(page) {
  const [all, waiting, attention, saved] = await page.evaluate(() =>
    [...document.querySelectorAll(".count")].map(({ textContent }) =>
      Number(textContent?.replaceAll(",", "")),
    ),
  );
  return { all: all ?? 0, waiting: waiting ?? 0, attention: attention ?? 0, saved: saved ?? 0 };
}

/**
 * Saves pages one after the other as the popup would, without opening it for each.
 * @param {Page} page one of the extension's own pages
 * @param {string} destination
 * @param {{ title: string, address: string }[]} pages
 */
export async function saveAll(page, destination, pages) {
  await page.evaluate(
    async (
      /** @type {string} */ destination,
      /** @type {{ title: string, address: string }[]} */ pages,
    ) => {
      for (const { title, address } of pages) {
        const clip = {
          title,
          address,
          description: "",
          selection: "",
          image: "",
          language: "",
          source: "page",
          fields: [],
        };
        const value = {
          clip,
          tags: [],
          destination,
          notices: [],
          entries: [],
          mode: "new",
          page: null,
        };
        const { error } = await chrome.runtime.sendMessage({ kind: "save", value });
        if (error) throw new Error(error.message);
      }
    },
    destination,
    pages,
  );
}

/**
 * Gives what the browser downloads a folder for as long as something needs it.
 * @param {{ keepDownloads(folder: string): Promise<void> }} browser
 * @param {(exported: (ending: string) => Promise<string>, folder: string) => Promise<void>} work is given the way to
 *   the content of the one file with an ending, and where it is
 */
export async function withDownloads(browser, work) {
  const folder = await mkdtemp(join(tmpdir(), "satchel-downloads-"));
  try {
    await browser.keepDownloads(folder);
    await work(async (ending) => {
      const name = await until(`a ${ending} file`, async () =>
        (await readdir(folder)).find((name) => name.endsWith(ending)),
      );
      return until("its content", () => readFile(join(folder, name), "utf8"));
    }, folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @param {number} count */
export function manyPages(count) {
  return Array.from({ length: count }, (_, index) => ({
    title: `Page ${index + 1}`,
    address: `https://news.example/page-${index + 1}`,
  }));
}
