import { browser } from "./browser.js";

/**
 * Keeps the worker alive while something is under way: browsers end one whose request takes long,
 * and an extension call now and then tells them not to.
 *
 * @template Value
 * @param {Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function awake(work) {
  const ticking = setInterval(() => browser.runtime.getPlatformInfo(), 10_000);
  try {
    return await work;
  } finally {
    clearInterval(ticking);
  }
}
