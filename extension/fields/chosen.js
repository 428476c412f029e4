/** Properties that are chosen: options, people, pages of another database. */

import { create } from "../interface/element.js";
import { text } from "../interface/text.js";
import { Combobox } from "./combobox.js";
import { ChoiceSupply, OptionSupply } from "./supply.js";

/** @import { ComboboxParts, Manner } from "./combobox.js" */
/** @import { Input, Making } from "./input.js" */
/** @import { Supply } from "./supply.js" */

/** So many options at once; the rest as the list is scrolled. */
const SHOWN = 50;

/** Options with their colours. @param {Making} making @returns {Input} */
export function optionInput(making) {
  const { kind, options } = making.field;
  // Notion makes no new status for us.
  const supply = new OptionSupply(options, { open: kind !== "status", shown: SHOWN });
  const many = kind === "multi_select";
  const { combobox, element, control } = chips(making, supply, !many, many);
  return {
    element,
    control,
    values: () => combobox.values,
    labels: () => [],
    show: (values) => combobox.restore(values, ""),
  };
}

/** People, pages of the related database, or one page of a workspace. @param {Making} making @returns {Input} */
export function choiceInput(making) {
  const { kind, related } = making.field;
  if (kind === "relation" && related === null) return unreachable(making.id);
  const supply = new ChoiceSupply(making.search);
  const { combobox, element, control } = chips(making, supply, kind === "page", false);
  return {
    element,
    control,
    values: () => combobox.values,
    labels: () => combobox.chosen.map(({ name }) => name),
    show: (values, labels) => {
      for (const [index, value] of values.entries()) supply.learn(value, labels[index] ?? value);
      combobox.restore(values, "");
    },
  };
}

/**
 * A database that the connection can't see has no pages to choose from.
 * @param {string} id
 * @returns {Input}
 */
function unreachable(id) {
  const element = create("p", { id, class: "soft small" }, text("related_not_shared"));
  return { element, control: null, values: () => [], labels: () => [], show: () => {} };
}

/**
 * @param {Making} making
 * @param {Supply} supply
 * @param {boolean} single
 * @param {boolean} separated
 */
function chips({ field: { name }, id, changed, announce }, supply, single, separated) {
  const list = `${id}-list`;
  /** @type {ComboboxParts} */
  const parts = {
    box: create("div", { class: "field tag-box" }),
    chips: create("ul", {
      class: "chips",
      "aria-label": text("chosen_values", name),
      hidden: true,
    }),
    field: create("input", {
      id,
      class: "tag-input",
      type: "text",
      dir: "auto",
      placeholder: "",
      maxlength: 20_000,
      spellcheck: "false",
      autocapitalize: "off",
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": list,
    }),
    popup: create("div", { class: "tag-list", popover: "manual" }),
    list: create("div", { id: list, role: "listbox", "aria-label": text("values_of", name) }),
    note: create("p", { class: "list-note", role: "status", hidden: true }),
  };
  parts.box.append(parts.chips, parts.field);
  parts.popup.append(parts.list, parts.note);
  /** @type {Manner} */
  const manner = {
    supply,
    single,
    separated,
    eager: true,
    added: (names) => text("value_added", names),
    removed: (gone) => text("value_removed", gone),
    removeLabel: (chip) => text("remove_value", chip),
    changed,
    announce,
  };
  const combobox = new Combobox(parts, manner);
  return {
    combobox,
    element: create("div", {}, parts.box, parts.popup),
    control: parts.field,
  };
}
