/**
 * Which of the destination's options fit what was typed.
 *
 * Pure, and quick with ten thousand of them: every name is folded once, and a look-up stops as
 * soon as it has enough that start with what was typed.
 */

/** @import { TagOption } from "../interface/protocol.d.ts" */

// Direction marks and zero-width characters that nobody typed on purpose. The joiners stay:
// Persian spelling and family emoji need them.
const STRAY = /[\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/gu;
const JOINERS = /[\u200c\u200d]/gu;
const MARKS = /\p{Mark}/gu;

/**
 * A tag as it will be shown: trimmed, single-spaced, without stray invisible characters.
 * @param {string} name
 * @returns {string}
 */
export function tidy(name) {
  return name.replace(STRAY, "").replace(/\s+/gu, " ").trim();
}

/**
 * Two tags are the same when this is the same: case, Unicode composition and invisible characters
 * make no difference.
 * @param {string} name
 * @returns {string}
 */
export function identity(name) {
  return tidy(name).replace(JOINERS, "").normalize("NFC").toLowerCase();
}

/**
 * For searching only: accents make no difference either, so that "resume" finds "Résumé".
 * @param {string} name
 */
export function folded(name) {
  return identity(name).normalize("NFKD").replace(MARKS, "");
}

/** The existing tags of one destination. */
export class Completion {
  /** @type {{ option: TagOption, identity: string, folded: string }[]} */
  #entries = [];
  /** @type {Map<string, TagOption>} */
  #byIdentity = new Map();

  /** @param {TagOption[]} [options] */
  constructor(options = []) {
    for (const option of options) {
      const same = identity(option.name);
      if (!same || this.#byIdentity.has(same)) continue;
      this.#byIdentity.set(same, option);
      this.#entries.push({ option, identity: same, folded: folded(option.name) });
    }
  }

  /**
   * The existing tag of this name: its spelling wins over what was typed.
   * @param {string} name
   * @returns {TagOption | null}
   */
  existing(name) {
    return this.#byIdentity.get(identity(name)) ?? null;
  }

  /**
   * The best few: names that start with what was typed, then names with a word that does, then
   * names that contain it, each in the database's own order.
   * @param {string} typed
   * @param {Set<string>} taken identities already chosen
   * @param {number} limit
   * @returns {TagOption[]}
   */
  suggest(typed, taken, limit) {
    const wanted = folded(typed);
    /** @type {[TagOption[], TagOption[], TagOption[]]} */
    const [starts, words, contains] = [[], [], []];
    for (const entry of this.#entries) {
      if (taken.has(entry.identity)) continue;
      const at = entry.folded.indexOf(wanted);
      if (at === 0) starts.push(entry.option);
      else if (at > 0 && startsWord(entry.folded, wanted, at)) words.push(entry.option);
      else if (at > 0 && contains.length < limit) contains.push(entry.option);
      if (starts.length === limit) break;
    }
    return [...starts, ...words, ...contains].slice(0, limit);
  }
}

/**
 * @param {string} name
 * @param {string} wanted
 * @param {number} at where `wanted` was found first
 */
function startsWord(name, wanted, at) {
  for (let found = at; found > 0; found = name.indexOf(wanted, found + 1)) {
    if (!/[\p{Letter}\p{Number}]/u.test(name[found - 1] ?? "")) return true;
  }
  return false;
}
