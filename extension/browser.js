// The one name for the browser's extension API: Firefox calls it `browser`, Chromium `chrome`, and
// both answer with promises.

/** @type {typeof chrome} */
export const browser = /** @type {any} */ (globalThis).browser ?? globalThis.chrome;
