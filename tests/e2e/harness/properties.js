// The properties in the popup, as a person sets them.

import { until } from "./until.js";

/**
 * @typedef {import("./firefox-hand.js").FirefoxByHand} FirefoxByHand
 * @typedef {import("./firefox-tab.js").FirefoxTab} FirefoxTab
 * @typedef {import("./tab.js").Tab} Tab
 * @typedef {import("./standin.js").Standin} Standin
 */

/**
 * Where the row of a property is: a selector. Opens the rest of them when it is there.
 * @param {Tab | FirefoxTab | FirefoxByHand} popup
 * @param {string} name
 */
export async function property(popup, name) {
  const find = () =>
    popup.evaluate((/** @type {string} */ wanted) => {
      const rows = [...document.querySelectorAll(".property-row")];
      const row = rows.find((row) => row.querySelector(".property-words")?.textContent === wanted);
      return row ? `[data-property="${CSS.escape(row.getAttribute("data-property") ?? "")}"]` : "";
    }, name);
  await popup.waitFor(
    "the properties",
    () => document.querySelector(".property-row, #more-properties:not([hidden])") !== null,
  );
  if (!(await find())) await showRest(popup);
  return until(`the property “${name}”`, find);
}

/**
 * Opens the rest of the properties.
 * @param {Tab | FirefoxTab | FirefoxByHand} popup
 */
export async function showRest(popup) {
  await popup.waitFor(
    "the rest of the properties",
    () => document.querySelector("#more-properties:not([hidden])") !== null,
  );
  const open = await popup.evaluate(
    () => document.querySelector("#more-properties[open]") !== null,
  );
  if (!open) await popup.click("#more-properties > summary");
  await popup.waitFor(
    "the rest of the properties to be built",
    () => document.querySelectorAll("#more-list > .property-row").length > 0,
  );
}

/**
 * Types a part of a name into a field of chips and chooses what is offered under that name, with the
 * keyboard.
 * @param {Tab} popup
 * @param {string} row
 * @param {string} typed
 * @param {string} name
 */
export async function choose(popup, row, typed, name) {
  const field = `${row} input[role=combobox]`;
  if (typed) await popup.fill(field, typed);
  else await popup.click(field);
  const at = await popup.waitFor(
    `“${name}” to be offered`,
    (/** @type {string} */ row, /** @type {string} */ wanted) => {
      const options = [...document.querySelectorAll(`${row} [role=option]`)];
      const at = options.findIndex(
        (option) => option.querySelector(".chip-name")?.textContent === wanted,
      );
      return at < 0 ? undefined : { at };
    },
    row,
    name,
  );
  for (let index = 0; index <= at.at; index++) await popup.press("ArrowDown");
  await popup.press("Enter");
  await popup.waitFor(
    `“${name}” to be chosen`,
    (/** @type {string} */ row, /** @type {string} */ wanted) =>
      [...document.querySelectorAll(`${row} .chips .chip-name`)].some(
        (chip) => chip.textContent === wanted,
      ),
    row,
    name,
  );
}

/**
 * Puts the cursor into a field as Tab does, at its beginning.
 * @param {Tab} popup
 * @param {string} selector
 */
export async function focus(popup, selector) {
  await popup.find(selector);
  await popup.evaluate((/** @type {string} */ wanted) => {
    /** @type {HTMLElement} */ (document.querySelector(wanted)).focus();
  }, selector);
}

/**
 * What the rows above “more properties” show, by name.
 * @param {import("./page.js").Page} popup
 * @returns {Promise<Record<string, string>>}
 */
export function shownProperties(popup) {
  return popup.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll("#properties > .property-row")].map((row) => {
        const chips = [...row.querySelectorAll(".chips .chip-name")].map(
          (chip) => chip.textContent,
        );
        const fields = [...row.querySelectorAll("input, textarea")].map((field) =>
          field instanceof HTMLInputElement && field.type === "checkbox"
            ? String(field.checked)
            : /** @type {HTMLInputElement} */ (field).value,
        );
        return [
          row.querySelector(".property-words")?.textContent ?? "",
          [...chips, ...fields].filter(Boolean).join(" "),
        ];
      }),
    ),
  );
}

/**
 * The ids that a data source's properties have, and its own.
 * @param {Standin} standin
 * @param {string} title the data source's
 */
export async function dataSource(standin, title) {
  const databases = await standin.control("GET", "/databases");
  const all = databases.flatMap((/** @type {any} */ database) => database.dataSources);
  const found = all.find((/** @type {any} */ source) => titleOf(source) === title);
  if (!found) throw new Error(`there is no data source “${title}”`);
  return found;
}

/** @param {any} source */
function titleOf(source) {
  return typeof source.title === "string"
    ? source.title
    : source.title.map((/** @type {any} */ run) => run.plain_text).join("");
}
