// What is the same about a page in every browser: what it says, and waiting for that.

import { until } from "./until.js";

/** @abstract */
export class Page {
  /**
   * Runs a function in the page. It sees nothing of where it was written.
   * @template T
   * @template {unknown[]} P
   * @param {(...parameters: P) => T} _code
   * @param {P} _parameters
   * @returns {Promise<Awaited<T>>}
   */
  evaluate(_code, ..._parameters) {
    throw new Error("each browser has its own way into a page");
  }

  /**
   * Waits until a function in the page returns something truthy, and returns that.
   * @template T
   * @template {unknown[]} P
   * @param {string} what
   * @param {(...parameters: P) => T} code
   * @param {P} parameters
   * @returns {Promise<NonNullable<Awaited<T>>>}
   */
  waitFor(what, code, ...parameters) {
    return until(what, () => this.evaluate(code, ...parameters));
  }

  /** The text a person reads on the page. */
  text() {
    return this.evaluate(() => document.body.innerText);
  }

  /**
   * Waits until the page says something.
   * @param {string} words
   */
  async says(words) {
    await this.waitFor(
      `the page to say “${words}”`,
      (/** @type {string} */ wanted) => document.body.innerText.includes(wanted),
      words,
    );
  }
}
