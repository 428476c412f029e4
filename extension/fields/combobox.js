/**
 * A field of chips: a combobox after the ARIA Authoring Practices (list completion, chosen by hand).
 *
 * Nothing is chosen until the reader moves to it: Enter commits what was typed, never what merely
 * begins like it. Enter in the empty field is left to the form, which saves.
 */

import { listText, text } from "../interface/text.js";
import { Chips, optionRow } from "./chips.js";
import { tidy } from "./completion.js";
import { Listbox } from "./listbox.js";

/** @import { Found, Item, Supply } from "./supply.js" */

// What people type between two tags: also the Arabic and the wide commas their keyboards give them.
const SEPARATORS = /[,\u060c\uff0c\u3001\n\r]+/u;

/**
 * @typedef {object} ComboboxParts
 * @property {HTMLElement} box
 * @property {HTMLUListElement} chips
 * @property {HTMLInputElement} field
 * @property {HTMLElement} popup
 * @property {HTMLElement} list
 * @property {HTMLElement} note
 */

/**
 * @typedef {object} Manner
 * @property {Supply} supply
 * @property {boolean} single one at most: another takes its place
 * @property {boolean} separated a comma ends what is typed
 * @property {boolean} eager a click shows what there is
 * @property {(name: string) => string} added what is said aloud
 * @property {(name: string) => string} removed what is said aloud
 * @property {(name: string) => string} removeLabel
 * @property {() => void} changed
 * @property {(message: string) => void} announce
 */

/** Things being chosen. */
export class Combobox {
  #parts;
  #manner;
  #chips;
  #listbox;
  /** The items behind the rows of the open list. @type {Item[]} */
  #offered = [];
  /** @type {Found["next"]} */
  #next = null;
  #searches = 0;
  /** What is shown answers an earlier search. */
  #waiting = false;
  #limited = false;
  /** @type {Promise<void> | null} */
  #loading = null;

  /**
   * @param {ComboboxParts} parts
   * @param {Manner} manner
   */
  constructor(parts, manner) {
    this.#parts = parts;
    this.#manner = manner;
    const { box, chips, field } = parts;
    this.#chips = new Chips(
      chips,
      field,
      (name) => {
        manner.announce(manner.removed(name));
        manner.changed();
      },
      manner.removeLabel,
    );
    this.#listbox = new Listbox(
      { ...parts, around: box },
      (index) => this.#choose(this.#offered[index]),
      () => this.#more(),
    );
    field.addEventListener("input", (event) => this.#typed(event));
    field.addEventListener("keydown", (event) => this.#pressed(event));
    field.addEventListener("paste", (event) => this.#pasted(event));
    field.addEventListener("compositionend", () => this.#typed(null));
    field.addEventListener("blur", () => this.#left());
    box.addEventListener("pointerdown", (event) => {
      const button = event.target instanceof Element && event.target.closest("button");
      if (manner.eager && !button && !this.#listbox.isOpen) this.#open();
      if (event.target !== box && event.target !== chips) return;
      event.preventDefault();
      field.focus();
    });
  }

  /** What was chosen, and what is still being typed: nobody who typed a tag wants it lost. */
  get values() {
    const chosen = this.#chips.items.map(({ value }) => value);
    const pending = this.#manner.supply.take(this.pending);
    if (!pending || this.#chips.keys.has(this.#manner.supply.key(pending.value))) return chosen;
    return this.#manner.single ? [pending.value] : [...chosen, pending.value];
  }

  /** Alone. */
  get chosen() {
    return this.#chips.items;
  }

  /** What is typed and not chosen yet. */
  get pending() {
    return this.#parts.field.value;
  }

  /**
   * Shows these in place of whatever was there.
   * @param {string[]} values
   * @param {string} pending
   */
  restore(values, pending) {
    const { supply } = this.#manner;
    this.#chips.clear();
    for (const value of values) this.#chips.add(supply.key(value), supply.item(value));
    this.#parts.field.value = pending;
  }

  /**
   * Offers other things from now on.
   * @param {Supply} supply
   */
  offer(supply) {
    this.#manner.supply = supply;
    this.#chips.redraw((value) => supply.item(value));
    if (this.#listbox.isOpen) this.#open();
  }

  /** @param {Event | null} event */
  #typed(event) {
    const { field } = this.#parts;
    // A comma that is part of composing a character is not yet a comma.
    if (event instanceof InputEvent && event.isComposing) return;
    if (this.#manner.separated && SEPARATORS.test(field.value)) {
      const parts = field.value.split(SEPARATORS);
      const rest = parts.pop() ?? "";
      field.value = rest.trimStart();
      this.#take(parts);
    }
    if (field.value.trim() || this.#manner.eager) this.#open();
    else this.#listbox.close();
    this.#manner.changed();
  }

  /**
   * A single-line field would join pasted lines into one; each of them is a tag.
   * @param {ClipboardEvent} event
   */
  #pasted(event) {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const { field } = this.#parts;
    if (!this.#manner.separated || !/[\n\r]/u.test(pasted.trim())) return;
    if (pasted.length > field.maxLength) return;
    event.preventDefault();
    field.value = "";
    this.#take(pasted.split(SEPARATORS));
    this.#listbox.close();
    this.#manner.changed();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // Enter and the arrows belong to the input method while it composes.
    if (event.isComposing || event.keyCode === 229) return;
    const { field } = this.#parts;
    const command = event.ctrlKey || event.metaKey;
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";

    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const down = event.key === "ArrowDown";
      if (this.#listbox.isOpen) this.#listbox.move(down);
      else this.#open().then(() => this.#listbox.point(down ? 0 : this.#offered.length - 1));
    } else if (event.key === "Escape" && this.#listbox.isOpen) {
      this.#listbox.close();
    } else if (event.key === "Enter" && !command && this.#listbox.active >= 0) {
      this.#choose(this.#offered[this.#listbox.active]);
    } else if (event.key === "Enter" && !command && tidy(field.value)) {
      this.#enter();
    } else if (event.key === "Backspace" && field.value === "" && !event.repeat) {
      this.#chips.removeLast();
    } else if (event.key === back && field.value === "" && this.#chips.items.length > 0) {
      this.#chips.focusLast();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** Typed text chooses what it names. What names nothing stays, and the list shows what there is. */
  #enter() {
    const item = this.#manner.supply.take(this.pending);
    if (item) this.#choose(item);
    else if (this.#waiting) return;
    else if (this.#offered.length === 1 && this.#listbox.isOpen) this.#choose(this.#offered[0]);
    else this.#open();
  }

  #left() {
    this.#listbox.close();
    if (!this.pending) return;
    const item = this.#manner.supply.take(this.pending);
    // What can't be sent must not look as if it were, and what is sent should look like it.
    if (!item) this.#parts.field.value = "";
    else if (this.#manner.eager) this.#choose(item);
  }

  /** @param {Item | undefined} item */
  #choose(item) {
    if (!item) return;
    this.#parts.field.value = "";
    this.#commit([item]);
    this.#listbox.close();
    this.#manner.changed();
  }

  /** @param {string[]} typed */
  #take(typed) {
    const { supply } = this.#manner;
    this.#commit(typed.map((words) => supply.take(words)).filter((item) => item !== null));
  }

  /** @param {Item[]} items */
  #commit(items) {
    const { supply, single, announce, added } = this.#manner;
    if (single && items.length > 0) this.#chips.clear();
    const names = [];
    for (const item of items)
      if (this.#chips.add(supply.key(item.value), item)) names.push(item.name);
    if (names.length > 0) announce(added(listText(names.slice(0, 5))));
  }

  /** Shows what fits the typed text. */
  async #open() {
    const search = ++this.#searches;
    const { supply, single } = this.#manner;
    const taken = single ? new Set() : this.#chips.keys;
    const found = supply.search(this.pending, taken);
    if (!(found instanceof Promise)) return this.#show(found);
    if (!this.#listbox.isOpen) this.#offered = [];
    this.#next = null;
    this.#waiting = true;
    this.#listbox.hasMore = false;
    this.#listbox.wait(text("searching"));
    try {
      const answer = await found;
      if (answer && search === this.#searches && this.#listbox.isOpen) this.#show(answer);
    } catch {
      if (search !== this.#searches || !this.#listbox.isOpen) return;
      this.#show({ items: [], next: null });
      this.#listbox.show([], text("search_failed"));
    }
  }

  /** @param {Found} found */
  #show({ items, next, limited = false }) {
    this.#waiting = false;
    this.#limited = limited;
    this.#offered = items;
    this.#next = next;
    this.#listbox.hasMore = next !== null;
    this.#listbox.show(items.map(optionRow), this.#note);
    // What is all to be seen can't be scrolled, which asks for the rest.
    if (next && !this.#listbox.isFull) this.#more();
  }

  /** What is said under the rows where there are none. Who types new tags need not be told. */
  get #note() {
    if (this.#limited) return text("people_limited");
    if (this.#offered.length > 0) return "";
    if (this.#next) return text("searching");
    return this.#manner.separated ? "" : text("nothing_found");
  }

  /** What follows, once, however often it is asked for. */
  #more() {
    this.#loading ??= this.#load().finally(() => {
      this.#loading = null;
    });
    return this.#loading;
  }

  async #load() {
    const search = this.#searches;
    try {
      do {
        const found = await this.#next?.();
        if (!found || search !== this.#searches) return;
        this.#next = found.next;
        this.#listbox.hasMore = found.next !== null;
        this.#offered.push(...found.items);
        this.#listbox.append(found.items.map(optionRow), this.#note);
      } while (this.#next && this.#listbox.isOpen && !this.#listbox.isFull);
    } catch {
      if (search === this.#searches) this.#listbox.append([], text("search_failed"));
    }
  }
}
