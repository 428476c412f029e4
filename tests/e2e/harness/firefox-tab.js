// A page in Firefox: a tab, or the extension's own page in one.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { FirefoxPage } from "./firefox-page.js";
import { until } from "./until.js";

/** @typedef {import("./marionette.js").Marionette} Marionette */

export class FirefoxTab extends FirefoxPage {
  #marionette;

  /**
   * @param {Marionette} marionette
   * @param {string} handle
   */
  constructor(marionette, handle) {
    super();
    this.#marionette = marionette;
    this.handle = handle;
  }

  /** Turns to this tab, without bringing it to the front: what is open there stays open. */
  async #turn() {
    await this.#marionette.send("WebDriver:SwitchToWindow", { handle: this.handle, focus: false });
  }

  /** Brings it to the front. */
  async show() {
    await this.#marionette.send("WebDriver:SwitchToWindow", { handle: this.handle, focus: true });
  }

  /** Whether it is still open. */
  async isOpen() {
    const handles = await this.#marionette.send("WebDriver:GetWindowHandles");
    return handles.includes(this.handle);
  }

  async close() {
    await this.#turn();
    await this.#marionette.send("WebDriver:CloseWindow");
  }

  /** @param {string} path */
  async screenshot(path) {
    await this.#turn();
    const { value } = await this.#marionette.send("WebDriver:TakeScreenshot", { full: false });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, value, "base64");
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
    return this.#run(`return (${code})(...arguments);`, parameters);
  }

  /**
   * Runs a function in the popup that is open, from this page of the extension: whatever the function names, it
   * names in the popup.
   * @template T
   * @template {unknown[]} P
   * @param {(...parameters: P) => T} code
   * @param {P} parameters
   * @returns {Promise<Awaited<T>>}
   */
  inPopup(code, ...parameters) {
    const script = `
      const [popup] = chrome.extension.getViews({ type: "popup" });
      if (!popup) throw new Error("no popup is open");
      with (popup) return (${code})(...arguments);`;
    return this.#run(script, parameters);
  }

  /**
   * @param {string} script
   * @param {unknown[]} parameters
   */
  async #run(script, parameters) {
    await this.#turn();
    const { value } = await this.#marionette.send("WebDriver:ExecuteScript", {
      script,
      args: parameters,
    });
    return value;
  }

  /**
   * @param {string} selector
   * @returns {Promise<string>}
   */
  async #element(selector) {
    const { value } = await until(`${selector} to be there`, () =>
      this.#marionette.send("WebDriver:FindElement", { using: "css selector", value: selector }),
    );
    return /** @type {string} */ (Object.values(value)[0]);
  }

  /** @param {string} selector */
  async click(selector) {
    await this.#turn();
    await this.#marionette.send("WebDriver:ElementClick", { id: await this.#element(selector) });
  }

  /**
   * @param {string} selector
   * @param {string} text
   */
  async fill(selector, text) {
    await this.#turn();
    const id = await this.#element(selector);
    await this.#marionette.send("WebDriver:ElementClear", { id });
    await this.#marionette.send("WebDriver:ElementSendKeys", { id, text });
  }
}
