// Saves as they are kept, read without the core and without the worker, for what has to work when these
// are broken. Both stores are read, and of each save the copy is believed that came furthest, with all of
// its text that either has.

import { browser } from "./browser.js";

/**
 * A save as a store has it; what is damaged may have none of this.
 * @typedef {object} Kept
 * @property {string} id
 * @property {number} [revision]
 * @property {string} [state]
 * @property {boolean} [cut] the text was shortened in this copy
 * @property {Record<string, any>} [clip]
 * @property {string[]} [tags]
 * @property {{ property: string, name?: string, values: string[], attachments?: { key: string, name: string }[] }[]}
 *   [entries]
 * @property {string} [destination]
 * @property {number} [createdAt]
 * @property {number} [editedAt]
 * @property {number} [lastSentAt]
 * @property {{ url?: string } | null} [page]
 * @property {{ code?: string, status?: number } | null} [error]
 * @property {string} [article] where its blocks are
 */

const DATABASE = "satchel";
/** Where the small copies are, and where the first Satchel kept the only one. */
const SMALL = ["save:", "operation:"];

/** A save that came to its end is not brought back by a copy that lags behind. */
export const OVER = new Set(["saved", "undoing", "discarded"]);

/**
 * Every save, the oldest first, and what cannot be told to be one.
 *
 * @throws when neither store can be read
 */
export async function kept() {
  const results = await Promise.allSettled([stored("saves"), small()]);
  const records = results.flatMap((result) => (result.status === "fulfilled" ? result.value : []));
  const [first, second] = results;
  if (first.status === "rejected" && second.status === "rejected") throw first.reason;
  /** @type {Map<string, Kept[]>} */
  const copies = new Map();
  /** @type {unknown[]} */
  const strange = [];
  for (const record of records) {
    if (isSave(record)) copies.set(record.id, [...(copies.get(record.id) ?? []), record]);
    else strange.push(record);
  }
  const saves = [...copies.values()].map(believed);
  return { saves: saves.sort((one, other) => (one.id < other.id ? -1 : 1)), strange };
}

/** @param {unknown} record @returns {record is Kept} */
function isSave(record) {
  const { id, clip } = /** @type {Partial<Kept>} */ (record ?? {});
  return typeof id === "string" && typeof clip?.address === "string";
}

/** @param {Kept[]} copies of one save */
function believed(copies) {
  const place = (/** @type {Kept} */ save) =>
    (OVER.has(save.state ?? "") ? 1e9 : 0) + (save.revision ?? 0);
  const furthest = copies.reduce((best, other) => (place(other) > place(best) ? other : best));
  // One that lags behind may be from before the person changed the save.
  const full = furthest.cut
    ? copies.find(({ cut, editedAt }) => !cut && editedAt === furthest.editedAt)
    : undefined;
  return full ? { ...furthest, clip: full.clip, cut: false } : furthest;
}

/**
 * What a store of IndexedDB has.
 * @param {string} store
 * @returns {Promise<unknown[]>}
 */
export async function stored(store) {
  return (await inStore(store, (records) => records.getAll())) ?? [];
}

/**
 * How many records a store of IndexedDB has.
 * @param {string} store
 */
export async function countStored(store) {
  return (await inStore(store, (records) => records.count())) ?? 0;
}

/**
 * What a store says; nothing where there is none.
 * @template Found
 * @param {string} store
 * @param {(records: IDBObjectStore) => IDBRequest<Found>} ask
 * @returns {Promise<Found | undefined>}
 */
function inStore(store, ask) {
  return new Promise((done, failed) => {
    // Without a version it opens what there is.
    const request = indexedDB.open(DATABASE);
    // There is none: it is not for whoever only looks to make one.
    request.onupgradeneeded = () => request.transaction?.abort();
    request.onblocked = () => failed(new Error("the database is held by another page"));
    request.onerror = () =>
      request.error?.name === "AbortError" ? done(undefined) : failed(request.error);
    request.onsuccess = () => {
      const database = request.result;
      const end = (/** @type {() => void} */ how) => {
        database.close();
        how();
      };
      if (!database.objectStoreNames.contains(store)) return end(() => done(undefined));
      try {
        const asked = ask(database.transaction(store, "readonly").objectStore(store));
        asked.onsuccess = () => end(() => done(asked.result));
        asked.onerror = () => end(() => failed(asked.error));
      } catch (thrown) {
        end(() => failed(thrown));
      }
    };
  });
}

/** The copies in `storage.local`. @returns {Promise<unknown[]>} */
async function small() {
  const all = await browser.storage.local.get(null);
  const keys = Object.keys(all).filter((key) => SMALL.some((prefix) => key.startsWith(prefix)));
  return keys.map((key) => all[key]);
}
