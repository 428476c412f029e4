/**
 * The chosen tags, as chips before the tag field.
 *
 * The chips are one stop for the Tab key's sake: a page with three hundred tags must not take three
 * hundred presses to get past. The arrow keys reach them from the start of the empty field.
 */

import { create, isolated } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";
import { identity } from "./completion.js";

/** @import { Completion } from "./completion.js" */

/** The list of chosen tags, in order, each once. */
export class Chips {
  /** @type {Map<string, { name: string, element: HTMLLIElement }>} */
  #chosen = new Map();
  #list;
  #field;
  #removed;

  /**
   * @param {HTMLUListElement} list
   * @param {HTMLInputElement} field where focus goes back to
   * @param {(name: string) => void} removed called after the reader removed one
   */
  constructor(list, field, removed) {
    this.#list = list;
    this.#field = field;
    this.#removed = removed;
    list.addEventListener("keydown", (event) => this.#walk(event));
    list.addEventListener("click", (event) => {
      const element = event.target instanceof Element ? event.target.closest("li") : null;
      if (event.target instanceof Element && event.target.closest("button") && element)
        this.#remove(element);
    });
  }

  /** @returns {string[]} */
  get names() {
    return [...this.#chosen.values()].map((chip) => chip.name);
  }

  /** @returns {Set<string>} */
  get identities() {
    return new Set(this.#chosen.keys());
  }

  /**
   * @param {string} name
   * @param {Completion} completion gives the colour, or shows that the tag will be a new one
   * @returns {boolean} whether it was not there yet
   */
  add(name, completion) {
    const same = identity(name);
    if (!same || this.#chosen.has(same)) return false;
    const element = create(
      "li",
      { class: "chip", "data-identity": same },
      isolated(name, "chip-name"),
      create(
        "button",
        {
          type: "button",
          class: "chip-remove",
          tabindex: -1,
          "aria-label": text("remove_tag", name),
        },
        glyph("cross", 12),
      ),
    );
    this.#chosen.set(same, { name, element });
    this.#colour(element, name, completion);
    this.#list.append(element);
    this.#list.hidden = false;
    this.#list.scrollTop = this.#list.scrollHeight;
    return true;
  }

  /** Takes every chip away, telling nobody. */
  clear() {
    this.#chosen.clear();
    this.#list.replaceChildren();
    this.#list.hidden = true;
  }

  /**
   * Another destination has other tags: show which of the chosen ones it knows, in its colours.
   * @param {Completion} completion
   */
  recolour(completion) {
    for (const { name, element } of this.#chosen.values()) this.#colour(element, name, completion);
  }

  /** Removes the last chip, for Backspace in the empty field. */
  removeLast() {
    const last = this.#list.lastElementChild;
    if (last instanceof HTMLLIElement) this.#remove(last);
  }

  /** Moves the focus to the last chip, for the arrow key in the empty field. */
  focusLast() {
    this.#list.lastElementChild?.querySelector("button")?.focus();
  }

  /**
   * @param {HTMLLIElement} element
   * @param {string} name
   * @param {Completion} completion
   */
  #colour(element, name, completion) {
    const option = completion.existing(name);
    element.dataset.color = option?.color ?? "default";
    element.classList.toggle("new", option === null);
    if (option) {
      const chip = this.#chosen.get(element.dataset.identity ?? "");
      if (chip) chip.name = option.name;
      element.querySelector("bdi")?.replaceChildren(option.name);
    }
  }

  /** @param {HTMLLIElement} element */
  #remove(element) {
    const neighbour = element.nextElementSibling ?? element.previousElementSibling;
    const hadFocus = element.contains(document.activeElement);
    const name = this.#chosen.get(element.dataset.identity ?? "")?.name ?? "";
    this.#chosen.delete(element.dataset.identity ?? "");
    element.remove();
    this.#list.hidden = this.#chosen.size === 0;
    if (hadFocus) (neighbour?.querySelector("button") ?? this.#field).focus();
    this.#removed(name);
  }

  /** @param {KeyboardEvent} event */
  #walk(event) {
    const element = event.target instanceof Element ? event.target.closest("li") : null;
    if (!element) return;
    const rightToLeft = document.documentElement.dir === "rtl";
    const back = rightToLeft ? "ArrowRight" : "ArrowLeft";
    const forward = rightToLeft ? "ArrowLeft" : "ArrowRight";
    if (event.key === back) element.previousElementSibling?.querySelector("button")?.focus();
    else if (event.key === forward)
      (element.nextElementSibling?.querySelector("button") ?? this.#field).focus();
    else if (event.key === "Home") this.#list.querySelector("button")?.focus();
    else if (event.key === "End" || event.key === "Escape") this.#field.focus();
    else if (event.key === "Delete" || event.key === "Backspace") this.#remove(element);
    else return;
    event.preventDefault();
  }
}
