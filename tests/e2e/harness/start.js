// The start page, as a person sees it.

import { acceptPermission } from "./permission.js";
import { confirm } from "./satchel.js";
import { SignIn } from "./signin.js";

/**
 * @typedef {import("./satchel.js").Page} Page
 * @typedef {import("./scenario.js").Stage} Stage
 * @typedef {Pick<Stage, "options" | "workspace" | "display" | "browser">} Place
 */

/**
 * All that a person does from a new profile to their first page in Notion, a token in their hands.
 * @param {Pick<Stage, "options" | "workspace">} place
 * @returns {(() => Promise<unknown>)[]}
 */
export function actsWithToken({ options: start, workspace }) {
  const { source } = workspace.database("Reading list");
  return [
    () => start.fill("#token", workspace.token),
    () => start.click("#connect-button"),
    () => confirm(start),
    () => start.click(`#destinations input[value="${source}"]`),
    () => start.click("#sample"),
  ];
}

/**
 * The same where there is a service to sign in with.
 * @param {Place} place
 * @returns {(() => Promise<unknown>)[]}
 */
export function actsOfSigningIn({ options: start, display, browser }) {
  /** @type {SignIn} */
  let window;
  return [
    () => start.click("#connect-with-notion"),
    () => acceptPermission(display, start),
    async () => {
      window = await SignIn.inChromium(browser, display);
      await window.choose({ pages: ["Reading list"] });
    },
    () => window.allow(),
    () => confirm(start),
    () => start.click("#sample"),
  ];
}

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
