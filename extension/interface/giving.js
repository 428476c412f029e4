/** Giving the reader a file. */

import { create } from "./element.js";

/**
 * @param {string} name
 * @param {string} content
 * @param {string} type of the content
 */
export function give(name, content, type) {
  const address = URL.createObjectURL(new Blob([content], { type: `${type};charset=utf-8` }));
  create("a", { href: address, download: name }).click();
  // The browser reads it at its own pace.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The day, as it stands in a file's name. */
export function today() {
  return new Date().toISOString().slice(0, 10);
}
