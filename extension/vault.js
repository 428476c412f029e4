// Records that must survive the loss of a store. Chromium has been seen to drop the last writes of
// `storage.local`, and to delete a damaged IndexedDB whole; never both at once. In Firefox nothing
// keeps a content script from reading `storage.local`, so there secrets are in IndexedDB alone.

import { browser } from "./browser.js";
import { inDatabase } from "./database.js";

/**
 * @typedef {object} Store
 * @property {(key: string) => Promise<unknown>} read `undefined` where there is none
 * @property {(key: string, record: unknown) => Promise<unknown>} write
 * @property {(key: string) => Promise<unknown>} remove
 */

/** @type {Store} */
const database = {
  read: (key) => inDatabase("copies", "readonly", (records) => records.get(key)),
  write: (key, record) => inDatabase("copies", "readwrite", (records) => records.put(record, key)),
  remove: (key) => inDatabase("copies", "readwrite", (records) => records.delete(key)),
};

/** @type {Store} */
const local = {
  read: async (key) => (await browser.storage.local.get(key))[key],
  write: (key, record) => browser.storage.local.set({ [key]: record }),
  remove: (key) => browser.storage.local.remove(key),
};

const canHideLocal = "setAccessLevel" in browser.storage.local;
const stores = canHideLocal ? [database, local] : [database];

/**
 * What came of it in the stores that did not fail. One that cannot be read says nothing about what
 * it holds, so it is not one that lacks the record.
 *
 * @param {(store: Store) => Promise<unknown>} work
 */
async function inEach(work) {
  const results = await Promise.allSettled(stores.map(work));
  const done = results.filter((result) => result.status === "fulfilled");
  const [first] = results;
  if (done.length === 0 && first?.status === "rejected") throw first.reason;
  return done.map(({ value }) => value);
}

/** @param {string} key */
export function copies(key) {
  return inEach((store) => store.read(key));
}

/**
 * @param {string} key
 * @param {unknown} record `undefined` to remove it
 */
export async function writeCopies(key, record) {
  await inEach((store) => (record === undefined ? store.remove(key) : store.write(key, record)));
}
