// The articles of saves, as JSON texts beside the records that name them: hundreds of kilobytes that
// nobody reads but who sends them.

import { inDatabase } from "./database.js";

/**
 * The lock of whoever takes away articles that no save names. Whoever may be about to name one that was
 * read long ago has a part in it meanwhile.
 */
export const CONTENTS = "contents";

/** How long an article stays that no save names: one may be about to be written. */
const SPARED = 3_600_000;

/** What follows the key of an article in the key of its pictures. */
const PICTURES = ".pictures";
/** What follows it in the key of what is left out of it. */
const LEFT = ".left";

/**
 * Keeps an article, and the addresses of its pictures and what is left out beside it.
 *
 * @param {string} text
 * @param {string} pictures
 * @param {string} left
 * @returns {Promise<string>} its key
 */
export async function keepContent(text, pictures, left) {
  const key = crypto.randomUUID();
  const at = Date.now();
  await inDatabase("contents", "readwrite", (contents) => {
    contents.put({ key: key + PICTURES, text: pictures, at });
    contents.put({ key: key + LEFT, text: left, at });
    return contents.put({ key, text, at });
  });
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
 * @returns {Promise<boolean>} whether others are new
 */
export async function keepContents(keys) {
  const needed = new Set(keys);
  let isSpared = false;
  await inDatabase("contents", "readwrite", (contents) => {
    const request = contents.openCursor();
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      const isOld = Math.abs(Date.now() - cursor.value.at) > SPARED;
      const [key = ""] = String(cursor.key).split(".");
      if (!needed.has(key)) {
        if (isOld) cursor.delete();
        else isSpared = true;
      }
      cursor.continue();
    };
    return undefined;
  });
  return isSpared;
}

/**
 * The addresses of an article's pictures.
 *
 * @param {string} article as a save names it
 * @returns {Promise<string[]>}
 */
export async function picturesIn(article) {
  return JSON.parse((await beside(article, PICTURES)) ?? "[]");
}

/**
 * How many files of each kind are left out of an article.
 *
 * @param {string} article as a save names it
 * @returns {Promise<Record<string, number>>}
 */
export async function leftOutOf(article) {
  return JSON.parse((await beside(article, LEFT)) ?? "{}");
}

/**
 * The blocks of an article, as they are sent; null where they are gone.
 *
 * @param {string} article as a save names it
 * @returns {Promise<import("./popup/blocks.js").Block[] | null>}
 */
export async function blocksIn(article) {
  return JSON.parse((await beside(article, "")) ?? "null");
}

/**
 * @param {string} article as a save names it
 * @param {string} what
 */
function beside(article, what) {
  return content(article.slice(article.indexOf(":") + 1) + what);
}
