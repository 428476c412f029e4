// What a page declares of itself: read in the browser as the command line reads the same file, and read
// in time whatever the page does.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { ROOT, TARGET } from "../harness/paths.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/**
 * @typedef {import("../../../extension/wasm/satchel.js").Draft} Draft
 * @typedef {import("../../../extension/wasm/satchel.js").PageField} PageField
 * @typedef {import("../harness/scenario.js").Stage} Stage
 */

/** Where each page is found, and some of what it declares. @type {Record<string, [string, Record<string, string>]>} */
const PAGES = {
  article: [
    "https://tide.example/harbour",
    {
      headline: "The harbour at night",
      author: "Ada Lovelace, Grace O’Neill",
      published: "2026-11-23T04:41:00+01:00",
      modified: "2026-11-24T08:00:00Z",
      kind: "article",
      favicon: "https://tide.example/icons/180.png",
      "article:tag": "lights, harbours",
    },
  ],
  paper: [
    "https://journal.example/182",
    {
      kind: "paper",
      author: "Ada Lovelace, Grace O'Neill",
      doi: "10.1000/harbours.182",
      journal: "Journal of Harbours",
      year: "2025",
    },
  ],
  product: [
    "https://laden.example/laterne",
    { kind: "product", price: "119.90", currency: "EUR", rating: "4.5", language: "de" },
  ],
  video: [
    "https://films.example/mooring",
    { kind: "video", channel: "The Harbour Master", length: "1:02:03", published: "2026-05-01" },
  ],
  repository: [
    "https://code.example/ada/harbour",
    { kind: "repository", stars: "12300", "code-language": "Rust" },
  ],
};

/**
 * Opens a page and the popup over it, and asks for the draft as the popup does.
 * @param {Stage} stage
 * @param {string} address
 * @param {string} html
 */
async function draftOf({ standin, display, browser }, address, html) {
  await standin.publish(address, html);
  const tab = await browser.open(address);
  // A page that is still being laid out lets nobody in.
  await tab.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn))));
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  const answer = /** @type {{ value: Draft }} */ (
    await popup.evaluate(async () => {
      const [shown] = await chrome.tabs.query({ active: true, currentWindow: true });
      return chrome.runtime.sendMessage({ kind: "draft", value: { tabId: shown?.id } });
    })
  );
  return { popup, draft: answer.value };
}

/** @param {PageField[]} fields @param {string} name */
const all = (fields, name) =>
  fields
    .filter((field) => field.name === name)
    .map(({ value }) => value)
    .join(", ");

for (const [kind, [address, declared]] of Object.entries(PAGES)) {
  scenario(`what this ${kind} declares is read as on the command line`, async (stage) => {
    const file = join(ROOT, "tests/fixtures/metadata", `${kind}.html`);
    const { draft } = await draftOf(stage, address, await readFile(file, "utf8"));
    const { fields } = draft.clip;
    for (const [name, value] of Object.entries(declared))
      assert.equal(all(fields, name), value, name);
    const command = join(TARGET, "debug", "xtask");
    const { stdout } = await promisify(execFile)(command, [
      ...["payload", file, "--url", address, "--fields"],
    ]);
    assert.deepEqual(fields, JSON.parse(stdout));
  });
}

/** @type {[string, string][]} */
const HOSTILE = [
  [
    "5 MB of JSON-LD",
    `<script type="application/ld+json">["${"x".repeat(5_000_000)}"]</script><h1>A heading</h1>`,
  ],
  [
    "JSON-LD that leads in circles",
    `<script type="application/ld+json">${JSON.stringify({
      "@graph": Array.from({ length: 2_000 }, (_, at) => ({
        "@id": `#${at}`,
        "@type": "Article",
        author: Array.from({ length: 5 }, (_, next) => ({ "@id": `#${(at + next) % 2_000}` })),
      })),
    })}</script><h1>A heading</h1>`,
  ],
  [
    "JSON-LD nested beyond the stack",
    `<script type="application/ld+json">${"[".repeat(90_000)}${"]".repeat(90_000)}</script><h1>A heading</h1>`,
  ],
  [
    "100,000 elements",
    `<h1>A heading</h1>${'<p class="date">Some <b>words</b></p>'.repeat(50_000)}`,
  ],
  [
    "elements nested 20,000 deep",
    `<h1>A heading</h1>${'<div class="author">'.repeat(20_000)}the end`,
  ],
  [
    "forms and fields that hide the document's own",
    `<h1>A heading</h1>${[
      "querySelectorAll",
      "createTreeWalker",
      "getElementsByTagName",
      "documentElement",
      "title",
    ]
      .map((name) => `<form name="${name}" class="author"></form><img name="${name}">`)
      .join("")}<form class="date"><input name="getAttribute"><input name="localName">
      <input name="parentElement"><input name="matches"><p class="author">Ada Lovelace</p></form>`,
  ],
  [
    "patched prototypes",
    `<h1>A heading</h1><p class="author">Ada Lovelace</p><script>
      const no = () => { throw new Error("patched"); };
      for (const { prototype } of [Array, String, Map, Set, Element, Document, Node])
        for (const name of Object.getOwnPropertyNames(prototype))
          try { prototype[name] = no; } catch {}
      JSON.stringify = JSON.parse = performance.now = no;
    </script>`,
  ],
];

for (const [name, html] of HOSTILE) {
  scenario(`a page with ${name} is saved, with what it declares, in time`, async (stage) => {
    const address = "https://odd.example/hostile";
    const page = `<!doctype html><meta charset="utf-8"><title>Hostile</title><body>${html}`;
    const { draft, popup } = await draftOf(stage, address, page);
    assert.equal(draft.clip.title, "Hostile");
    assert.equal(all(draft.clip.fields, "kind"), "page");
    await popup.press("Enter");
    assert.equal((await outcome(popup)).tone, "good");
    const [saved] = await stage.workspace.exactly(1);
    assert.equal(saved?.values.title, "Hostile");
  });
}
