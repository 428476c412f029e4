// The one place that loads the wasm. Any context may import it; nothing is compiled before the first
// call, and a worker that was stopped starts over from here.
//
// There are two modules: the first has what a save and the popup need, the late one what only the
// options page asks for. The types know which export needs which: `core` does not offer the others.

import init, * as exports from "./wasm/satchel.js";

/** @import { Late } from "./wasm/satchel.js" */
/** @typedef {typeof exports} Exports */
/**
 * @typedef {{ [Name in keyof Exports as
 *   Exports[Name] extends (...given: any[]) => Late<unknown> ? never : Name]: Exports[Name] }} Core
 */

/** The late module, once something asked for it. @type {Promise<unknown> | null} */
let loading = null;

/**
 * The core, ready to be called. A load that failed is tried again at the next call.
 *
 * @returns {Promise<Core>}
 */
export async function core() {
  await init().catch(unloadable);
  return exports;
}

/**
 * All of the core, ready to be called, in the same way.
 *
 * @returns {Promise<Exports>}
 */
export async function late() {
  loading ??= load().catch((failure) => {
    loading = null;
    return unloadable(failure);
  });
  await loading;
  return exports;
}

/**
 * The pages have words for this, and an export that needs none of it.
 *
 * @param {unknown} failure
 * @returns {never}
 */
function unloadable(failure) {
  throw Object.assign(new Error(`the core did not load: ${failure}`), { code: "core-failed" });
}

/** What is late imports from what is there: memory, table, functions. It has nothing of its own. */
async function load() {
  const [first, file] = await Promise.all([
    init(),
    fetch(new URL("wasm/satchel_late.wasm", import.meta.url)),
  ]);
  await WebAssembly.instantiate(await file.arrayBuffer(), { first: { ...first } });
}
