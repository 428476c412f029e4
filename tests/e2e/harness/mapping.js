// The editor of what goes where, as a person uses it.

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * The row of a property in the editor: a selector.
 * @param {Tab} options
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
 * Chooses from a list by what its entry says.
 * @param {Tab} page
 * @param {string} selector
 * @param {string} label
 */
export async function pick(page, selector, label) {
  await page.find(selector);
  await page.evaluate(
    (/** @type {string} */ wanted, /** @type {string} */ words) => {
      const list = /** @type {HTMLSelectElement} */ (document.querySelector(wanted));
      const option = [...list.options].find(({ text }) => text.trim() === words);
      if (!option) throw new Error(`${wanted} offers no “${words}”`);
      list.focus();
      list.value = option.value;
      list.dispatchEvent(new Event("input", { bubbles: true }));
      list.dispatchEvent(new Event("change", { bubbles: true }));
    },
    selector,
    label,
  );
}

/**
 * What a property gets, as its row says it.
 * @param {Tab} options
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
 * @param {Tab} options
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
 * @param {Tab} options
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
