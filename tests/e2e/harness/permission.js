// The browser's own question whether an extension may have another permission.
//
// Chromium asks inside its window: the dialog is neither a window of the screen nor a target of the
// debugger. It takes the keyboard from the page, though, which the page notices. “Deny” has the
// focus at first. Without a window nobody can answer: the request stays open for ever. What was
// given once is given again without a question, even after it was taken back.
//
// Firefox asks in a panel of its own window, which the driver reaches.

import { until } from "./until.js";

/**
 * @typedef {import("./display.js").Display} Display
 * @typedef {import("./firefox.js").Firefox} Firefox
 * @typedef {import("./tab.js").Tab} Tab
 */

/**
 * How long the dialog guards against being answered by accident: so long it takes no key for a
 * button, and may lose the focus it was given. It shows nowhere when that is over.
 */
const GUARD_MS = 2_000;

/**
 * Waits for the question, and allows it.
 * @param {Display} display
 * @param {Tab} page the page that asked
 */
export async function acceptPermission(display, page) {
  await asked(page);
  await new Promise((resolve) => setTimeout(resolve, GUARD_MS));
  await display.press("Tab", "Return");
  await answered(page);
}

/**
 * Waits for the question, and refuses it.
 * @param {Display} display
 * @param {Tab} page the page that asked
 */
export async function refusePermission(display, page) {
  await asked(page);
  await display.press("Escape");
  await answered(page);
}

/**
 * Waits for Firefox's question, and answers it.
 * @param {Firefox} browser
 * @param {"accept" | "refuse"} answer
 */
export async function answerPermission(browser, answer) {
  const button = answer === "accept" ? "button" : "secondaryButton";
  const question = `
    const question = document.querySelector("#addon-webext-permissions-notification");
    const shown = question?.closest("panel")?.state === "open";`;
  await until("the question for a permission", () =>
    browser.inBrowser(`${question} if (shown) question.${button}.click(); return shown;`),
  );
  await until("the question to be answered", () => browser.inBrowser(`${question} return !shown;`));
}

/** @param {Tab} page */
async function asked(page) {
  await until("the question for a permission", async () => !(await hasFocus(page)));
}

/** @param {Tab} page */
async function answered(page) {
  await until("the question to be answered", () => hasFocus(page));
}

/** @param {Tab} page */
function hasFocus(page) {
  return page.evaluate(() => document.hasFocus());
}
