/** What is done with a save, one thing at a time: what is said meanwhile, and where it fails. */

import { asError } from "../messages.js";
import { create } from "./element.js";
import { explain } from "./explain.js";
import { say } from "./status.js";
import { text } from "./text.js";
import { sayingMeanwhile } from "./under-way.js";

/** @import { SaveState } from "./protocol.d.ts" */

/**
 * What is being done with a save, in words, by how it was last told to stand.
 * @typedef {(state: SaveState) => string} Doing
 */

/** The work on one save. */
export class Work {
  /** What went wrong. */
  problem = create("p", { class: "save-problem", role: "alert" });
  #busy = false;
  #element;
  #stateOf;
  #showDoing;
  #over;

  /**
   * @param {HTMLElement} element that is busy meanwhile
   * @param {object} row
   * @param {() => SaveState} row.stateOf how the save was last told to stand
   * @param {(doing: Doing | null) => void} row.showDoing shows what is being done, in place of how it stands
   * @param {() => void} row.over all of it was done, or given up
   */
  constructor(element, { stateOf, showDoing, over }) {
    this.#element = element;
    this.#stateOf = stateOf;
    this.#showDoing = showDoing;
    this.#over = over;
  }

  get isBusy() {
    return this.#busy;
  }

  /**
   * @param {() => Promise<void>} work
   * @param {Doing} [doing]
   */
  async attempt(work, doing = () => text("loading")) {
    if (this.#busy) return;
    this.#busy = true;
    this.#element.setAttribute("aria-busy", "true");
    this.complain("");
    try {
      await sayingMeanwhile(work(), doing(this.#stateOf()), () => this.#showDoing(doing));
    } catch (thrown) {
      const { happened, next } = explain(asError(thrown));
      this.complain([happened, next].join(" ").trim());
      say("");
    } finally {
      this.#busy = false;
      this.#element.removeAttribute("aria-busy");
      this.#showDoing(null);
      this.#over();
    }
  }

  /** @param {string} words "" takes them away */
  complain(words) {
    this.problem.textContent = words;
  }
}

/**
 * What sending a save once more is doing: it tells itself how far it is, once it has begun.
 * @type {Doing}
 */
export function sending(state) {
  if (state === "unclear") return text("unclear_heading");
  return text(state === "waiting" || state === "attention" ? "state_sending" : `state_${state}`);
}
