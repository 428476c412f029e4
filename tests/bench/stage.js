// What is measured on: the production extension in a real browser, in front of the stand-in.

import { Chromium } from "../e2e/harness/chromium.js";
import { Display } from "../e2e/harness/display.js";
import { EXTENSION, SCHEMAS, standinProgram } from "../e2e/harness/paths.js";
import { firstOptions, welcome } from "../e2e/harness/satchel.js";
import { Standin } from "../e2e/harness/standin.js";
import { Workspace } from "../e2e/harness/workspace.js";

/**
 * @typedef {object} Stage
 * @property {Standin} standin
 * @property {Workspace} workspace
 * @property {Display} display
 * @property {Chromium} browser
 * @property {import("../e2e/harness/tab.js").Tab} options the options page, or the start page, not connected
 */

/**
 * Starts all of it, and ends it however the measuring goes.
 * @param {(stage: Stage) => Promise<void>} measure
 * @param {{ start?: boolean, extension?: string }} [setting] start: on the start page, as it opened; extension: the
 *   folder of another one than what is shipped
 */
export async function onStage(measure, { start = false, extension = EXTENSION } = {}) {
  /** @type {(() => Promise<unknown>)[]} */
  const endings = [];
  try {
    const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
    endings.push(() => standin.stop());
    const workspace = await Workspace.seed(standin);
    const display = await Display.start();
    endings.push(() => display.stop());
    const browser = await Chromium.start({
      extension,
      display: display.name,
      hosts: standin.wholeWeb,
      spki: standin.spki,
    });
    endings.push(() => browser.stop());
    const options = await (start ? welcome : firstOptions)(browser);
    await measure({ standin, workspace, display, browser, options });
  } finally {
    for (const end of endings.reverse()) await end();
  }
}
