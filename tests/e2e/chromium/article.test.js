// Saving a page with its article: what the page shows becomes blocks of the page in Notion.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import binaryen from "binaryen";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @import { Stage } from "../harness/scenario.js" */

const ADDRESS = "https://news.example/tides";

/** As long as a page is on which nothing else stands. */
const SENTENCE =
  "The tide turns twice a day, and whoever sails here learns to wait for it, as everybody before did.";

/** @param {string} content */
function pageOf(content) {
  return `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Waiting for the tide</title></head>
  <body>
    <nav><a href="/">Home</a> <a href="/boats">Boats</a> <a href="/about">About us</a></nav>
    <main><article><h1>Waiting for the tide</h1>${content}</article></main>
    <footer><a href="/imprint">Imprint</a> <a href="/privacy">Privacy</a></footer>
  </body>
</html>`;
}

const SHORT = pageOf(`
  <p>${SENTENCE} It is <strong>slow</strong> work, says the <a href="/almanac">almanac</a>.</p>
  <h2>What to do meanwhile</h2>
  <ul><li>Mend the nets. ${SENTENCE}</li><li>Sleep.<ul><li>On deck.</li></ul></li></ul>
  <p>${SENTENCE}</p>
  <pre><code class="language-rust">fn wait() {\n    loop {}\n}</code></pre>
  <table><tr><th>Port</th><th>High water</th></tr><tr><td>Hull</td><td>06:14</td></tr></table>
  <p>${SENTENCE}</p>`);

const EXPECTED = [
  { type: "paragraph", text: `${SENTENCE} It is slow work, says the almanac.` },
  { type: "heading_2", text: "What to do meanwhile" },
  { type: "bulleted_list_item", text: `Mend the nets. ${SENTENCE}` },
  { type: "bulleted_list_item", text: "Sleep." },
  { type: "paragraph", text: SENTENCE },
  { type: "code", text: "fn wait() {\n    loop {}\n}" },
  { type: "table", text: "" },
  { type: "paragraph", text: SENTENCE },
];

/**
 * How long a request may be out that a dead worker sent: it is looked up, and
 * what it lacks is sent when nothing can come any more.
 */
const INTERRUPTED = 240_000;

/** How many blocks Notion takes at once. */
const BATCH = 100;

/** Three requests. */
const COUNT = 250;
const LONG = pageOf(
  Array.from({ length: COUNT }, (_, at) => `<p>${at + 1}. ${SENTENCE}</p>`).join("\n"),
);

/** @param {import("../harness/tab.js").Tab} popup */
function sizeShown(popup) {
  return popup.waitFor("the size of the article", () =>
    /^[\d,]+ characters$/u.test(document.querySelector("#article-size")?.textContent ?? ""),
  );
}

/**
 * The blocks of the one page there is, once there are so many.
 * @param {Stage} stage
 * @param {number} count
 * @param {number} [patience]
 */
async function blocks({ workspace }, count, patience) {
  const there = async () => {
    const [saved] = await workspace.exactly(1);
    return saved?.blocks.length === count ? saved.blocks : undefined;
  };
  return until(`${count} blocks`, there, patience);
}

scenario(
  "the popup says how long the article is, and Enter saves it as blocks",
  async (stage) => {
    const { standin, display, browser } = stage;
    await standin.publish(ADDRESS, SHORT);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    await sizeShown(popup);
    await display.press("Return");
    assert.equal((await outcome(popup)).tone, "good");
    assert.deepEqual(await blocks(stage, EXPECTED.length), EXPECTED);
  },
  { articles: true },
);

/** What is selected: the end of a sentence, and half a list. */
const SELECTED = [
  { type: "paragraph", text: "slow work, says the almanac." },
  { type: "heading_2", text: "What to do meanwhile" },
  { type: "bulleted_list_item", text: "Mend the nets." },
];

/** @param {import("../harness/tab.js").Tab} page */
function select(page) {
  return page.evaluate(() => {
    const [from, to] = [document.querySelector("strong"), document.querySelector("li")?.firstChild];
    if (from && to) getSelection()?.setBaseAndExtent(from, 0, to, "Mend the nets.".length);
  });
}

for (const way of ["in the popup", "with the shortcut"]) {
  scenario(
    `of a page in which something is selected that is saved as it stands, ${way}`,
    async (stage) => {
      const { standin, display, browser } = stage;
      await standin.publish(ADDRESS, SHORT);
      await select(await browser.open(ADDRESS));
      if (way === "in the popup") {
        await display.click(browser.icon);
        const popup = await browser.popup();
        await filledForm(popup);
        await sizeShown(popup);
        await popup.says("What is selected");
        await display.press("Return");
        assert.equal((await outcome(popup)).tone, "good");
      } else {
        await display.press("alt+shift+l");
      }
      assert.deepEqual(await blocks(stage, SELECTED.length), SELECTED);
    },
    { articles: true },
  );
}

scenario(
  "the whole page is saved where that is chosen, though something is selected",
  async (stage) => {
    const { standin, display, browser } = stage;
    await standin.publish(ADDRESS, SHORT);
    await select(await browser.open(ADDRESS));
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    await sizeShown(popup);
    await popup.evaluate(() => document.getElementById("article-part")?.focus());
    await display.press("End");
    await popup.waitFor(
      "the choice",
      () => document.querySelector("#article-part > [value=page]:checked") !== null,
    );
    await sizeShown(popup);
    await popup.find("#first-use button");
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const title = { type: "heading_1", text: "Waiting for the tide" };
    const [first, ...more] = await blocks(stage, EXPECTED.length + 3);
    assert.equal(first?.text, "Home Boats About us");
    assert.deepEqual(more.slice(0, -1), [title, ...EXPECTED]);
    assert.equal(more.at(-1)?.text, "Imprint Privacy");
  },
  { articles: true },
);

function isUnticked() {
  return document.querySelector("#keep-article:enabled:not(:checked)") !== null;
}

scenario(
  "without its tick the article stays out, also in the next popup on the page",
  async ({ standin, workspace, display, browser }) => {
    await standin.publish(ADDRESS, SHORT);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    await sizeShown(popup);
    await display.click((await popup.find("#keep-article")).screen);
    await popup.waitFor("the tick to be gone", isUnticked);
    await display.press("Escape");
    await browser.popupCloses();
    await display.click(browser.icon);
    const again = await browser.popup();
    await filledForm(again);
    await again.waitFor("the tick to be gone", isUnticked);
    await again.find("#first-use button");
    await again.click("#save");
    assert.equal((await outcome(again)).tone, "good");
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.blocks, []);
  },
  { articles: true },
);

for (const killed of [false, true]) {
  const when = killed ? "though the worker is killed in the middle" : "in three requests";
  scenario(
    `a long article arrives whole and in order, ${when}`,
    async (stage) => {
      const { standin, display, browser } = stage;
      await standin.publish(ADDRESS, LONG);
      await browser.open(ADDRESS);
      if (killed) {
        // The answer to the second request does not come before the worker is gone.
        await standin.control("POST", "/faults", {
          method: "PATCH",
          path: "/v1/blocks/",
          answerDelayMs: 10_000,
          times: 1,
        });
      }
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup);
      await display.press("Return");
      if (killed) {
        await blocks(stage, 2 * BATCH);
        await browser.stopWorker();
        // Opening the popup is quicker than the alarm.
        await display.click(browser.icon);
      }
      const found = await blocks(stage, COUNT, killed ? INTERRUPTED : undefined);
      const numbers = found.map(({ text }) => Number.parseInt(text, 10));
      assert.deepEqual(
        numbers,
        Array.from({ length: COUNT }, (_, at) => at + 1),
      );
    },
    { articles: true },
  );
}

scenario(
  "L-15 an article module that stops costs the article, and no save",
  async ({ standin, workspace, display, browser, extension }) => {
    const file = join(extension, "wasm", "article_bg.wasm");
    await writeFile(file, stopping(await readFile(file)));
    for (const number of [1, 2]) {
      const address = `${ADDRESS}-${number}`;
      await standin.publish(address, SHORT);
      await browser.open(address);
      await display.press("alt+shift+l");
      const saved = (await workspace.exactly(number)).at(-1);
      assert.deepEqual([saved?.values.address, saved?.blocks], [address, []]);
    }
    await display.click(browser.icon);
    const popup = await browser.popup();
    await popup.says("The article could not be read");
  },
  { articles: true, spoilt: true },
);

/**
 * The module with a mistake in it that stops it at every page.
 * @param {Uint8Array} bytes
 */
function stopping(bytes) {
  const module = binaryen.readBinary(bytes);
  module.setFeatures(binaryen.Features.All);
  for (let at = 0; at < module.getNumExports(); at += 1) {
    const { name, value } = binaryen.getExportInfo(module.getExportByIndex(at));
    if (name === "article_new")
      /** @type {any} */ (binaryen).Function.setBody(
        module.getFunction(value),
        module.unreachable(),
      );
  }
  return module.emitBinary();
}
