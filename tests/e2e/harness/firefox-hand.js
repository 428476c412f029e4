// A page in Firefox in which the real mouse and the real keyboard do everything.

import { FirefoxPage } from "./firefox-page.js";

/**
 * @typedef {import("./display.js").Display} Display
 * @typedef {import("./firefox-tab.js").FirefoxTab} FirefoxTab
 */

export class FirefoxByHand extends FirefoxPage {
  #tab;
  #display;

  /**
   * @param {FirefoxTab} tab the one in front, by which the page is seen
   * @param {Display} display
   */
  constructor(tab, display) {
    super();
    this.#tab = tab;
    this.#display = display;
  }

  /**
   * Runs a function in the page.
   * @template T
   * @template {unknown[]} P
   * @param {(...parameters: P) => T} code
   * @param {P} parameters
   * @returns {Promise<Awaited<T>>}
   * @override
   */
  evaluate(code, ...parameters) {
    return this.#tab.evaluate(code, ...parameters);
  }

  /** @param {string} selector */
  async click(selector) {
    await this.#display.click(await this.find(selector));
  }

  /**
   * Replaces what a field holds.
   * @param {string} selector
   * @param {string} text
   */
  async fill(selector, text) {
    await this.click(selector);
    await this.#display.press("ctrl+a");
    await this.#display.type(text);
    await this.waitFor(
      `“${text}” to stand in ${selector}`,
      (/** @type {string} */ wanted, /** @type {string} */ words) =>
        /** @type {HTMLInputElement} */ (document.querySelector(wanted)).value === words,
      selector,
      text,
    );
  }

  /**
   * Opens a list and chooses from it by what its entry says.
   * @param {string} selector
   * @param {string} label
   */
  async pick(selector, label) {
    const closes = await this.#display.opensWindow(() => this.click(selector));
    await this.#display.type(label);
    await this.#display.press("Return");
    await closes();
    await this.waitFor(
      `“${label}” to be chosen`,
      (/** @type {string} */ wanted, /** @type {string} */ words) => {
        const list = /** @type {HTMLSelectElement} */ (document.querySelector(wanted));
        return list.selectedOptions[0]?.text.trim() === words;
      },
      selector,
      label,
    );
  }

  /** @param {"Enter" | "Tab"} key */
  async press(key) {
    await this.#display.press(key === "Enter" ? "Return" : key);
  }
}
