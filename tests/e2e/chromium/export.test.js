// What a file of saves says of each: all of it, or that some is missing.

import assert from "node:assert/strict";
import { openHistory, withDownloads } from "../harness/history.js";
import { network } from "../harness/network.js";
import { wording } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/** More than the small copy of a save keeps. */
const QUOTE = "Green is starboard, red is port. ".repeat(60).trim();

/**
 * Saves a page with a long quote, and with what the person set by hand, while there is no network.
 * @param {import("../harness/scenario.js").Stage} stage
 */
async function saveQuote({ browser, options }) {
  await network(false, await browser.worker());
  await options.evaluate(async (/** @type {string} */ selection) => {
    const clip = {
      title: "The harbour",
      address: "https://news.example/harbour",
      description: "",
      selection,
      image: "",
      language: "",
      source: "selection",
      fields: [],
    };
    const file = { key: "k", name: "chart.pdf", media: "application/pdf", size: 1 };
    const entries = [
      { property: "n", name: "Notes", values: ["two\nlines"] },
      { property: "f", name: "Charts", values: ["attachment:k"], attachments: [file] },
      { property: "e", name: "Emptied", values: [] },
    ];
    const submission = { clip, tags: [], destination: "", notices: [], mode: "new", page: null };
    const value = { ...submission, entries };
    const { error } = await chrome.runtime.sendMessage({ kind: "save", value });
    if (error) throw new Error(error.message);
  }, QUOTE);
}

/**
 * What the history gives of all that waits, in both forms.
 * @param {import("../harness/chromium.js").Chromium} browser
 * @param {Tab} history
 */
async function exports(browser, history) {
  const found = { saves: /** @type {any[]} */ ([]), readable: "" };
  await withDownloads(browser, async (exported) => {
    await history.click(".export-all .export-buttons button:last-child");
    found.saves = JSON.parse(await exported(".json")).saves;
    await history.click(".export-all .export-buttons button");
    found.readable = await exported(".md");
  });
  return found;
}

scenario("an export names what was set by hand", async (stage) => {
  await saveQuote(stage);
  const { readable } = await exports(stage.browser, await openHistory(stage.browser));
  assert.match(readable, /^- Notes: two\n {2}lines\n- Charts: chart\.pdf$/mu);
  assert.doesNotMatch(readable, /Emptied/u);
});

scenario("D-10 an export says where the text is not whole, and there alone", async (stage) => {
  await saveQuote(stage);
  const { browser } = stage;
  const history = await openHistory(browser);
  const notWhole = await wording(history, "notice_text_lost");
  const whole = await exports(browser, history);
  assert.deepEqual(
    whole.saves.map(({ selection, cut }) => ({ selection, cut })),
    [{ selection: QUOTE, cut: false }],
  );
  assert.ok(!whole.readable.includes(notWhole), whole.readable);
  await history.evaluate(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException("the disk is on fire", "UnknownError");
    };
  });
  const { saves, readable } = await exports(browser, history);
  assert.equal(saves[0]?.cut, true);
  assert.ok(saves[0].selection.length < QUOTE.length);
  assert.ok(readable.includes(notWhole), readable);
});

scenario("an export does not give back the text from before a save was changed", async (stage) => {
  await saveQuote(stage);
  const { browser } = stage;
  const history = await openHistory(browser);
  const changed = "Changed since, and longer than is kept here…";
  // As the browser leaves it that lost what IndexedDB was told last.
  await history.evaluate((/** @type {string} */ selection) => {
    const { local } = chrome.storage;
    const usual = local.get.bind(local);
    const get = async (/** @type {any} */ wanted) => {
      const found = /** @type {Record<string, any>} */ (await usual(wanted));
      for (const [key, save] of Object.entries(found)) {
        if (!key.startsWith("save:")) continue;
        const later = { revision: save.revision + 9, editedAt: save.editedAt + 1_000, cut: true };
        found[key] = { ...save, ...later, clip: { ...save.clip, selection } };
      }
      return found;
    };
    Object.assign(local, { get });
  }, changed);
  const { saves } = await exports(browser, history);
  assert.deepEqual(
    saves.map(({ selection, cut }) => ({ selection, cut })),
    [{ selection: changed, cut: true }],
  );
});
