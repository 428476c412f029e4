/** A list of saves whose rows are drawn once and told of changes. */

import { SaveRow } from "./saves.js";

/** @import { Receipt, SaveView } from "./protocol.d.ts" */
/** @import { Listener } from "./saves.js" */

/** The rows of a list, each kept for as long as its save is in it. */
export class SaveList {
  #element;
  #listener;
  #everything;
  /** @type {Map<string, SaveRow>} */
  #rows = new Map();

  /**
   * @param {HTMLUListElement} element
   * @param {(id: string) => Listener} listener of the row of that save
   * @param {{ everything?: boolean }} [options] as a row takes them
   */
  constructor(element, listener, { everything = false } = {}) {
    this.#element = element;
    this.#listener = listener;
    this.#everything = everything;
  }

  /** How many rows there are. */
  get size() {
    return this.#rows.size;
  }

  /** The saves as they were last told. */
  get saves() {
    return [...this.#rows.values()].map(({ save }) => save);
  }

  /**
   * How a save stood when it was last told; null when it has no row.
   * @param {string} id
   */
  stateOf(id) {
    return this.#rows.get(id)?.save.state ?? null;
  }

  /**
   * Shows these saves and no others, in this order. Rows that stay keep the focus, an open question
   * and the reader's place.
   * @param {SaveView[]} saves
   */
  show(saves) {
    const wanted = new Set(saves.map(({ id }) => id));
    for (const id of [...this.#rows.keys()]) if (!wanted.has(id)) this.#drop(id);
    let place = this.#element.firstElementChild;
    for (const save of saves) {
      const { element } = this.#row(save);
      if (element === place) place = place.nextElementSibling;
      // Moving an element takes the focus from it: only what is out of order is moved.
      else this.#element.insertBefore(element, place);
    }
  }

  /**
   * More saves, below the others; the reader goes on at the first of them.
   * @param {SaveView[]} saves
   */
  append(saves) {
    const fresh = saves.filter(({ id }) => !this.#rows.has(id)).map((save) => this.#row(save));
    this.#element.append(...fresh.map(({ element }) => element));
    fresh[0]?.focus();
  }

  /** @param {SaveView} save */
  update(save) {
    this.#rows.get(save.id)?.update(save);
  }

  /** @param {Receipt} receipt */
  receive(receipt) {
    this.#rows.get(receipt.id)?.receive(receipt);
  }

  /**
   * Takes a row away; the reader goes on at its neighbour.
   * @param {string} id
   * @param {() => void} otherwise puts the reader where there is no neighbour
   */
  remove(id, otherwise) {
    const row = this.#rows.get(id);
    if (!row) return;
    const hadFocus = row.element.contains(document.activeElement);
    const neighbour = row.element.nextElementSibling ?? row.element.previousElementSibling;
    const next = [...this.#rows.values()].find(({ element }) => element === neighbour);
    this.#drop(id);
    if (!hadFocus) return;
    if (next) next.focus();
    else otherwise();
  }

  /** @param {string} id */
  #drop(id) {
    this.#rows.get(id)?.element.remove();
    this.#rows.delete(id);
  }

  /** @param {SaveView} save */
  #row(save) {
    const known = this.#rows.get(save.id);
    if (known) {
      known.update(save);
      return known;
    }
    const row = new SaveRow(save, this.#listener(save.id), { everything: this.#everything });
    this.#rows.set(save.id, row);
    return row;
  }
}
