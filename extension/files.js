// Files that were chosen to go along with a save: their bytes, by their SHA-256 digest, until no save
// needs them. The popup puts them here, the background sends them.

import { browser } from "./browser.js";
import { inDatabase } from "./database.js";
import { expectLeftovers } from "./leftovers.js";
import { report } from "./messages.js";

/** @typedef {{ key: string, bytes: ArrayBuffer, keptAt: number }} Kept */

/** The lock of whoever keeps files that a save is about to name: meanwhile none is taken away. */
export const FILES = "files";

/** Files that no save names are left alone for so long: one may be about to. */
const LATELY = 3_600_000;

/**
 * Keeps a file on this device, and gives its key.
 *
 * @param {Blob} file
 * @param {string} [kind] what its key begins with
 * @throws when its bytes cannot be read, or not be kept
 */
export async function keepFile(file, kind = "") {
  const bytes = await file.arrayBuffer();
  const key = kind + hexadecimal(await crypto.subtle.digest("SHA-256", bytes));
  const kept = { key, bytes, keptAt: Date.now() };
  await inDatabase("files", "readwrite", (files) => files.put(kept));
  expectLeftovers().catch(report);
  return key;
}

/** @param {string} key */
export async function hasFile(key) {
  return (await inDatabase("files", "readonly", (files) => files.count(key))) === 1;
}

/**
 * A form with the file as its part `file`; nothing where its bytes are gone.
 *
 * @param {string} key
 * @param {string} name
 * @param {string} media
 * @returns {Promise<FormData | undefined>}
 */
export async function fileForm(key, name, media) {
  const kept = /** @type {Kept | undefined} */ (
    await inDatabase("files", "readonly", (files) => files.get(key))
  );
  if (!kept) return undefined;
  const form = new FormData();
  form.append("file", new Blob([kept.bytes], { type: media }), name);
  return form;
}

/**
 * Takes away the files of these keys, or, with `others`, those of all others but the last hour's.
 *
 * @param {string[]} keys
 * @param {boolean} others
 * @returns {Promise<boolean>} whether others are that new
 */
export async function removeFiles(keys, others) {
  let isSpared = false;
  const spare = () => {
    isSpared = true;
  };
  const needed = others ? [...keys, ...(await inDrafts())] : [];
  await inDatabase("files", "readwrite", (files) => {
    if (!others) for (const key of keys) files.delete(key);
    else sweep(files, needed, spare);
    return undefined;
  });
  return isSpared;
}

/**
 * The files that somebody chose in a popup and has not saved: what was edited there is kept for as long as
 * the browser runs.
 *
 * @returns {Promise<string[]>}
 */
async function inDrafts() {
  const drafts = /** @type {Record<string, Partial<import("./popup/drafts.js").Kept>>} */ (
    await browser.storage.session.get(null)
  );
  const settings = Object.values(drafts).flatMap((draft) =>
    Object.values(draft?.edits?.properties ?? {}).flatMap(Object.values),
  );
  return settings.flatMap(({ attachments = [] }) =>
    attachments.map((/** @type {{ key: string }} */ { key }) => key),
  );
}

/**
 * By the index alone: no bytes are read.
 *
 * @param {IDBObjectStore} files
 * @param {string[]} keys
 * @param {() => void} spare is told of those that are too new
 */
function sweep(files, keys, spare) {
  const request = files.index("keptAt").openKeyCursor();
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor) return;
    if (!keys.includes(String(cursor.primaryKey))) {
      // A clock may have been ahead.
      if (Math.abs(Date.now() - Number(cursor.key)) > LATELY) files.delete(cursor.primaryKey);
      else spare();
    }
    cursor.continue();
  };
}

/** @param {ArrayBuffer} digest */
function hexadecimal(digest) {
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
