// The one place that loads the core, for the worker: the pages ask that. Nothing is compiled before the
// first call, and a worker that was stopped starts over from here.
//
// There are two modules: the first has what a save and the popup need, the late one what only the
// options page asks for. The types know which export needs which: `core` does not offer the others.
// The first comes with this script: a click would wait ten milliseconds until it is read by itself.

import { lookWhetherAllowed } from "./access.js";
import { moduleBytes, once } from "./modules.js";
import * as exports from "./wasm/satchel.js";
import bytes from "./wasm/satchel_bg.wasm";

/** @import { Late } from "./wasm/satchel.js" */
/** @typedef {typeof exports} Exports */
/**
 * @typedef {{ [Name in keyof Exports as
 *   Exports[Name] extends (...given: any[]) => Late<unknown> ? never : Name]: Exports[Name] }} Core
 */

// Compiled at once: that takes four milliseconds, and a click would wait eight for it to be done aside.
const first = once(async () => exports.initSync({ module: bytes }));

/** What is late imports from what is there: memory, table, functions. It has nothing of its own. */
const rest = once(async () => {
  const [there, late] = await Promise.all([first(), moduleBytes("satchel_late.wasm")]);
  await WebAssembly.instantiate(late, { first: { ...there } });
});

/** Known before anything is asked of Notion. Asked first: the browser answers while the core is compiled. */
const access = once(lookWhetherAllowed);

/**
 * The core, ready to be called. A load that failed is tried again at the next call.
 *
 * @returns {Promise<Core>}
 */
export async function core() {
  await Promise.all([access(), first()]).catch(unloadable);
  return exports;
}

/**
 * All of the core, ready to be called, in the same way.
 *
 * @returns {Promise<Exports>}
 */
export async function late() {
  await Promise.all([access(), rest()]).catch(unloadable);
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
