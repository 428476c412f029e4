// The editor of what goes where, as a person uses it.

import assert from "node:assert/strict";
import { ARTICLE } from "./article.js";
import { dataSource, property, shownProperties } from "./properties.js";
import { connect, chooseDestination, outcome } from "./satchel.js";
import { EIGHT, SHAPES_TOKEN, workspaceOf } from "./shapes.js";
import { valuesOf } from "./workspace.js";

/**
 * @typedef {import("./page.js").Page} Page
 * @typedef {import("./satchel.js").Hand} Hand
 * @typedef {Pick<import("./scenario.js").Stage, "standin" | "workspace">
 *   & { options: import("./satchel.js").Page }} Stage
 */

/**
 * The row of a property in the editor: a selector.
 * @param {Page} options
 * @param {string} name
 * @returns {Promise<string>}
 */
export function mappingRow(options, name) {
  return options.waitFor(
    `the property “${name}” in the editor`,
    (/** @type {string} */ wanted) => {
      const editor = /** @type {HTMLElement | null} */ (document.querySelector("#mapping"));
      if (!editor || editor.hidden || editor.inert) return undefined;
      for (const row of document.querySelectorAll(".mapping-row")) {
        const [words] = row.querySelectorAll(".mapped-name bdi");
        if (words?.textContent === wanted)
          return `.mapping-row[data-property="${CSS.escape(row.getAttribute("data-property") ?? "")}"]`;
      }
      return undefined;
    },
    name,
  );
}

/**
 * What a property gets, as its row says it.
 * @param {Page} options
 * @param {string} name
 */
export async function gets(options, name) {
  const row = await mappingRow(options, name);
  return options.evaluate((/** @type {string} */ selector) => {
    const chosen = /** @type {HTMLSelectElement} */ (document.querySelector(`${selector} select`));
    const typed = /** @type {HTMLInputElement} */ (
      document.querySelector(`${selector} .template input`)
    );
    const words = chosen.selectedOptions[0]?.text ?? "";
    return typed.checkVisibility() ? `${words}: ${typed.value}` : words;
  }, row);
}

/**
 * The plan of a destination as it is kept.
 * @param {Page} options
 * @param {string} destination
 */
export function keptPlan(options, destination) {
  return options.evaluate(async (/** @type {string} */ destination) => {
    const message = { kind: "mapping", value: { destination } };
    const { value, error } = await chrome.runtime.sendMessage(message);
    if (error) throw new Error(error.message);
    return value.plan;
  }, destination);
}

/**
 * Waits until the plan says something.
 * @param {Page} options
 * @param {string} what
 * @param {string} destination
 * @param {string} words that its JSON holds then
 */
export function planSays(options, what, destination, words) {
  return options.waitFor(
    what,
    async (/** @type {string} */ destination, /** @type {string} */ words) => {
      const message = { kind: "mapping", value: { destination } };
      const { value } = await chrome.runtime.sendMessage(message);
      return JSON.stringify(value.plan).includes(words);
    },
    destination,
    words,
  );
}

/**
 * Connects the workspace with the reading list that has all kinds of properties; gives what that list is in Notion.
 * @param {Stage} stage
 */
export async function readingList({ standin, workspace, options }) {
  await standin.control("DELETE", `/databases/${workspace.database("Reading list").id}`);
  await standin.control("POST", "/seed", workspaceOf(EIGHT));
  await connect(options, SHAPES_TOKEN);
  await chooseDestination(options, "Reading list");
  return dataSource(standin, "Reading list");
}

/**
 * Has properties of the reading list get something else than what was proposed.
 * @param {Hand} options
 * @param {string} destination
 */
export async function changePlan(options, destination) {
  const summary = await mappingRow(options, "Summary");
  await options.pick(`${summary} select`, "Template");
  await options.fill(`${summary} .template input`, "{{title}}, {{host}}");
  const author = await mappingRow(options, "Author");
  await options.pick(`${author} select`, "Fixed text");
  await options.fill(`${author} .template input`, "Somebody");
  const favourite = await mappingRow(options, "Favourite");
  await options.pick(`${favourite} select`, "Checked");
  const time = await mappingRow(options, "Reading time");
  await options.pick(`${time} select`, "Ask me");
  await options.fill("#mapping-default-tags", "inbox");
  await options.press("Enter");
  await planSays(options, "the tags to be kept", destination, "inbox");
  await options.says("Change saved");
}

/**
 * Saves from the popup what then goes where `changePlan` says, and makes sure that the page has it there.
 * @param {Pick<Stage, "standin">} stage
 * @param {Hand} popup
 * @param {string} destination
 */
export async function saveAsPlanned({ standin }, popup, destination) {
  const shown = await popup.waitFor("the property that is asked for", () =>
    [...document.querySelectorAll("#properties .property-words")].some(
      ({ textContent }) => textContent === "Reading time",
    ),
  );
  assert.ok(shown);
  const rows = await shownProperties(popup);
  assert.equal(rows.Summary, `${ARTICLE.title}, news.example`);
  assert.equal(rows.Favourite, "true");
  assert.equal(rows["Reading time"], "");
  await popup.fill(`${await property(popup, "Reading time")} input`, "4");
  await popup.click("#save");
  const { tone, text } = await outcome(popup);
  assert.equal(tone, "good", text);
  const [page] = await standin.control("GET", `/pages?dataSource=${destination}&atLeast=1`);
  const values = valuesOf(page);
  assert.equal(values.Summary, `${ARTICLE.title}, news.example`);
  assert.equal(values.Author, "Somebody");
  assert.equal(values.Favourite, true);
  assert.equal(values["Reading time"], 4);
  assert.deepEqual(values.Tags, ["inbox"]);
}
