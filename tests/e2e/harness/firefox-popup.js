// Firefox's popup, in which the real mouse and the real keyboard do everything.
//
// It is a panel of the browser's window, so no driver finds a page there. It is seen from one of the
// extension's own pages, which reach each other.

import { FirefoxByHand } from "./firefox-hand.js";
import { until } from "./until.js";

/**
 * @typedef {import("./display.js").Display} Display
 * @typedef {import("./firefox-tab.js").FirefoxTab} FirefoxTab
 */

export class FirefoxPopup extends FirefoxByHand {
  #beside;

  /**
   * @param {FirefoxTab} beside one of the extension's own pages
   * @param {Display} display
   */
  constructor(beside, display) {
    super(beside, display);
    this.#beside = beside;
  }

  /**
   * Waits until it is open. It is filled before it is on the screen, and has the keyboard once it is there.
   * @param {{ options: FirefoxTab, display: Display }} stage
   */
  static async opened({ options, display }) {
    const popup = new FirefoxPopup(options, display);
    await popup.waitFor("the popup to have the keyboard", () => document.hasFocus());
    return popup;
  }

  isOpen() {
    return this.#beside.evaluate(() => chrome.extension.getViews({ type: "popup" }).length > 0);
  }

  async closes() {
    await until("the popup to close", async () => !(await this.isOpen()));
  }

  /**
   * Runs a function in the popup.
   * @template T
   * @template {unknown[]} P
   * @param {(...parameters: P) => T} code
   * @param {P} parameters
   * @returns {Promise<Awaited<T>>}
   * @override
   */
  evaluate(code, ...parameters) {
    return this.#beside.inPopup(code, ...parameters);
  }
}
