/**
 * Every word the pages show, looked up in `_locales`.
 *
 * Markup names its message with `data-i18n` (text), `data-i18n-label` (aria-label) or
 * `data-i18n-placeholder`; code calls `text`.
 */

import { browser } from "../browser.js";

/**
 * The message, or "" when there is none of that name: for codes that may be newer than the texts.
 * @param {string} key
 * @param {...(string | number)} substitutions
 * @returns {string}
 */
export function lookUp(key, ...substitutions) {
  return browser.i18n.getMessage(key, substitutions.map(String));
}

/**
 * The message; a missing one shows its key, so that it is noticed.
 * @param {string} key
 * @param {...(string | number)} substitutions
 * @returns {string}
 */
export function text(key, ...substitutions) {
  return lookUp(key, ...substitutions) || key;
}

/**
 * The message in the plural form the number takes: `key_one`, `key_other`, and whatever more a
 * language has. `$1` in it is the number.
 * @param {string} key
 * @param {number} number
 * @returns {string}
 */
export function countText(key, number) {
  const form = new Intl.PluralRules(text("language")).select(number);
  const shown = number.toLocaleString(text("language"));
  return lookUp(`${key}_${form}`, shown) || text(`${key}_other`, shown);
}

/**
 * How many there are of how many, in the plural form of the latter. `$1` and `$2` are the numbers.
 * @param {string} key
 * @param {number} number
 * @param {number} all
 */
export function ofText(key, number, all) {
  const form = new Intl.PluralRules(text("language")).select(all);
  const shown = [number, all].map((each) => each.toLocaleString(text("language")));
  return lookUp(`${key}_${form}`, ...shown) || text(`${key}_other`, ...shown);
}

/**
 * Several texts as one, with what the language puts between them.
 * @param {string[]} parts
 */
export function listText(parts) {
  return parts.join(text("list_separator"));
}

/**
 * How large a file is, as the language writes it.
 * @param {number} bytes
 */
export function sizeText(bytes) {
  const unit = bytes < 1_024 ? "byte" : bytes < 1_048_576 ? "kilobyte" : "megabyte";
  const value = bytes / { byte: 1, kilobyte: 1_024, megabyte: 1_048_576 }[unit];
  return value.toLocaleString(text("language"), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: value < 10 ? 1 : 0,
  });
}

/**
 * Fills a page's markup. The language and direction are those of the texts that were found, not
 * of the browser: English text in an Arabic browser still runs left to right.
 * @param {Document} page
 */
export function translate(page) {
  page.documentElement.lang = text("language");
  page.documentElement.dir = text("direction");
  for (const element of page.querySelectorAll("[data-i18n]")) {
    element.textContent = text(element.getAttribute("data-i18n") ?? "");
  }
  for (const element of page.querySelectorAll("[data-i18n-label]")) {
    element.setAttribute("aria-label", text(element.getAttribute("data-i18n-label") ?? ""));
  }
  for (const element of page.querySelectorAll("[data-i18n-placeholder]")) {
    element.setAttribute("placeholder", text(element.getAttribute("data-i18n-placeholder") ?? ""));
  }
}
