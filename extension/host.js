// The browser as the core sees it (see `Host` in wasm/satchel.d.ts): stores, a clock, dice, turns,
// Notion's window.

import { isNotionAllowed } from "./access.js";
import { browser } from "./browser.js";
import { late } from "./core.js";
import { fileForm, removeFiles } from "./files.js";
import { tell } from "./messages.js";
import { content, keepContents } from "./contents.js";
import { picture } from "./pictures.js";
import * as saves from "./saves.js";
import { forgetAhead } from "./settings.js";
import { copies, writeCopies } from "./vault.js";

/** @import { Host } from "./wasm/satchel.js" */

const store = browser.storage.local;

/** Emptied when the browser closes, and out of every page's reach. */
const session = browser.storage.session;

/** The lock that is held while Notion's window is open. */
export const SIGN_IN = "sign-in";

/**
 * Waits for a turn, and gives the function that ends it.
 *
 * @param {string} name
 * @param {boolean} ifAvailable nothing where somebody else has it
 * @returns {Promise<(() => void) | undefined>}
 */
function turn(name, ifAvailable) {
  return new Promise((granted, failed) => {
    // The lock is held until the promise settles; a worker that dies lets go of it.
    navigator.locks
      .request(name, { ifAvailable }, (lock) => {
        if (!lock) return granted(undefined);
        return new Promise((end) => granted(() => end(undefined)));
      })
      .catch(failed);
  });
}

/** @param {string} name */
async function isTaken(name) {
  const { held } = await navigator.locks.query();
  return held?.some((lock) => lock.name === name) ?? false;
}

/** @type {Host} */
export const host = {
  read: (keys) => store.get(keys),
  write: (records) => {
    forgetAhead();
    return store.set(records);
  },
  remove: (keys) => store.remove(keys),
  copies,
  writeCopies,
  saveCopies: saves.saveCopies,
  writeSave: saves.writeSave,
  liveSaves: saves.liveSaves,
  unevenSaves: saves.unevenSaves,
  pastSaves: saves.pastSaves,
  savesAt: saves.savesAt,
  countSaves: saves.countSaves,
  forgetSaves: saves.forgetSaves,
  content,
  keepContents,
  fileForm,
  picture,
  removeFiles,
  now: () => Date.now(),
  random: () => Math.random(),
  id: () => crypto.randomUUID(),
  randomBits: () => crypto.getRandomValues(new Uint8Array(32)),
  online: () => navigator.onLine,
  allowed: isNotionAllowed,
  loadLate: late,

  redirects() {
    const usual = browser.identity.getRedirectURL("cb");
    const hash = /^https:\/\/(\w+)\.extensions\.allizom\.org\//.exec(usual)?.[1];
    // Firefox waits at either. The second is on this computer (RFC 8252, 7.3), for an issuer that does not take the
    // browser maker's domain.
    return hash ? [usual, `http://127.0.0.1/mozoauth2/${hash}/cb`] : [usual];
  },

  changed: (save) => tell("saveChanged", save),

  async keys() {
    // `getKeys` spares reading every record; browsers from before 2025 lack it.
    const keys = store.getKeys ? await store.getKeys() : Object.keys(await store.get(null));
    return keys.sort();
  },

  recall: async (key) => (await session.get(key))[key],
  remember: (key, record) =>
    record === undefined ? session.remove(key) : session.set({ [key]: record }),

  turn: async (name) => /** @type {() => void} */ (await turn(name, false)),
  turnIfFree: (name) => turn(name, true),
  isTaken,
  sleep: (time) => new Promise((over) => setTimeout(over, time)),

  digest: async (text) =>
    new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),

  browser() {
    if (browser.runtime.getURL("").startsWith("moz-")) return "firefox";
    return navigator.userAgent.includes(" Edg/") ? "edge" : "chrome";
  },

  async authorize(address) {
    try {
      return await browser.identity.launchWebAuthFlow({ url: address, interactive: true });
    } catch (thrown) {
      // A window that was closed and one that never opened differ in their words only: Chromium's
      // "The user did not approve access.", Firefox's "User cancelled or denied access.".
      if (/did not approve|cancelled or denied/i.test(String(thrown))) return undefined;
      throw thrown;
    }
  },

  isAuthorizing: () => isTaken(SIGN_IN),
};
