// How a module of wasm is loaded, and tried again where that failed.

import { browser } from "./browser.js";

/**
 * Loads what is needed when it is first asked for. A load that failed is tried again at the next call.
 *
 * @template T
 * @param {() => Promise<T>} load
 * @returns {() => Promise<T>}
 */
export function once(load) {
  /** @type {Promise<T> | null} */
  let loading = null;
  return () => {
    loading ??= load().catch((failure) => {
      loading = null;
      throw failure;
    });
    return loading;
  };
}

/**
 * The bytes of a module. All are read before they are compiled: to compile such small ones while they
 * come takes longer.
 *
 * @param {string} name
 */
export async function moduleBytes(name) {
  const file = await fetch(browser.runtime.getURL(`wasm/${name}`));
  return file.arrayBuffer();
}
