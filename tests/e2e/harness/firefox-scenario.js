// One test in Firefox: everything it needs, started afresh and ended with it.

import { test } from "node:test";
import { Display } from "./display.js";
import { Firefox } from "./firefox.js";
import { unpacked } from "./packages.js";
import { EXTENSION, SCHEMAS, standinProgram } from "./paths.js";
import { Standin } from "./standin.js";
import { startTunnel } from "./tunnel.js";
import { Workspace } from "./workspace.js";

/**
 * @typedef {object} FirefoxStage what it plays on
 * @property {Standin} standin
 * @property {Workspace} workspace the seeded Notion workspace
 * @property {Display} display
 * @property {Firefox} browser
 * @property {import("./firefox-tab.js").FirefoxTab} options the options page, not connected
 */

/**
 * @param {string} name
 * @param {(stage: FirefoxStage) => Promise<void>} play
 * @param {{ store?: boolean }} [setting] store: it is the store's package that is installed
 */
export function firefoxScenario(name, play, { store = false } = {}) {
  test(name, async () => {
    /** @type {(() => Promise<void>)[]} */
    const endings = [];
    try {
      const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
      endings.push(() => standin.stop());
      const workspace = await Workspace.seed(standin);
      const tunnel = await startTunnel(standin.port);
      endings.push(() => tunnel.stop());
      const display = await Display.start();
      endings.push(() => display.stop());
      const packed = store ? await unpacked("firefox") : null;
      if (packed) endings.push(packed.remove);
      const browser = await Firefox.start({
        extension: packed?.folder ?? EXTENSION,
        zip: packed?.zip,
        display: display.name,
        proxyPort: tunnel.port,
      });
      endings.push(() => browser.stop());
      await display.focus("--class", "firefox");
      // It opens by itself, and would come in front of the options.
      await browser.shown(browser.address("start/start.html"));
      const options = await browser.open(browser.address("options/options.html"));
      await play({ standin, workspace, display, browser, options });
    } finally {
      for (const end of endings.reverse()) await end();
    }
  });
}
