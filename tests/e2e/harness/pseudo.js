// A language that nobody speaks: English with accents, between brackets and longer by two fifths. What is
// plain English in it was never looked up; what lacks a bracket was cut off.

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The tag that such a language has, as CLDR gives it. */
export const PSEUDO = "en-XA";

/** How much longer it is: as much as German is for long texts. */
const LONGER = 0.4;

/** What is no text that anyone reads. */
const KEPT = new Set(["language", "direction", "list_separator"]);

const PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
const ACCENTED = "áƀçđéƒǧĥíĵķľɱñóƥɋřšťúṽŵẋýžÁƁÇĐÉƑǦĤÍĴĶĽṀÑÓƤɊŘŠŤÚṼŴẊÝŽ";
const ACCENTS = new Map([...PLAIN].map((letter, at) => [letter, [...ACCENTED][at] ?? letter]));

/** Syllables that make a text longer, so that it still breaks into lines as texts do. */
const FILLING = "ŧŵó ṽíéŕ šíẋ ėíğĥť ñíñé ťéñ ";

/** @param {string} text */
export function pseudo(text) {
  // `$1` stands for something, and keeps doing so.
  const accented = text.replaceAll(/\$\d|[a-zA-Z]/gu, (part) => ACCENTS.get(part) ?? part);
  const room = Math.ceil([...text].length * LONGER);
  const filling = FILLING.repeat(Math.ceil(room / FILLING.length))
    .slice(0, room)
    .trimEnd();
  return `[${accented} ${filling}]`;
}

/**
 * Lets an extension speak it in place of English: a browser takes no folder of another language than it knows.
 * @param {string} extension its folder
 */
export async function speakPseudo(extension) {
  const file = join(extension, "_locales/en/messages.json");
  /** @type {Record<string, { message: string }>} */
  const texts = JSON.parse(await readFile(file, "utf8"));
  // The extension's own name and description are the store's, which has room for so many letters.
  for (const [name, text] of Object.entries(texts))
    if (!KEPT.has(name) && !name.startsWith("extension")) text.message = pseudo(text.message);
  texts.language = { message: PSEUDO };
  await writeFile(file, JSON.stringify(texts));
}
