// The extension's IndexedDB: secrets (`copies`), saves, their articles (`contents`), and
// files that go along with them. Version 1 had the first only, version 2 the first two.

/** @typedef {"copies" | "saves" | "contents" | "files"} StoreName */

/** @type {StoreName[]} */
const STORES = ["copies", "saves", "contents", "files"];

const NAME = "satchel";
const VERSION = 3;

/** The connection, opened at the first use and again when the browser closed it. @type {Promise<IDBDatabase> | undefined} */
let connection;

/** Opens it before it is used, where that can be foreseen. */
export function connect() {
  connection ??= open(VERSION).catch((failed) => {
    connection = undefined;
    throw failed;
  });
  return connection;
}

/**
 * @param {number | undefined} version nothing for whichever there is
 * @returns {Promise<IDBDatabase>}
 */
async function open(version) {
  const opened = await opening(version).catch((failed) => {
    // A database that was repaired, or that a newer Satchel opened, has a higher version.
    if (failed?.name === "VersionError") return opening(undefined);
    throw failed;
  });
  const { version: found } = opened;
  if (STORES.every((name) => opened.objectStoreNames.contains(name))) return opened;
  // Found without its stores: a higher version makes them anew.
  opened.close();
  return opening(found + 1);
}

/**
 * @param {number | undefined} version
 * @returns {Promise<IDBDatabase>}
 */
function opening(version) {
  return new Promise((done, failed) => {
    const request = indexedDB.open(NAME, version);
    request.onupgradeneeded = () => make(request.result);
    request.onerror = () => failed(request.error);
    // Another context has an older version open, and does not let go of it.
    request.onblocked = () => failed(new Error("the database is held by an older page"));
    request.onsuccess = () => {
      const opened = request.result;
      const forget = () => {
        connection = undefined;
      };
      opened.onclose = forget;
      // A newer Satchel in another context must not wait for this one.
      opened.onversionchange = () => {
        opened.close();
        forget();
      };
      done(opened);
    };
  });
}

/** Makes what is missing; interrupted, the browser takes all of it back. @param {IDBDatabase} database */
function make(database) {
  const has = (/** @type {StoreName} */ name) => database.objectStoreNames.contains(name);
  if (!has("copies")) database.createObjectStore("copies");
  if (!has("contents")) database.createObjectStore("contents", { keyPath: "key" });
  if (!has("files"))
    database.createObjectStore("files", { keyPath: "key" }).createIndex("keptAt", "keptAt");
  if (!has("saves")) {
    const saves = database.createObjectStore("saves", { keyPath: "id" });
    // `live` is there only in a save that has a small copy as well.
    for (const name of ["live", "state"]) saves.createIndex(name, name);
    saves.createIndex("address", "clip.address");
  }
}

/**
 * Does something in one transaction, and gives what the request in it came to. What was read is there before
 * the transaction is over; what was written is so only then.
 *
 * @template Value
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 * @param {(records: IDBObjectStore) => IDBRequest<Value> | undefined} work a request that it gives is not listened to
 * @returns {Promise<Value | undefined>}
 */
export async function inDatabase(name, mode, work) {
  const transaction = await begin(name, mode);
  const request = work(transaction.objectStore(name));
  await new Promise((done, failed) => {
    if (request && mode === "readonly") request.onsuccess = done;
    transaction.oncomplete = done;
    transaction.onerror = transaction.onabort = () => failed(transaction.error);
  });
  return request?.result;
}

/**
 * @param {StoreName} name
 * @param {IDBTransactionMode} mode
 */
async function begin(name, mode) {
  // Strict: the write is on the disk, not on its way there, when the transaction completes.
  const strict = /** @type {const} */ ({ durability: "strict" });
  try {
    return (await connect()).transaction(name, mode, strict);
  } catch (failed) {
    // Closed a moment ago, by a newer Satchel or by the browser.
    if (/** @type {DOMException} */ (failed)?.name !== "InvalidStateError") throw failed;
    connection = undefined;
    return (await connect()).transaction(name, mode, strict);
  }
}
