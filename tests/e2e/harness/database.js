// The extension's IndexedDB, as each version of it was laid out, and as it is found.

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * @typedef {"copies" | "saves" | "contents" | "files" | "later"} Name of a store
 * @typedef {{ keyPath: string | null, indexes: string[][] }} Layout
 * @typedef {[IDBValidKey, unknown][]} Records by their keys
 * @typedef {{ version: number, layouts: { [name: string]: Layout }, records: { [name: string]: Records } }} Found
 */

/** The stores as they are now, and as they were from the version on that made them. @type {Record<Name, Layout>} */
export const LAYOUTS = {
  copies: { keyPath: null, indexes: [] },
  saves: {
    keyPath: "id",
    indexes: [
      ["address", "clip.address"],
      ["live", "live"],
      ["state", "state"],
    ],
  },
  contents: { keyPath: "key", indexes: [] },
  files: { keyPath: "key", indexes: [["keptAt", "keptAt"]] },
  later: { keyPath: null, indexes: [] },
};

/** The stores that this version has. @type {Name[]} */
export const STORES = ["copies", "saves", "contents", "files"];

/**
 * Everything in the database, which is opened as whichever version it has.
 * @param {Tab} page one of the extension's own that has nothing to do with it
 * @returns {Promise<Found>}
 */
export function found(page) {
  return page.evaluate(async () => {
    /** @template T @param {IDBRequest<T>} request @returns {Promise<T>} */
    const settled = (request) =>
      new Promise((done, failed) => {
        request.onsuccess = () => done(request.result);
        request.onerror = () => failed(request.error);
      });
    const database = await settled(indexedDB.open("satchel"));
    /** @type {Found} */
    const found = { version: database.version, layouts: {}, records: {} };
    for (const name of database.objectStoreNames) {
      const store = database.transaction(name).objectStore(name);
      const { keyPath } = store;
      const indexes = [...store.indexNames].map((index) => [
        index,
        String(store.index(index).keyPath),
      ]);
      found.layouts[name] = { keyPath: /** @type {string | null} */ (keyPath), indexes };
      const [keys, values] = await Promise.all([
        settled(store.getAllKeys()),
        settled(store.getAll()),
      ]);
      found.records[name] = keys.map((key, at) => [key, values[at]]);
    }
    database.close();
    return found;
  });
}

/**
 * Puts a database of that version in the place of whichever there is, made as that version did.
 * @param {Tab} page one of the extension's own that has nothing to do with it
 * @param {number} version
 * @param {Name[]} names of its stores
 * @param {{ [name: string]: Records }} records
 */
export async function layOut(page, version, names, records) {
  const stores = names.map((name) => ({ name, ...LAYOUTS[name], records: records[name] ?? [] }));
  await page.evaluate(
    async (
      /** @type {number} */ version,
      /** @type {(Layout & { name: string, records: Records })[]} */ stores,
    ) => {
      await new Promise((done, failed) => {
        const gone = indexedDB.deleteDatabase("satchel");
        gone.onsuccess = done;
        gone.onerror = () => failed(gone.error);
      });
      await new Promise((done, failed) => {
        const opening = indexedDB.open("satchel", version);
        opening.onupgradeneeded = () => {
          for (const { name, keyPath, indexes, records } of stores) {
            const options = keyPath === null ? {} : { keyPath };
            const store = opening.result.createObjectStore(name, options);
            for (const [index, path] of indexes) store.createIndex(index ?? "", path ?? "");
            for (const [key, value] of records)
              keyPath === null ? store.put(value, key) : store.put(value);
          }
        };
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          opening.result.close();
          done(undefined);
        };
      });
    },
    version,
    stores,
  );
}
