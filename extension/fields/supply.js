/** Where the things to choose from come from: options that are here, or people and pages far away. */

import { Completion, folded, identity, tidy } from "./completion.js";

/** @import { Choice, Choices, TagOption } from "../interface/protocol.d.ts" */

/**
 * Something that can be chosen.
 * @typedef {object} Item
 * @property {string} value what is sent: an option's name, a person's or a page's id
 * @property {string} name what is shown
 * @property {string} color one of Notion's; "" for what has none
 * @property {string} emoji before the name; "" for none
 * @property {boolean} isNew the database does not have it yet
 */

/**
 * Some of what fits, and how to get the rest.
 * @typedef {object} Found
 * @property {Item[]} items
 * @property {(() => Found | Promise<Found | null>) | null} next null at the end
 * @property {boolean} [limited] Notion would tell of one person only
 */

/**
 * What a combobox offers.
 * @typedef {object} Supply
 * @property {(value: string) => string} key values with the same key are the same
 * @property {(value: string) => Item} item what is known of a value
 * @property {(typed: string) => Item | null} take what typed text alone chooses
 * @property {(typed: string, taken: Set<string>) => Found | Promise<Found | null>} search null when a
 *   later search has taken its place
 */

/** The options of a property. @implements {Supply} */
export class OptionSupply {
  /** @type {Completion | null} */
  #completion = null;
  #options;
  #open;
  #shown;

  /**
   * @param {TagOption[]} options
   * @param {{ open: boolean, shown: number }} how open: other names may be typed; shown: so many at once
   */
  constructor(options, { open, shown }) {
    this.#options = options;
    this.#open = open;
    this.#shown = shown;
  }

  // Ten thousand names take a moment to fold, and most fields are never searched.
  get #known() {
    this.#completion ??= new Completion(this.#options);
    return this.#completion;
  }

  /** @param {string} value */
  key(value) {
    return identity(value);
  }

  /** @param {string} value @returns {Item} */
  item(value) {
    const option = this.#known.existing(value);
    if (option) return optionItem(option);
    return { value, name: value, color: "default", emoji: "", isNew: true };
  }

  /** @param {string} typed */
  take(typed) {
    const name = tidy(typed);
    if (!identity(name)) return null;
    const item = this.item(name);
    return this.#open || !item.isNew ? item : null;
  }

  /**
   * What fits, and the typed text itself as a new option where it is one.
   * @param {string} typed
   * @param {Set<string>} taken
   * @returns {Found}
   */
  search(typed, taken) {
    const name = tidy(typed);
    const own = name && !taken.has(identity(name)) ? this.take(name) : null;
    const added = own?.isNew ? [own] : [];
    const known = this.#known;
    /** @param {number} from @param {number} size @returns {Found} */
    const page = (from, size) => {
      // One more than is shown tells whether there is more.
      const found = known.suggest(name, taken, from + size + 1);
      const items = found.slice(from, from + size).map(optionItem);
      const rest = from + size;
      return { items, next: found.length > rest ? () => page(rest, this.#shown) : null };
    };
    const { items, next } = page(0, this.#shown - added.length);
    return { items: [...items, ...added], next };
  }
}

/** @param {TagOption} option @returns {Item} */
function optionItem({ name, color }) {
  return { value: name, name, color, emoji: "", isNew: false };
}

/**
 * People or pages, which the background finds. What an answer told whole is searched here.
 * @implements {Supply}
 */
export class ChoiceSupply {
  /** @type {Map<string, Item>} */
  #known = new Map();
  /** The whole of what fits, by what was typed. @type {Map<string, Choice[]>} */
  #whole = new Map();
  /** @type {Promise<unknown>} */
  #running = Promise.resolve();
  #turn = 0;
  #ask;

  /** @param {(query: string, cursor: string | null) => Promise<Choices>} ask */
  constructor(ask) {
    this.#ask = ask;
  }

  /** @param {string} value */
  key(value) {
    return value;
  }

  /** @param {string} value @returns {Item} */
  item(value) {
    return this.#known.get(value) ?? { value, name: value, color: "", emoji: "", isNew: false };
  }

  /** @param {string} value @param {string} name */
  learn(value, name) {
    if (!this.#known.has(value))
      this.#known.set(value, { value, name, color: "", emoji: "", isNew: false });
  }

  /** Only what was found can be chosen. @returns {null} */
  take() {
    return null;
  }

  /**
   * @param {string} typed
   * @param {Set<string>} taken
   * @returns {Found | Promise<Found | null>}
   */
  search(typed, taken) {
    const query = tidy(typed);
    const wanted = folded(query);
    for (let length = query.length; length >= 0; length--) {
      const whole = this.#whole.get(query.slice(0, length));
      if (!whole) continue;
      const fitting = whole.filter(({ name }) => folded(name).includes(wanted));
      return { items: this.#items(fitting, taken), next: null };
    }
    return this.#far(query, null, taken, []);
  }

  /**
   * One question at a time: who types faster than answers come waits for the last one only.
   * @param {string} query
   * @param {string | null} cursor
   * @param {Set<string>} taken
   * @param {Choice[]} before what earlier pages of the same search held
   * @returns {Promise<Found | null>}
   */
  async #far(query, cursor, taken, before) {
    const turn = ++this.#turn;
    await this.#running;
    if (turn !== this.#turn) return null;
    const asked = this.#ask(query, cursor);
    this.#running = asked.catch(() => {}); // heard below
    const { list, next, limited } = await asked;
    const all = [...before, ...list];
    if (next === null) this.#whole.set(query, all);
    const items = this.#items(list, taken);
    return {
      items,
      next: next === null ? null : () => this.#far(query, next, taken, all),
      limited,
    };
  }

  /** @param {Choice[]} choices @param {Set<string>} taken */
  #items(choices, taken) {
    const items = choices.map(({ id, name, icon }) => {
      const emoji = icon?.kind === "emoji" ? icon.emoji : "";
      return { value: id, name, color: "", emoji, isNew: false };
    });
    for (const item of items) this.#known.set(item.value, item);
    return items.filter(({ value }) => !taken.has(value));
  }
}
