// A page whose text is brought up to date, and what the person did to it in Notion.

import assert from "node:assert/strict";
import { Elsewhere } from "./elsewhere.js";
import { receipt } from "./receipt.js";

/**
 * @typedef {import("./satchel.js").Hand} Hand
 * @typedef {Pick<import("./scenario.js").Stage, "standin" | "workspace">} Stage
 */

export const ADDRESS = "https://news.example/tides";

/** The paragraphs that the page has at first. */
export const FIRST = ["One", "Two", "Three", "Four", "Five"];

/** What follows each of the words: an article is more than a few of them. */
const MORE =
  "the tide turns twice a day, and nobody on the quay looks up while the boats swing round.";

/**
 * Publishes a page with a paragraph for each word.
 * @param {Stage} stage
 * @param {string[]} words
 */
export function publish({ standin }, words) {
  const paragraphs = words.map((word) => `<p>${word}: ${MORE} ${MORE}</p>`).join("\n");
  const html = `<!doctype html><html lang="en"><title>Tides</title><article><h1>Tides</h1>${paragraphs}</article></html>`;
  return standin.publish(ADDRESS, html);
}

/**
 * The page's blocks that are in no other: each with its id, and its text as far as tells it.
 * @param {Stage} stage
 * @returns {Promise<{ id: string, word: string }[]>}
 */
export async function blocks({ workspace }) {
  const [page] = await workspace.exactly(1);
  return page?.page.blocks.map((/** @type {any} */ block) => {
    const [run] = block[block.type].rich_text ?? [];
    return { id: block.id, word: (run?.plain_text ?? "").split(":")[0] };
  });
}

/** @param {Stage} stage */
export async function words(stage) {
  return (await blocks(stage)).map(({ word }) => word);
}

/**
 * @param {Stage} stage
 * @param {string} word
 */
async function idOf(stage, word) {
  const found = (await blocks(stage)).find((block) => block.word === word);
  return found?.id ?? assert.fail(`there is no block ${word}`);
}

/**
 * The page as the person finds it in Notion.
 * @param {Stage} stage
 */
export async function person(stage) {
  const { standin, workspace } = stage;
  const [page] = await workspace.exactly(1);
  const notion = new Elsewhere(standin, workspace.token);
  return {
    /** @param {string} line @param {string} [after] */
    write: async (line, after) =>
      notion.write(page?.page.id ?? "", line, after && (await idOf(stage, after))),
    /** @param {string} word @param {string} line */
    change: async (word, line) => notion.change(await idOf(stage, word), line),
  };
}

/**
 * Says in the popup that the page is to be updated that is there already.
 * @param {Hand} popup
 */
export async function chooseUpdate(popup) {
  await popup.find("#already label");
  await popup.click('#already input[value="update"]');
}

/**
 * Updates it, with its text.
 * @param {Hand} popup
 */
export async function updateIn(popup) {
  await chooseUpdate(popup);
  await popup.waitFor("the text to go along", () =>
    document.querySelector("#already-means")?.textContent?.includes("where that stands"),
  );
  await popup.click("#save");
  await popup.says("Updated in");
}

/**
 * Has the person write between what was saved and below it, and the page updated; then all is where it belongs.
 * @template {import("./page.js").Page} P
 * @param {Stage} stage with the page as it was at first
 * @param {(words: string[]) => Promise<P>} updated updates it to these paragraphs; gives the popup
 */
export async function updatedAround(stage, updated) {
  const one = await idOf(stage, "One");
  const { write } = await person(stage);
  await write("between", "Two");
  await write("below");
  const popup = await updated(["One", "New", "Three", "Five", "Six"]);
  const said = await receipt(popup, "whole");
  assert.match(said, /The page’s text is up to date: 2 blocks new, 2 blocks taken out\./u);
  assert.deepEqual(await words(stage), ["One", "New", "between", "Three", "Five", "Six", "below"]);
  assert.equal(await idOf(stage, "One"), one, "what is the same is the same block");
  return popup;
}
