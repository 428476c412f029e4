// A page that is updated: the text that Satchel put into it is brought up to date where it stands, and what
// the person wrote or changed is left alone.

import assert from "node:assert/strict";
import { join } from "node:path";
import { Elsewhere } from "../harness/elsewhere.js";
import { openHistory } from "../harness/history.js";
import { TARGET } from "../harness/paths.js";
import { receipt } from "../harness/receipt.js";
import {
  ADDRESS,
  blocks,
  chooseUpdate,
  FIRST,
  person,
  publish,
  updatedAround,
  updateIn,
  words,
} from "../harness/resave.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @import { Stage } from "../harness/scenario.js" */
/** @import { Tab } from "../harness/tab.js" */

/** How long it may take until the worker is back, and what may have been carried out is known. */
const RECONCILED = 300_000;

/** What is asked for once more within this time is the same. */
const SAME_INTENT = 11_000;

/** When the next update is one of its own. */
let soonest = 0;

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
  await chooseUpdate(popup);
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
  await publish(stage, words);
  const popup = await open(stage);
  await updateIn(popup);
  soonest = Date.now() + SAME_INTENT;
  return popup;
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
    await saved(stage, FIRST);
    const popup = await updatedAround(stage, (words) => update(stage, words));
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
