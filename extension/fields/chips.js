/**
 * What was chosen, as chips before a field.
 *
 * The chips are one stop for the Tab key's sake: a page with three hundred tags must not take three
 * hundred presses to get past. The arrow keys reach them from the start of the empty field.
 */

import { create, isolated } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";

/** @import { Item } from "./supply.js" */

/** The list of chosen items, in order, each once. */
export class Chips {
  /** @type {Map<string, { item: Item, element: HTMLLIElement }>} */
  #chosen = new Map();
  #list;
  #field;
  #removed;
  #removeLabel;

  /**
   * @param {HTMLUListElement} list
   * @param {HTMLInputElement} field where focus goes back to
   * @param {(name: string) => void} removed called after the reader removed one
   * @param {(name: string) => string} removeLabel what the button that removes one says
   */
  constructor(list, field, removed, removeLabel) {
    this.#list = list;
    this.#field = field;
    this.#removed = removed;
    this.#removeLabel = removeLabel;
    list.addEventListener("keydown", (event) => this.#walk(event));
    list.addEventListener("click", (event) => {
      const element = event.target instanceof Element ? event.target.closest("li") : null;
      if (event.target instanceof Element && event.target.closest("button") && element)
        this.#remove(element);
    });
  }

  /** @returns {Item[]} */
  get items() {
    return [...this.#chosen.values()].map((chip) => chip.item);
  }

  /** @returns {Set<string>} */
  get keys() {
    return new Set(this.#chosen.keys());
  }

  /**
   * @param {string} key
   * @param {Item} item
   * @returns {boolean} whether it was not there yet
   */
  add(key, item) {
    if (!key || this.#chosen.has(key)) return false;
    const element = create("li", { "data-key": key });
    this.#chosen.set(key, { item, element });
    this.#draw(element, item);
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
   * Other things are known now: show which of the chosen ones are, by their names and colours.
   * @param {(value: string) => Item} known
   */
  redraw(known) {
    for (const chip of this.#chosen.values()) {
      chip.item = known(chip.item.value);
      this.#draw(chip.element, chip.item);
    }
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
   * @param {Item} item
   */
  #draw(element, item) {
    element.className = item.isNew ? "chip new" : "chip";
    element.dataset.color = item.color;
    // The button may have the focus.
    const remove =
      element.querySelector("button") ??
      create("button", { type: "button", class: "chip-remove", tabindex: -1 }, glyph("cross", 12));
    remove.setAttribute("aria-label", this.#removeLabel(item.name));
    for (const part of [...element.childNodes]) if (part !== remove) part.remove();
    element.prepend(...chipWords(item));
    if (!remove.isConnected) element.append(remove);
  }

  /** @param {HTMLLIElement} element */
  #remove(element) {
    const neighbour = element.nextElementSibling ?? element.previousElementSibling;
    const hadFocus = element.contains(document.activeElement);
    const name = this.#chosen.get(element.dataset.key ?? "")?.item.name ?? "";
    this.#chosen.delete(element.dataset.key ?? "");
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

/**
 * What a chip says: its drawing, if it has one, and its name.
 * @param {Item} item
 * @returns {HTMLElement[]}
 */
export function chipWords({ emoji, name }) {
  const words = isolated(name || text("untitled"), "chip-name");
  return emoji ? [create("span", { "aria-hidden": "true" }, emoji), words] : [words];
}

/**
 * The row of a list that offers it.
 * @param {Item} item
 */
export function optionRow(item) {
  const style = item.isNew ? "chip new" : "chip";
  return create(
    "div",
    { class: "tag-row" },
    item.isNew ? create("span", { class: "soft" }, text("tag_new")) : null,
    create("span", { class: style, "data-color": item.color }, ...chipWords(item)),
  );
}
