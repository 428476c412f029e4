// A page in Firefox: a tab, or the extension's own page in one.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Page } from "./page.js";
import { until } from "./until.js";

/** @typedef {import("./marionette.js").Marionette} Marionette */

export class FirefoxTab extends Page {
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
  async evaluate(code, ...parameters) {
    await this.#turn();
    const { value } = await this.#marionette.send("WebDriver:ExecuteScript", {
      script: `return (${code})(...arguments)`,
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

/**
 * Waits until the popup that is open is filled in, and saves with it. Without a window manager no key reaches
 * Firefox's popup, and no driver ever does; but the extension's own pages see each other.
 * @param {FirefoxTab} options
 * @param {string} description that the page has
 * @returns {Promise<{ innerWidth: number, overflow: number }>} the popup's size
 */
export function saveWithPopup(options, description) {
  return options.waitFor(
    "the popup to be filled",
    (/** @type {string} */ wanted) => {
      const [popup] = chrome.extension.getViews({ type: "popup" });
      const form = /** @type {HTMLFormElement | null | undefined} */ (
        popup?.document.querySelector("#form")
      );
      const field = /** @type {HTMLTextAreaElement | null | undefined} */ (
        form?.querySelector("#description")
      );
      if (field?.value !== wanted) return undefined;
      const { innerWidth, document } = /** @type {Window} */ (popup);
      form?.requestSubmit();
      return { innerWidth, overflow: document.documentElement.scrollWidth - innerWidth };
    },
    description,
  );
}
