// The receipt of a save, wherever it is shown.

import { readFile } from "node:fs/promises";
import { until } from "./until.js";

/**
 * @typedef {import("./satchel.js").Hand} Hand
 * @typedef {Pick<import("./scenario.js").Stage, "standin" | "workspace">} Stage
 */

/** A page with one of everything. */
export const EVERYTHING = {
  address: "https://news.example/everything",
  html: () => readFile(new URL("../../fixtures/constructs.html", import.meta.url), "utf8"),
};

/**
 * What the receipt says, once it stands like that.
 * @param {import("./page.js").Page} page
 * @param {string} standing
 * @param {number} [patience]
 * @returns {Promise<string>}
 */
export function receipt(page, standing, patience) {
  const shown = () =>
    page.evaluate((/** @type {string} */ wanted) => {
      const receipt = document.querySelector(`.receipt[data-standing="${wanted}"]`);
      return receipt instanceof HTMLElement ? receipt.innerText : undefined;
    }, standing);
  return until(`the receipt to be ${standing}`, shown, patience);
}

/**
 * Every block of the one page there is, whatever it is in.
 * @param {Stage} stage
 */
export async function blocks({ workspace }) {
  const [saved] = await workspace.exactly(1);
  const all = [];
  const waiting = [...(saved?.page.blocks ?? [])];
  for (let block = waiting.shift(); block; block = waiting.shift()) {
    all.push(block);
    waiting.push(...(block[block.type].children ?? []));
  }
  return all;
}

/** @param {Hand} page */
export function checkAgain(page) {
  return page.click('.receipt [data-action="check"]');
}

/** @param {Hand} page */
export function sendMissing(page) {
  return page.click('.receipt [data-action="send-missing"]');
}

/**
 * What a page says and shows from top to bottom, without ids: those of what was removed are new.
 * @param {Stage} stage
 */
export async function shown(stage) {
  return (await blocks(stage)).map((block) => {
    const { [block.type]: content } = block;
    const runs = content.rich_text ?? content.caption ?? [];
    const words = runs.map((/** @type {any} */ run) => run.plain_text).join("");
    return `${block.type} ${words} ${content.external?.url ?? content.url ?? ""}`;
  });
}

/**
 * Removes every block of these types that is in no other; gives how many there were.
 * @param {Stage} stage
 * @param {string[]} types
 */
export async function remove({ standin, workspace }, types) {
  const [saved] = await workspace.exactly(1);
  /** @type {{ id: string, type: string }[]} */
  const all = saved?.page.blocks ?? [];
  const removed = all.filter(({ type }) => types.includes(type));
  for (const { id } of removed) await standin.control("DELETE", `/blocks/${id}`);
  return removed.length;
}
