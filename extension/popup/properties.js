/**
 * The properties of the destination, beyond what every save has: those that the plan fills or asks
 * for, and the rest when it is wanted.
 *
 * Only what the reader sets is sent; the plan fills the others when the page is made.
 */

import { byId } from "../interface/element.js";
import { countText } from "../interface/text.js";
import { grow } from "../fields/grow.js";
import { ask } from "../messages.js";
import { stepAside } from "./aside.js";
import { PropertyRow, readOnlyRow } from "./row.js";

/** @import { Choices, Entry, FileLimits, Properties, PropertyField } from "../interface/protocol.d.ts" */
/** @import { Setting } from "./row.js" */

/** What was set by hand, by destination and by property. */
/** @typedef {Record<string, Record<string, Setting>>} Settings */

/** The rows of properties. */
export class PropertyFields {
  #main = byId("properties", HTMLDivElement);
  #more = byId("more-properties", HTMLDetailsElement);
  #rest = byId("more-list", HTMLDivElement);
  /** @type {Map<string, PropertyRow>} */
  #rows = new Map();
  /** The rest, until it is wanted. @type {PropertyField[]} */
  #unbuilt = [];
  /** @type {Settings} */
  #settings = {};
  #destination = "";
  #drawn = "";
  #changed;
  #announce;
  /** Which files Notion takes, once that is known. @type {FileLimits} */
  #limits = { largest: 0, endings: [] };

  /**
   * @param {() => void} changed the reader set something
   * @param {(message: string) => void} announce
   */
  constructor(changed, announce) {
    this.#changed = changed;
    this.#announce = announce;
    this.#more.addEventListener("toggle", () => {
      if (this.#more.open) this.#buildRest();
    });
  }

  /** What was set by hand, for keeping. */
  get settings() {
    return this.#settings;
  }

  /** @param {Settings} settings those of an earlier popup; what was set since wins */
  restore(settings) {
    for (const [destination, kept] of Object.entries(settings))
      this.#settings[destination] = { ...kept, ...this.#settings[destination] };
  }

  /**
   * What is sent with a save to this destination.
   * @param {string} destination
   * @returns {Entry[]}
   */
  entries(destination) {
    return Object.entries(this.#settings[destination] ?? {}).map(
      ([property, { name, values, attachments = [] }]) => ({
        property,
        name,
        values,
        attachments,
      }),
    );
  }

  /** Another destination: its properties are not known yet. */
  clear() {
    this.#destination = "";
    this.#drawn = "";
    this.#rows.clear();
    this.#unbuilt = [];
    this.#main.replaceChildren();
    this.#rest.replaceChildren();
    this.#more.hidden = true;
    this.#more.open = false;
  }

  /**
   * @param {string} destination
   * @param {Properties} properties
   */
  show(destination, properties) {
    if (properties.files) this.#limits = properties.files;
    // Those have a place in the form already.
    const fields = properties.fields.filter(({ basic }) => !basic);
    const state = JSON.stringify([
      destination,
      fields.map(({ id, name, kind, options, mapped, asked }) => [
        id,
        name,
        kind,
        options.length,
        mapped,
        asked,
      ]),
    ]);
    if (state === this.#drawn) {
      this.#refill(fields);
      return;
    }
    this.clear();
    this.#destination = destination;
    this.#drawn = state;
    const set = this.#settings[destination] ?? {};
    // What the plan fills is shown where it found something; an empty row for every property that
    // only other pages fill would bury the few that matter.
    const first = fields.filter(
      ({ id, writable, asked, mapped, values }) =>
        writable && (asked || (mapped && values.length > 0) || id in set),
    );
    this.#place(first, this.#main);
    this.#unbuilt = fields.filter((field) => !first.includes(field));
    this.#more.hidden = this.#unbuilt.length === 0;
    byId("more-words", HTMLSpanElement).textContent = countText(
      "more_properties",
      this.#unbuilt.length,
    );
  }

  /** @param {PropertyField[]} fields what the plan fills in now */
  #refill(fields) {
    for (const field of fields) {
      const row = this.#rows.get(field.id);
      if (row && !row.touched) {
        row.show(field);
        grow(...row.areas);
      }
    }
    const known = new Map(fields.map((field) => [field.id, field]));
    this.#unbuilt = this.#unbuilt.map((field) => known.get(field.id) ?? field);
  }

  #buildRest() {
    const rest = this.#unbuilt;
    this.#unbuilt = [];
    this.#place(
      rest.filter(({ writable }) => writable),
      this.#rest,
    );
    this.#rest.append(...rest.filter(({ writable }) => !writable).map(readOnlyRow));
  }

  /**
   * Puts rows where they belong, all at once: there may be a hundred.
   * @param {PropertyField[]} fields
   * @param {HTMLElement} place
   */
  #place(fields, place) {
    const rows = fields.map((field) => this.#build(field));
    place.append(...rows.map(({ element }) => element));
    grow(...rows.flatMap(({ areas }) => areas));
  }

  /** @param {PropertyField} field */
  #build(field) {
    const destination = this.#destination;
    const row = new PropertyRow(
      {
        field,
        id: `property-${this.#rows.size}`,
        changed: this.#changed,
        announce: this.#announce,
        limits: () => this.#limits,
        elsewhere: stepAside,
        search: (query, cursor) => search(destination, field, query, cursor),
      },
      (setting) => {
        this.#settings[destination] = { ...this.#settings[destination], [field.id]: setting };
      },
    );
    this.#rows.set(field.id, row);
    const kept = this.#settings[destination]?.[field.id];
    row.show(kept ?? field);
    row.touched = kept !== undefined;
    return row;
  }
}

/**
 * @param {string} destination
 * @param {PropertyField} field
 * @param {string} query
 * @param {string | null} cursor
 */
async function search(destination, { kind, related }, query, cursor) {
  const found =
    kind === "people"
      ? ask("people", { destination, query, cursor })
      : ask("related", { destination, source: related ?? "", query, cursor });
  return /** @type {Choices} */ (await found);
}
