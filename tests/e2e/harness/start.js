// The start page, as a person sees it.

/** @typedef {import("./satchel.js").Page} Page */

/**
 * The steps that are ticked off, by name.
 * @param {Page} start
 * @returns {Promise<string[]>}
 */
export function done(start) {
  return start.evaluate(() =>
    [...document.querySelectorAll('.step[data-state="done"]')].map(({ id }) =>
      id.replace("step-", ""),
    ),
  );
}

/**
 * Waits until a step is ticked off.
 * @param {Page} start
 * @param {"connect" | "where" | "try" | "hand"} name
 */
export async function ticked(start, name) {
  await start.waitFor(
    `the step “${name}” to be done`,
    (/** @type {string} */ name) => document.querySelector(`#step-${name}[data-state="done"]`),
    name,
  );
}

/**
 * Waits for what came of the first save.
 * @param {Page} start
 * @returns {Promise<{ title: string, page: string }>}
 */
export function firstSave(start) {
  return start.waitFor("the first page to be in Notion", () => {
    const row = document.querySelector('#first [data-state="saved"]');
    const link = row?.querySelector("a");
    if (!link) return undefined;
    return { title: row?.querySelector(".save-title")?.textContent ?? "", page: link.href };
  });
}
