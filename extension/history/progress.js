/** How far a queue has drained: "12 of 1,000 sent". Shown while more than one save waits its turn. */

import { byId, create } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { countText, text } from "../interface/text.js";
import { AT_ONCE } from "../interface/under-way.js";

/** How long the end of it is left to be read. */
const READ_MS = 8_000;

/** The progress since the queue was last seen empty. */
export class Progress {
  #section = byId("progress", HTMLElement);
  #bar = create("progress", { "aria-labelledby": "progress-words" });
  #words = create("p", { id: "progress-words" });
  /** @type {Set<string>} */
  #sent = new Set();
  #waiting = 0;
  /** All that wait were asked for at once: it is shown before the first of them has arrived. */
  #isBegun = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #ending;

  constructor() {
    this.#section.append(this.#words, this.#bar);
  }

  /**
   * One more has arrived in Notion.
   * @param {string} id
   */
  sent(id) {
    this.#sent.add(id);
  }

  /** All that wait are to be sent now, which may be over before there is anything to show of it. */
  begin() {
    setTimeout(() => {
      this.#isBegun = this.#waiting > 0;
      this.show(this.#waiting);
    }, AT_ONCE);
  }

  /**
   * @param {number} waiting how many still wait
   */
  show(waiting) {
    const isOver = waiting === 0 && this.#waiting > 0 && this.#sent.size > 1;
    this.#waiting = waiting;
    if (isOver) this.#end();
    if (waiting === 0) {
      this.#isBegun = false;
      // One that is taken back afterwards is under way as well, and no second of two that are sent.
      this.#sent.clear();
      if (!isOver && this.#ending === undefined) this.#section.hidden = true;
      return;
    }
    clearTimeout(this.#ending);
    this.#ending = undefined;
    const all = this.#sent.size + waiting;
    this.#section.hidden = (this.#sent.size === 0 && !this.#isBegun) || all < 2;
    this.#bar.hidden = false;
    this.#bar.max = all;
    this.#bar.value = this.#sent.size;
    this.#words.replaceChildren(text("progress", number(this.#sent.size), number(all)));
  }

  #end() {
    this.#words.replaceChildren(glyph("check"), ` ${countText("progress_done", this.#sent.size)}`);
    this.#bar.hidden = true;
    this.#section.hidden = false;
    this.#ending = setTimeout(() => {
      this.#ending = undefined;
      this.#section.hidden = true;
    }, READ_MS);
  }
}

/** @param {number} value */
function number(value) {
  return value.toLocaleString(text("language"));
}
