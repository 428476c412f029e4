// Five hundred hostile texts through everything that others name: none is executed, none breaks a page.

import assert from "node:assert/strict";
import { asLine, asShown, harm } from "../harness/harm.js";
import { openHistory, rowsAre, saveAll } from "../harness/history.js";
import { HOSTILE } from "../harness/hostile.js";
import { named, OPTIONS_TOKEN, tagsOf, workspaceNamed } from "../harness/hostile-options.js";
import { network } from "../harness/network.js";
import { chooseDestination, connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/** How many go into one page: opening one and its popup takes seconds. */
const AT_ONCE = 100;

/** How many go into one save of the history: each takes the worker a while. */
const TOGETHER = 5;

const HTML = '<!doctype html><meta charset="utf-8"><title>Odd</title><p>Words.';

scenario(
  "500 hostile texts, five to a save, are text in the history, and none is taken for an address",
  async ({ browser, options }) => {
    await network(false, await browser.worker());
    const pages = bundles(TOGETHER).map((texts, at) => {
      const parts = texts.map((text) => text.replaceAll(/\p{Surrogate}/gu, "").slice(0, 200));
      const part = encodeURIComponent(parts.join(" "));
      const title = texts.join(" ");
      return { title, address: `https://odd${at}.example/${part}?q=${part}#${part}` };
    });
    await saveAll(options, "", pages);
    const others = HOSTILE.filter((text) => !/^https?:\/\//u.test(text));
    assert.deepEqual(await refused(options, others), others);
    const history = await openHistory(browser);
    await showAll(history, pages.length);
    assert.deepEqual(await harm(history), []);
    const titles = await history.evaluate(() =>
      [...document.querySelectorAll(".save-title")].map(({ textContent }) => textContent),
    );
    assert.deepEqual(
      titles.reverse(),
      pages.map(({ title }) => asShown(asLine(title))),
    );
  },
  { headless: true },
);

scenario(
  "500 hostile texts, a hundred to a page, are text in its title, its description and what is selected in it",
  async ({ standin, workspace, browser }) => {
    for (const [at, texts] of bundles(AT_ONCE).entries()) {
      const address = `https://odd.example/${at}`;
      await standin.publish(address, HTML);
      const tab = await browser.open(address);
      const page = await tab.evaluate(write, texts);
      await browser.trigger(tab);
      const popup = await browser.popup();
      await popup.waitFor("the selection", () => document.querySelector("#extra-text:not(:empty)"));
      const shown = await filledForm(popup);
      const quote = await popup.evaluate(
        () => document.querySelector("#extra-text")?.textContent ?? "",
      );
      assert.equal(shown.title, asShown(asLine(page.title)));
      assert.equal(asLine(shown.description), asShown(asLine(page.description)));
      assert.equal(asLine(quote), asShown(asLine(page.selection)));
      assert.deepEqual(await harm(popup), []);
      await popup.press("Enter");
      assert.equal((await outcome(popup)).tone, "good");
      assert.deepEqual(await harm(popup), []);
      await popup.close();
      await tab.close();
    }
    const saved = await workspace.exactly(HOSTILE.length / AT_ONCE);
    assert.ok(saved.every(({ values }) => values.title.length <= 2_000));
  },
  { headless: true },
);

scenario(
  "500 hostile texts are text as tags that are pasted, beside options and databases called so",
  async ({ standin, browser, options }) => {
    const names = named(HOSTILE);
    await standin.control("POST", "/seed", workspaceNamed(names));
    await connect(options, OPTIONS_TOKEN);
    await chooseDestination(options, "Hostile");
    const titles = await options.evaluate(() =>
      [...document.querySelectorAll("#destinations .destination-title")].map(
        ({ textContent }) => textContent,
      ),
    );
    assert.ok(titles.some((title) => title?.startsWith("<script>")));
    assert.deepEqual(await harm(options), []);
    await standin.publish("https://odd.example/tags", HTML);
    const tab = await browser.open("https://odd.example/tags");
    await browser.trigger(tab);
    const popup = await browser.popup();
    await filledForm(popup);
    await popup.fill("#tags", "<");
    await popup.find("#tag-list [role=option]");
    assert.deepEqual(await harm(popup), []);
    await popup.fill("#tags", "");
    const chips = await popup.evaluate(paste, HOSTILE);
    assert.deepEqual(chips, tagsOf(HOSTILE, names));
    assert.deepEqual(await harm(popup), []);
    await popup.press("Enter");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "good", text.slice(0, 500));
    assert.deepEqual(await harm(popup), []);
  },
  { headless: true, connected: false },
);

/**
 * All of them, so many together.
 * @param {number} size
 */
function bundles(size) {
  return Array.from({ length: HOSTILE.length / size }, (_, at) =>
    HOSTILE.slice(at * size, (at + 1) * size),
  );
}

/**
 * Asks for a save of each text as if it were an address, and returns those that were turned away.
 * @param {Tab} page one of the extension's own
 * @param {string[]} texts
 */
function refused(page, texts) {
  return page.evaluate(async (/** @type {string[]} */ addresses) => {
    const refused = [];
    for (const address of addresses) {
      const empty = { description: "", selection: "", image: "", language: "", fields: [] };
      const clip = { ...empty, title: "Address", address, source: "page" };
      const value = { clip, tags: [], destination: "", notices: [], entries: [], mode: "new" };
      const message = { kind: "save", value: { ...value, page: null } };
      const { error } = await chrome.runtime.sendMessage(message);
      if (error) refused.push(address);
    }
    return refused;
  }, texts);
}

/**
 * Opens the history's list to its end.
 * @param {Tab} history
 * @param {number} count
 */
async function showAll(history, count) {
  await history.waitFor(
    "all saves to be shown",
    (/** @type {number} */ wanted) => {
      const more = /** @type {HTMLButtonElement} */ (document.querySelector("#more"));
      if (!more.hidden && !more.hasAttribute("aria-busy")) more.click();
      return document.querySelectorAll(".save").length >= wanted;
    },
    count,
  );
  await rowsAre(history, count);
}

/**
 * Puts texts into a page: its title, its description and all that is selected. Runs there.
 * @param {string[]} texts
 */
function write(texts) {
  // Shorter than what the browser keeps of a title, and Satchel of a description.
  document.title = texts.map((text) => text.slice(0, 70)).join(" ");
  const meta = document.createElement("meta");
  meta.name = "description";
  meta.content = texts.map((text) => text.slice(0, 150)).join(" ");
  document.head.append(meta);
  const words = document.createElement("pre");
  words.textContent = texts.join("\n\n");
  document.body.append(words);
  getSelection()?.selectAllChildren(words);
  const selection = getSelection()?.toString() ?? "";
  return { title: document.title, description: meta.content, selection };
}

/**
 * Pastes texts as tags, one after the other, and returns the chips. Runs in the popup.
 * @param {string[]} texts
 */
function paste(texts) {
  const field = /** @type {HTMLInputElement} */ (document.querySelector("#tags"));
  for (const text of texts) {
    const clipboardData = new DataTransfer();
    // Of two lines, so that it is taken at once.
    clipboardData.setData("text/plain", `${text}\n-`);
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, cancelable: true }));
  }
  return [...document.querySelectorAll("#chips .chip-name")].map(({ textContent }) => textContent);
}
