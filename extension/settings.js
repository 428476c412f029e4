// The settings, which nobody but the worker writes: read before there is a core that asks for them, and kept in
// IndexedDB as well. Browsers have been seen to delete a whole store that they found damaged, and without settings
// nothing that waits knows where to.

import { browser } from "./browser.js";
import { inDatabase } from "./database.js";
import { report } from "./messages.js";

/** Where the core keeps them. */
export const SETTINGS = "settings";

const store = browser.storage.local;

/** What was read when the worker started. @type {ReturnType<typeof readRecords> | null} */
let ahead = null;

/** Reads them for the click that starts the worker, and arrives a moment later. */
export function readAhead() {
  ahead = read();
}

/** What was read ahead, for the first who wants it; for all others what is there now. */
export function takeSettings() {
  const taken = ahead ?? read();
  ahead = null;
  return taken;
}

function read() {
  const settings = readRecords([SETTINGS]);
  settings.catch(() => {}); // Who asks for them hears of it.
  return settings;
}

/**
 * The records of these keys that are there.
 *
 * @param {string[]} keys
 * @returns {Promise<Record<string, unknown>>}
 */
export async function readRecords(keys) {
  const found = await store.get(keys);
  if (!keys.includes(SETTINGS) || SETTINGS in found) return found;
  // Before the first settings are written there is no copy either.
  const copy = await inDatabase("copies", "readonly", (copies) => copies.get(SETTINGS)).catch(
    () => undefined,
  );
  return copy === undefined ? found : { ...found, [SETTINGS]: copy };
}

/** @param {Record<string, unknown>} records */
export async function writeRecords(records) {
  // What was read before may be old.
  ahead = null;
  await store.set(records);
  const { [SETTINGS]: settings } = records;
  if (settings === undefined) return;
  await inDatabase("copies", "readwrite", (copies) => copies.put(settings, SETTINGS)).catch(report);
}
