// A page that is updated: the text that Satchel put into it is brought up to date where it stands, and what
// the person wrote or changed is left alone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { Elsewhere } from "../harness/elsewhere.js";
import { openHistory } from "../harness/history.js";
import { TARGET } from "../harness/paths.js";
import { receipt } from "../harness/receipt.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @import { Stage } from "../harness/scenario.js" */
/** @import { Tab } from "../harness/tab.js" */

const ADDRESS = "https://news.example/tides";

/** How long it may take until the worker is back, and what may have been carried out is known. */
const RECONCILED = 300_000;

/** What is asked for once more within this time is the same. */
const SAME_INTENT = 11_000;

/** When the next update is one of its own. */
let soonest = 0;

/** What follows each of the words: an article is more than a few of them. */
const MORE =
  "the tide turns twice a day, and nobody on the quay looks up while the boats swing round.";

/**
 * Publishes a page with a paragraph for each word.
 * @param {Stage} stage
 * @param {string[]} words
 */
function publish({ standin }, words) {
  const paragraphs = words.map((word) => `<p>${word}: ${MORE} ${MORE}</p>`).join("\n");
  const html = `<!doctype html><html lang="en"><title>Tides</title><article><h1>Tides</h1>${paragraphs}</article></html>`;
  return standin.publish(ADDRESS, html);
}

/**
 * The popup on the page, once the text is read.
 * @param {Stage} stage
 */
async function open({ browser, display }) {
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  return popup;
}

/**
 * Saves the page with these paragraphs for the first time.
 * @param {Stage} stage
 * @param {string[]} words
 */
async function saved(stage, words) {
  await publish(stage, words);
  const popup = await open(stage);
  await stage.display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  await receipt(popup, "whole");
  await popup.close();
}

/**
 * Opens the popup on the page with these paragraphs, to update it.
 * @param {Stage} stage
 * @param {string[]} words
 */
async function choose(stage, words) {
  await publish(stage, words);
  const popup = await open(stage);
  await popup.find("#already label");
  await popup.click('#already input[value="update"]');
  return popup;
}

/**
 * Updates it; gives the popup.
 * @param {Stage} stage
 * @param {string[]} words
 */
async function update(stage, words) {
  // What is asked for twice within ten seconds is one save.
  await until("the last save to be some time ago", () => Date.now() > soonest, 15_000);
  const popup = await choose(stage, words);
  await popup.waitFor("the text to go along", () =>
    document.querySelector("#already-means")?.textContent?.includes("where that stands"),
  );
  await popup.click("#save");
  await popup.says("Updated in");
  soonest = Date.now() + SAME_INTENT;
  return popup;
}

/**
 * The page's blocks that are in no other: each with its id, and its text as far as tells it.
 * @param {Stage} stage
 * @returns {Promise<{ id: string, word: string }[]>}
 */
async function blocks({ workspace }) {
  const [page] = await workspace.exactly(1);
  return page?.page.blocks.map((/** @type {any} */ block) => {
    const [run] = block[block.type].rich_text ?? [];
    return { id: block.id, word: (run?.plain_text ?? "").split(":")[0] };
  });
}

/** @param {Stage} stage */
async function words(stage) {
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
async function person(stage) {
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
 * How many requests there were to that path.
 * @param {Stage} stage
 * @param {RegExp} path
 */
async function requests({ workspace }, path) {
  const sent = await workspace.requests();
  return sent.filter((request) => request.method === "PATCH" && path.test(request.path)).length;
}

const INSERTS = /^\/v1\/blocks\/[^/]+\/children$/u;
const TRASHES = /^\/v1\/blocks\/[^/]+$/u;

scenario(
  "updated, the text is new where it stood, and what the person wrote is where it was",
  async (stage) => {
    await saved(stage, ["One", "Two", "Three", "Four", "Five"]);
    const one = await idOf(stage, "One");
    const { write } = await person(stage);
    await write("between", "Two");
    await write("below");
    const popup = await update(stage, ["One", "New", "Three", "Five", "Six"]);
    const said = await receipt(popup, "whole");
    assert.match(said, /The page’s text is up to date: 2 blocks new, 2 blocks taken out\./u);
    assert.deepEqual(await words(stage), [
      "One",
      "New",
      "between",
      "Three",
      "Five",
      "Six",
      "below",
    ]);
    assert.equal(await idOf(stage, "One"), one, "what is the same is the same block");
    await popup.screenshot(join(TARGET, "screenshots", "resave-done.png"));
    await popup.close();
    // And once more.
    const again = await update(stage, ["One", "New", "Last"]);
    await receipt(again, "whole");
    const left = await words(stage);
    assert.deepEqual(
      left.filter((word) => !["between", "below"].includes(word)),
      ["One", "New", "Last"],
    );
    assert.deepEqual(left.at(-1), "below");
  },
  { articles: true },
);

scenario(
  "what the person changed is left and named, and what they wrote above stays above",
  async (stage) => {
    await saved(stage, ["One", "Two", "Three"]);
    const { write, change } = await person(stage);
    await change("Two", "My own words");
    await write("after mine", "My own words");
    const popup = await update(stage, ["One", "Other", "Three"]);
    const said = await receipt(popup, "whole");
    assert.match(said, /Left as you changed it[\s\S]*My own words/u);
    const all = await words(stage);
    assert.deepEqual(
      all.filter((word) => word !== "Other"),
      ["One", "My own words", "after mine", "Three"],
    );
    assert.equal(all.indexOf("Other"), 2);
  },
  { articles: true },
);

scenario(
  "where nothing is known of the page's text, it goes below under a heading with the date, and that is said",
  async (stage) => {
    const { standin, workspace } = stage;
    const elsewhere = new Elsewhere(standin, workspace.token);
    const { source } = workspace.database("Reading list");
    const { id } = await elsewhere.save(source, { title: "Tides, elsewhere", address: ADDRESS });
    await elsewhere.write(id, "mine");
    const popup = await choose(stage, ["One", "Two"]);
    const means = () =>
      popup.evaluate(() => document.querySelector("#already-means")?.textContent ?? "");
    await until("it to be said", async () => /none is replaced/u.test(await means()));
    const isKept = await popup.evaluate(
      () => /** @type {HTMLInputElement} */ (document.querySelector("#keep-article")).checked,
    );
    assert.equal(isKept, false, "it goes there only where the person says so");
    await popup.screenshot(join(TARGET, "screenshots", "resave-unknown.png"));
    await popup.click("#keep-article");
    await until("it to be said", async () => /nothing is taken out/u.test(await means()));
    await popup.click("#save");
    await popup.says("Updated in");
    soonest = Date.now() + SAME_INTENT;
    const said = await receipt(popup, "whole");
    assert.match(said, /at the end of the page, under a heading with the date/u);
    const [first, heading, ...text] = await words(stage);
    assert.equal(first, "mine");
    assert.match(heading ?? "", /^Saved again on .*\d{4}/u);
    assert.deepEqual(text, ["One", "Two"]);
    await popup.close();
    // From then on it is known.
    const again = await update(stage, ["One", "Three"]);
    await receipt(again, "whole");
    assert.deepEqual((await words(stage)).slice(2), ["One", "Three"]);
  },
  { articles: true },
);

scenario(
  "a page that did not change is left alone, and that is said",
  async (stage) => {
    await saved(stage, ["One", "Two"]);
    const before = await blocks(stage);
    const popup = await update(stage, ["One", "Two"]);
    const said = await receipt(popup, "whole");
    assert.match(said, /was up to date already/u);
    assert.deepEqual(await blocks(stage), before);
    assert.equal((await requests(stage, INSERTS)) + (await requests(stage, TRASHES)), 0);
  },
  { articles: true },
);

/**
 * Kills the worker while an update is under way, at the request that is held up so; then all ends well.
 * @param {Stage} stage
 * @param {RegExp} path
 * @param {{ delayMs?: number, answerDelayMs?: number }} fault
 */
async function killedAt(stage, path, fault) {
  const { standin, browser } = stage;
  await saved(stage, ["One", "Two", "Three", "Four"]);
  await (await person(stage)).write("mine", "Three");
  const before = await requests(stage, path);
  const pattern = path.source.replaceAll("\\/", "/");
  await standin.control("POST", "/faults", { method: "PATCH", path: pattern, times: 1, ...fault });
  await update(stage, ["One", "New", "Three"]);
  await until("it to be asked for", async () => (await requests(stage, path)) > before);
  await browser.stopWorker();
  const meanwhile = await words(stage);
  assert.ok(
    meanwhile.includes("Two") || meanwhile.includes("New"),
    "there is one text or the other",
  );
  const history = await openHistory(browser);
  await receipt(history, "whole", RECONCILED);
  await until(
    "the update to be done",
    async () => !(await words(stage)).includes("Four"),
    RECONCILED,
  );
  assert.deepEqual(await words(stage), ["One", "New", "Three", "mine"]);
}

scenario(
  "a worker killed before Notion did anything brings the text up to date later, once",
  (stage) => killedAt(stage, INSERTS, { delayMs: 10_000 }),
  { articles: true },
);

scenario(
  "a worker killed when only the answer was lost puts nothing into the page twice",
  (stage) => killedAt(stage, INSERTS, { answerDelayMs: 5_000 }),
  { articles: true },
);

scenario(
  "a worker killed between the new text and the old one takes the old one out later",
  (stage) => killedAt(stage, TRASHES, { delayMs: 10_000 }),
  { articles: true },
);
