// Presets: made in the options, and chosen in the popup.

import assert from "node:assert/strict";
import { ARTICLE } from "./article.js";
import { mappingRow } from "./mapping.js";
import { filledForm, outcome } from "./satchel.js";
import { until } from "./until.js";

/** @typedef {import("./satchel.js").Hand} Hand */

/**
 * Adds a preset of the default database.
 * @param {Hand} options
 * @param {string} name
 */
export async function addPreset(options, name) {
  await options.fill("#preset-name", name);
  await options.click("#preset-add");
  return options.waitFor(
    `the preset “${name}”`,
    (/** @type {string} */ wanted) => {
      for (const card of document.querySelectorAll("#presets .preset")) {
        const field = /** @type {HTMLInputElement} */ (card.querySelector(".preset-title"));
        if (field.value === wanted) return card.getAttribute("data-preset") ?? undefined;
      }
      return undefined;
    },
    name,
  );
}

/**
 * Adds a preset with a rule, a plan and tags of its own: the one for pages of `news.example`.
 * @param {Hand} options
 */
export async function addHarbourNews(options) {
  const id = await addPreset(options, "Harbour news");
  const card = `[data-preset="${id}"]`;
  await options.click(`${card} .add-condition`);
  await options.fill(`${card} .condition input`, "news.example");
  await options.press("Tab");
  await options.waitFor("the rule to be kept", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets[0]?.conditions[0]?.hosts[0] === "news.example";
  });
  await options.click(`${card} .preset-mapping`);
  const description = await mappingRow(options, "Description");
  await options.pick(`${description} select`, "Fixed text");
  await options.fill(`${description} .template input`, "From the harbour");
  await options.fill("#mapping-default-tags", "harbour");
  await options.press("Enter");
  await options.waitFor("the plan to be kept", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets[0]?.tags[0] === "harbour";
  });
}

/**
 * What the popup saves to.
 * @param {Hand} popup
 */
export function chosen(popup) {
  return popup.evaluate(
    () =>
      /** @type {HTMLSelectElement} */ (document.querySelector("#destination")).selectedOptions[0]
        ?.text ?? "",
  );
}

/**
 * Saves the article from the popup, which chose the preset of `addHarbourNews` by itself, and makes sure that the
 * page is as that says.
 * @param {Hand} popup
 * @param {import("./workspace.js").Workspace} workspace
 */
export async function saveAsHarbourNews(popup, workspace) {
  await filledForm(popup);
  await until("the preset to be chosen", async () => (await chosen(popup)) === "Harbour news");
  await popup.says("Saves to Reading list");
  await popup.waitFor(
    "its tags",
    () => document.querySelector("#chips .chip-name")?.textContent === "harbour",
  );
  await popup.click("#save");
  const { tone, text } = await outcome(popup);
  assert.equal(tone, "good", text);
  const [saved] = await workspace.exactly(1);
  assert.equal(saved?.values.title, ARTICLE.title);
  assert.equal(saved?.values.description, "From the harbour");
  assert.deepEqual(saved?.values.tags, ["harbour"]);
}
