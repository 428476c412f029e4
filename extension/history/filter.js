/** Which saves are listed: those of a state, each with their number, and those that contain a word. */

import { byId, create } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";

/** @import { History, SaveState } from "../interface/protocol.d.ts" */
/** @typedef {"" | SaveState} Wanted */

/** A pause in typing long enough to look. */
const PAUSE_MS = 120;

/** @type {{ value: "" | "waiting" | "attention" | "saved", glyph: import("../interface/glyphs.js").Glyph | null }[]} */
const CHOICES = [
  { value: "", glyph: null },
  { value: "waiting", glyph: "clock" },
  { value: "attention", glyph: "warning" },
  { value: "saved", glyph: "check" },
];

/** The search field and the choice of states. */
export class Filter {
  #query = byId("query", HTMLInputElement);
  /** @type {Map<Wanted, { input: HTMLInputElement, count: HTMLElement }>} */
  #choices = new Map();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #pause;

  /**
   * @param {Wanted} wanted
   * @param {() => void} changed
   */
  constructor(wanted, changed) {
    this.#query.addEventListener("input", () => {
      clearTimeout(this.#pause);
      this.#pause = setTimeout(changed, PAUSE_MS);
    });
    const rows = CHOICES.map(({ value, glyph: drawing }) => {
      const input = create("input", {
        type: "radio",
        name: "state",
        value,
        checked: value === wanted,
      });
      input.addEventListener("change", changed);
      const count = create("span", { class: "count" });
      this.#choices.set(value, { input, count });
      return create(
        "label",
        { class: "filter-choice", "data-state": value },
        input,
        drawing ? glyph(drawing, 14) : null,
        create("span", {}, text(`filter_${value || "all"}`)),
        count,
      );
    });
    byId("filter", HTMLFieldSetElement).append(...rows);
  }

  /** What is searched for. */
  get query() {
    return this.#query.value.trim();
  }

  /** Which state is wanted, "" for all. @returns {Wanted} */
  get state() {
    const all = [...this.#choices];
    return all.find(([, { input }]) => input.checked)?.[0] ?? "";
  }

  /** Takes both wishes back. */
  clear() {
    this.#query.value = "";
    const all = this.#choices.get("");
    if (all) all.input.checked = true;
    this.#query.focus();
  }

  /** @param {History["counts"]} counts */
  show(counts) {
    const sum = counts.waiting + counts.attention + counts.saved;
    for (const [value, { count }] of this.#choices) {
      const number = value === "" ? sum : counts[/** @type {keyof typeof counts} */ (value)];
      count.textContent = number.toLocaleString(text("language"));
    }
  }
}
