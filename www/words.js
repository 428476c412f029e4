// The extension's own code asks the browser for its words, and a site has no such browser: here it has.

import * as english from "./english.js";

/** @type {Map<string, { message: string }>} */
const WORDS = new Map(Object.entries(english));

/**
 * @param {string} key
 * @param {string[]} [substitutions]
 */
function getMessage(key, substitutions = []) {
  const message = WORDS.get(key)?.message ?? "";
  return message.replace(/\$(\d)/gu, (_, at) => substitutions[at - 1] ?? "");
}

Object.assign(globalThis, { browser: { i18n: { getMessage } } });
