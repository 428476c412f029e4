// Connecting and its sequel on the options page, used as a person uses it.

import { SignIn, redirectAddress, registerRedirect } from "./signin.js";
import { CLIENT } from "./workspace.js";

/**
 * @typedef {import("./scenario.js").Stage} Stage
 * @typedef {import("./signin.js").Choice} Choice
 * @typedef {import("./tab.js").Tab | import("./firefox-tab.js").FirefoxTab} Tab
 */

/**
 * What the options page is told: the same that it shows.
 * @param {Tab} options
 * @returns {Promise<import("../../../extension/wasm/satchel.js").View>}
 */
export function view(options) {
  return options.evaluate(async () => {
    const { value, error } = await chrome.runtime.sendMessage({ kind: "view" });
    if (error) throw new Error(error.message);
    return value;
  });
}

/**
 * Fills in the person's own integration and presses the button.
 * @param {Tab} options
 * @param {{ id: string, secret: string }} [client]
 */
export async function pressOwn(options, client = CLIENT) {
  await showWays(options);
  if (!(await isOpen(options, "#integration-way")))
    await options.click("#integration-way > summary");
  await options.fill("#client-id", client.id);
  await options.fill("#client-secret", client.secret);
  await options.click("#connect-integration");
}

/**
 * The panel with the ways to connect stands open when nothing is connected yet.
 * @param {Tab} options
 */
export async function showWays(options) {
  const another = await options.evaluate(() => {
    const button = /** @type {HTMLElement} */ (document.querySelector("#connect-another"));
    return button.checkVisibility() && button.ariaExpanded !== "true";
  });
  if (another) await options.click("#connect-another");
}

/**
 * @param {Tab} options
 * @param {string} details
 */
function isOpen(options, details) {
  return options.evaluate(
    (/** @type {string} */ details) =>
      /** @type {HTMLDetailsElement} */ (document.querySelector(details)).open,
    details,
  );
}

/**
 * Signs in with the person's own integration, up to and including the window.
 * @param {Stage} stage
 * @param {Choice} [choice]
 */
export async function signIn(stage, choice = { pages: ["Reading list"] }) {
  const { standin, options, browser, display } = stage;
  await registerRedirect(standin, await redirectAddress(options));
  await pressOwn(options);
  const window = await SignIn.inChromium(browser, display);
  await window.allow(choice);
  await connected(options);
}

/**
 * Waits until so many workspaces are shown.
 * @param {Tab} options
 * @param {number} [count]
 */
export async function connected(options, count = 1) {
  await options.waitFor(
    `${count} workspaces, or an error`,
    (/** @type {number} */ count) => {
      const errors = [...document.querySelectorAll(".field-error")].map(
        (error) => /** @type {HTMLElement} */ (error).innerText,
      );
      const error = errors.find((error) => error !== "");
      if (error) throw new Error(error);
      return document.querySelectorAll("#account > li").length === count;
    },
    count,
  );
}

/**
 * Disconnects the one account there is.
 * @param {Tab} options
 */
export async function disconnect(options) {
  await options.click("#account .disconnect");
  await options.click("#account .danger");
  await options.waitFor("the account to be gone", () => {
    const { hidden } = /** @type {HTMLElement} */ (document.querySelector("#account"));
    return hidden;
  });
}
