// The articles of saves, as JSON texts beside the records that name them: hundreds of kilobytes that
// nobody reads but who sends them.

import { inDatabase } from "./database.js";

/** How long an article stays that no save names: one may be about to be written. */
const SPARED = 3_600_000;

/**
 * Keeps an article.
 *
 * @param {string} text
 * @returns {Promise<string>} its key
 */
export async function keepContent(text) {
  const key = crypto.randomUUID();
  await inDatabase("contents", "readwrite", (contents) =>
    contents.put({ key, text, at: Date.now() }),
  );
  return key;
}

/** @param {string} key */
export async function content(key) {
  return (await inDatabase("contents", "readonly", (contents) => contents.get(key)))?.text;
}

/**
 * Removes every other article that is not new.
 *
 * @param {string[]} keys
 */
export async function keepContents(keys) {
  const needed = new Set(keys);
  await inDatabase("contents", "readwrite", (contents) => {
    const request = contents.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      const isOld = Math.abs(Date.now() - cursor.value.at) > SPARED;
      if (isOld && !needed.has(String(cursor.key))) cursor.delete();
      cursor.continue();
    };
    return undefined;
  });
}
