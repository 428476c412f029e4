// The browser as the core sees it (see `Host` in wasm/satchel.d.ts): a store, a clock, dice, turns.

import { browser } from "./browser.js";
import { tell } from "./messages.js";

/** @import { Host } from "./wasm/satchel.js" */

const store = browser.storage.local;

/** @type {Host} */
export const host = {
  read: (keys) => store.get(keys),
  write: (records) => store.set(records),
  remove: (keys) => store.remove(keys),
  now: () => Date.now(),
  random: () => Math.random(),
  id: () => crypto.randomUUID(),
  online: () => navigator.onLine,
  changed: (save) => tell("saveChanged", save),

  async keys() {
    // `getKeys` spares reading every record; browsers from before 2025 lack it.
    const keys = store.getKeys ? await store.getKeys() : Object.keys(await store.get(null));
    return keys.sort();
  },

  turn: (name) =>
    new Promise((granted, failed) => {
      // The lock is held until the promise settles; a worker that dies lets go of it.
      navigator.locks
        .request(name, () => new Promise((end) => granted(() => end(undefined))))
        .catch(failed);
    }),
};
