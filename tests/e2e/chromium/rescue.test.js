// What is saved while the core is unreadable: the link that was meant, where it was meant to go, and once.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, another, HTML, LINK, PICTURE, SELECTION } from "../harness/article.js";
import { breakCore } from "../harness/breaking.js";
import { chooseInMenu } from "../harness/menu.js";
import { badge } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/**
 * @typedef {import("../harness/scenario.js").Stage} Stage
 * @typedef {import("../harness/tab.js").Tab} Tab
 * @typedef {{ preset?: string, clip: { address: string, source?: string } }} Kept
 */

const LINK_ONLY = { ...ARTICLE, description: "", tags: [] };

/**
 * Breaks the core, and opens a page to see from what was kept.
 * @param {Stage} stage
 */
async function withoutCore({ browser, options, extension }) {
  const mend = await breakCore(extension);
  await browser.reload(options);
  const page = await browser.open(browser.address("options/options.html"));
  return { page, mend };
}

/**
 * Waits for what was kept of all that was asked for.
 * @param {Tab} page
 * @param {(kept: Kept) => boolean} isLast tells what was asked for last
 * @returns {Promise<Kept[]>}
 */
function keptUntil(page, isLast) {
  return until("the last one to be kept", async () => {
    const kept = await page.evaluate(async () => {
      const all = /** @type {Record<string, any>} */ (await chrome.storage.local.get(null));
      return Object.keys(all).flatMap((key) => (key.startsWith("save:") ? [all[key]] : []));
    });
    return kept.some(isLast) ? kept : undefined;
  });
}

scenario(
  "L-14 where the default is a preset, a link is kept for it while the core is unreadable",
  async (stage) => {
    const { standin, workspace, browser, display, options } = stage;
    const preset = await options.evaluate(async () => {
      const ask = (/** @type {string} */ kind, /** @type {object} */ value) =>
        chrome.runtime.sendMessage({ kind, value });
      const { value: before } = await ask("view", {});
      await ask("addPreset", { destination: before.defaultDestination, name: "Harbour news" });
      const { value: view } = await ask("view", {});
      await ask("chooseDestination", { destination: view.presets[0].id });
      return view.presets[0].id;
    });
    const { page, mend } = await withoutCore(stage);
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    const [kept] = await keptUntil(page, () => true);
    assert.equal(kept?.preset, preset);
    await mend();
    await browser.reload(page);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, LINK_ONLY);
  },
  { spoilt: true },
);

scenario(
  "L-14 what was pointed at is what is kept while the core is unreadable",
  async (stage) => {
    const { standin, workspace, browser, display } = stage;
    const { page, mend } = await withoutCore(stage);
    await standin.publish(ADDRESS, HTML);
    const tab = await browser.open(ADDRESS);
    await chooseInMenu(display, (await tab.find("#link")).screen, "link");
    await keptUntil(page, ({ clip }) => clip.source === "link");
    await chooseInMenu(display, (await tab.find("#picture")).screen, "image");
    await keptUntil(page, ({ clip }) => clip.source === "image");
    await tab.evaluate(() => {
      const words = /** @type {HTMLElement} */ (document.querySelector("#selection"));
      getSelection()?.selectAllChildren(words);
    });
    // The paragraph is as wide as the page, but its words are at its start.
    const { screen } = await tab.find("#selection");
    await chooseInMenu(display, { x: 60, y: screen.y }, "selection");
    await keptUntil(page, ({ clip }) => clip.source === "selection");
    await mend();
    await browser.reload(page);
    const saved = (await workspace.exactly(3)).map(({ values, blocks }) => ({ values, blocks }));
    const link = { title: LINK.text, address: LINK.address, description: "", tags: [] };
    assert.deepEqual(saved, [
      { values: link, blocks: [] },
      { values: LINK_ONLY, blocks: [{ type: "image", text: PICTURE }] },
      { values: LINK_ONLY, blocks: [{ type: "quote", text: SELECTION }] },
    ]);
  },
  { spoilt: true },
);

scenario(
  "L-14 C-01 asked for twice while the core is unreadable, a link is kept once, and all are counted",
  async (stage) => {
    const { standin, workspace, browser, display } = stage;
    const { page, mend } = await withoutCore(stage);
    await standin.publish(ADDRESS, HTML);
    const other = another(2);
    await standin.publish(other.address, other.html);
    await browser.open(ADDRESS);
    await display.press("alt+shift+l", "alt+shift+l");
    await browser.open(other.address);
    await display.press("alt+shift+l");
    const kept = await keptUntil(page, ({ clip }) => clip.address === other.address);
    assert.deepEqual(
      kept.map(({ clip }) => clip.address),
      [ADDRESS, other.address],
    );
    await until("the badge to count both", async () => (await badge(page)) === "2");
    await mend();
    await browser.reload(page);
    const addresses = (await workspace.exactly(2)).map(({ values }) => values.address);
    assert.deepEqual(addresses, [ADDRESS, other.address]);
  },
  { spoilt: true },
);
