// The browser as the core sees it (see `Host` in wasm/satchel.d.ts): stores, a clock, dice, turns,
// Notion's window.

import { isNotionAllowed } from "./access.js";
import { browser } from "./browser.js";
import { late } from "./core.js";
import { fileForm, removeFiles } from "./files.js";
import { report, tell } from "./messages.js";
import { content, keepContents } from "./contents.js";
import { picture } from "./pictures.js";
import * as saves from "./saves.js";
import { readRecords, writeRecords } from "./settings.js";
import { isTaken, turn, turnIfFree } from "./turns.js";
import { copies, writeCopies } from "./vault.js";

/** @import { Host } from "./wasm/satchel.js" */

const store = browser.storage.local;

/** Emptied when the browser closes, and out of every page's reach. */
const session = browser.storage.session;

/** The lock that is held while Notion's window is open. */
export const SIGN_IN = "sign-in";

/**
 * What is remembered, as of now: nobody but the core writes any of it, which nobody but the worker runs. A click
 * would wait for the browser to say the same again.
 *
 * @type {Map<string, unknown>}
 */
const remembered = new Map();

/**
 * What was remembered, by this worker or by one before it.
 *
 * @param {string} key
 */
async function recall(key) {
  if (remembered.has(key)) return remembered.get(key);
  const record = (await session.get(key))[key];
  // What was remembered meanwhile is newer.
  if (!remembered.has(key)) remembered.set(key, record);
  return remembered.get(key);
}

/**
 * Known here at once. For the next worker it is written down beside what follows: the browser has been told, also
 * should this one die.
 *
 * @param {string} key
 * @param {unknown} record
 */
async function remember(key, record) {
  remembered.set(key, record);
  const written = record === undefined ? session.remove(key) : session.set({ [key]: record });
  written.catch(report);
}

/** @type {Host} */
export const host = {
  read: readRecords,
  write: writeRecords,
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

  recall,
  remember,

  turn,
  turnIfFree,
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

  async isAuthorizing() {
    const { held } = await navigator.locks.query();
    return held?.some(({ name }) => name === SIGN_IN) ?? false;
  },
};
