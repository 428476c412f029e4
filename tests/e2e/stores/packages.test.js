// What the stores get, installed from the zip: connecting, saving with the popup, and an article with a shortcut.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { ARTICLE, another, SELECTION } from "../harness/article.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @import { Workspace } from "../harness/workspace.js" */

const [first, second] = /** @type {const} */ ([another(1), another(2)]);

for (const store of /** @type {const} */ (["chrome", "edge"])) {
  scenario(
    `the package for ${store} saves a page and an article`,
    async ({ standin, workspace, display, browser, extension }) => {
      const manifest = JSON.parse(await readFile(join(extension, "manifest.json"), "utf8"));
      assert.equal(manifest.browser_specific_settings, undefined);
      for (const { address, html } of [first, second]) await standin.publish(address, html);
      await browser.open(first.address);
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup, ARTICLE.description);
      await display.press("Return");
      const { tone, text } = await outcome(popup);
      assert.equal(tone, "good", text);
      await display.press("Escape");
      await browser.popupCloses();
      await browser.open(second.address);
      await display.press("alt+shift+l");
      await bothSaved(workspace);
    },
    { store, articles: true },
  );
}

firefoxScenario(
  "the package for firefox saves a page and an article",
  async ({ standin, workspace, display, browser, options }) => {
    for (const { address, html } of [first, second]) await standin.publish(address, html);
    await connect(options, workspace.token, { articles: true });
    const { source } = workspace.database("Reading list");
    await options.click(`#destinations input[value="${source}"]`);
    await browser.open(first.address);
    await display.press("alt+shift+k");
    await filledForm(await FirefoxPopup.opened({ options, display }), ARTICLE.description);
    await display.press("Return");
    await workspace.exactly(1);
    await display.press("Escape");
    await browser.open(second.address);
    await display.press("alt+shift+l");
    await bothSaved(workspace);
  },
  { store: true },
);

/**
 * Both pages are there, each with its article.
 * @param {Workspace} workspace
 */
async function bothSaved(workspace) {
  const saved = await workspace.exactly(2);
  assert.deepEqual(
    saved.map(({ values }) => values),
    [first, second].map(({ values }) => ({ ...values, tags: [] })),
  );
  for (const { blocks } of saved) {
    const texts = blocks.map(({ text }) => text);
    assert.ok(texts.includes(SELECTION), `the article is in the page: ${texts}`);
  }
}
