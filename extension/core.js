// The one place that loads the wasm. Any context may import it; nothing is compiled before the first
// call, and a worker that was stopped starts over from here.

import init, * as exports from "./wasm/satchel.js";

/**
 * The core, ready to be called. A load that failed is tried again at the next call.
 *
 * @returns {Promise<typeof exports>}
 */
export async function core() {
  await init();
  return exports;
}
