/** How many saves there are of each kind: what the last answer says, and counted on with what is told since. */

/** @import { History, SaveView } from "../interface/protocol.d.ts" */

/** @typedef {"waiting" | "attention" | "saved"} Heap */

/** The numbers. */
export class Counts {
  /** @type {History["counts"]} */
  now = { waiting: 0, attention: 0, saved: 0, unreadable: 0 };
  /** Before the first answer nothing is known to be missing in it. */
  #askedAt = Number.POSITIVE_INFINITY;
  /** Those that were made after it was asked for. @type {Set<string>} */
  #made = new Set();

  /**
   * @param {History["counts"]} counts
   * @param {number} askedAt when it was asked for
   */
  take(counts, askedAt) {
    this.now = { ...counts };
    this.#askedAt = askedAt;
    this.#made.clear();
  }

  /**
   * Counts a save without a row that is told of for the first time, if the answer cannot know it: its id
   * begins with the moment it was made. Whether it is counted by now.
   * @param {string} id
   */
  add(id) {
    if (this.#made.has(id)) return true;
    if (!(Number.parseInt(id, 10) > this.#askedAt)) return false;
    this.#made.add(id);
    this.now.waiting += 1;
    return true;
  }

  /**
   * @param {SaveView["state"]} before
   * @param {SaveView["state"]} after
   */
  move(before, after) {
    if (before === after) return;
    this.now[heap(before)] = Math.max(0, this.now[heap(before)] - 1);
    if (after !== "gone") this.now[heap(after)] += 1;
  }

  get all() {
    const { waiting, attention, saved } = this.now;
    return waiting + attention + saved;
  }

  /**
   * How many there are with a state like this.
   * @param {SaveView["state"]} state
   */
  of(state) {
    return this.now[heap(state)];
  }
}

/**
 * Which number a state belongs to: what is being sent or looked up still waits.
 * @param {SaveView["state"]} state
 * @returns {Heap}
 */
function heap(state) {
  return state === "saved" || state === "attention" ? state : "waiting";
}
