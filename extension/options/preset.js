/** One preset: its name, when it is chosen by itself, and the way to what goes where in it. */

import { button, byId, create, isolated } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { text } from "../interface/text.js";
import { ConditionFields } from "./condition.js";

/** @import { Condition, PresetView } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** The card of a preset. */
export class PresetCard {
  #page;
  #id;
  #name;
  #place = create("span");
  #error = create("p", { class: "field-error", role: "alert" });
  #list = create("ul", { class: "conditions" });
  #steps = create("div", { class: "line" });
  /** @type {ConditionFields[]} */
  #conditions = [];
  /** What is stored, as far as is known here. */
  #stored = "";
  /** What the fields said of that. */
  #shown = "";
  /** How many changes are on their way. */
  #sending = 0;

  /**
   * @param {Page} page
   * @param {PresetView} preset
   * @param {string} title its destination's
   * @param {(destination: string) => void} openMapping
   */
  constructor(page, preset, title, openMapping) {
    this.#page = page;
    this.#id = preset.id;
    const id = `preset-${preset.id}`;
    this.#name = create("input", {
      id,
      class: "field preset-title",
      type: "text",
      dir: "auto",
      placeholder: "",
      maxlength: 200,
      "aria-label": text("preset_name"),
    });
    this.#name.addEventListener("change", () => this.#keep());
    this.element = create(
      "li",
      { class: "preset stack", "data-preset": preset.id },
      create(
        "div",
        { class: "preset-head" },
        this.#name,
        create("p", { class: "soft small" }, `${text("preset_for")} `, this.#place),
      ),
      create("p", { id: `${id}-when`, class: "label" }, text("preset_when")),
      this.#list,
      this.#error,
      this.#steps,
    );
    this.#list.setAttribute("aria-labelledby", `${id}-when`);
    this.#steps.append(
      button(text("condition_add"), () => this.#addEmpty(), "button add-condition"),
      button(text("preset_mapping"), () => openMapping(preset.id), "button preset-mapping"),
      button(text("preset_remove"), () => this.#askToRemove(), "link remove-preset"),
    );
    this.show(preset, title);
  }

  focus() {
    this.#name.focus();
  }

  /**
   * Shows what is stored, which an import or another page may have changed; not over what the reader
   * is just changing.
   * @param {PresetView} preset
   * @param {string} title its destination's
   */
  show({ name, conditions }, title) {
    this.#place.replaceChildren(isolated(title || text("untitled"), "property"));
    const stored = state(name, conditions);
    const isChanging = this.#sending > 0 || this.#said !== this.#shown;
    if (stored === this.#stored || (isChanging && this.#stored)) return;
    this.#stored = stored;
    this.#name.value = name;
    this.#complain("");
    if (state("", this.#filled) !== state("", conditions)) this.#showConditions(conditions);
    this.#shown = this.#said;
  }

  /** @param {Condition[]} conditions */
  #showConditions(conditions) {
    const hadFocus = this.#list.contains(document.activeElement);
    this.#conditions = [];
    this.#list.replaceChildren();
    for (const condition of conditions) this.#add(condition);
    if (hadFocus) this.#name.focus();
  }

  /** The conditions that are filled in. */
  get #filled() {
    return this.#conditions.map(({ condition }) => condition).filter(isSomething);
  }

  /** What the fields say. */
  get #said() {
    return state(this.#name.value.trim(), this.#filled);
  }

  /** @param {Condition} condition */
  #add(condition) {
    const fields = new ConditionFields(
      condition,
      () => this.#keep(),
      () => this.#drop(fields),
    );
    this.#conditions.push(fields);
    this.#list.append(fields.element);
    return fields;
  }

  #addEmpty() {
    this.#add({ hosts: [], path: "", kind: "" }).focus();
  }

  /** @param {ConditionFields} fields */
  #drop(fields) {
    this.#conditions = this.#conditions.filter((other) => other !== fields);
    fields.element.remove();
    this.#steps.querySelector("button")?.focus();
    this.#keep();
  }

  /** Keeps it, when it says something else than before. */
  async #keep() {
    const name = this.#name.value.trim();
    if (!name) {
      this.#complain(text("preset_name_first"));
      return;
    }
    const conditions = this.#filled;
    const said = state(name, conditions);
    if (said === this.#shown) return;
    const change = { id: this.#id, name, conditions };
    const before = this.#shown;
    this.#shown = said;
    this.#complain("");
    this.#sending += 1;
    await this.#page.change("setPreset", change, text("changes_saved"), (error) => {
      this.#shown = before;
      this.#complain(explained(error));
    });
    this.#sending -= 1;
  }

  /** @param {string} words */
  #complain(words) {
    this.#error.textContent = words;
    if (words) this.#name.setAttribute("aria-invalid", "true");
    else this.#name.removeAttribute("aria-invalid");
  }

  #askToRemove() {
    const before = [...this.#steps.childNodes];
    const keep = button(text("preset_keep"), () => {
      this.#steps.replaceChildren(...before);
      this.#steps.querySelector("button")?.focus();
    });
    const remove = button(
      text("preset_remove"),
      async () => {
        this.#steps.inert = true;
        const removed = await this.#page.change(
          "removePreset",
          { id: this.#id },
          text("preset_removed"),
        );
        this.#steps.inert = false;
        if (removed) byId("presets-heading", HTMLHeadingElement).focus();
      },
      "button danger",
    );
    const id = `preset-${this.#id}-question`;
    // Read out with the button that gets the focus.
    keep.setAttribute("aria-describedby", id);
    const question = create("p", { id }, text("preset_remove_question"));
    this.#steps.replaceChildren(question, remove, keep);
    keep.focus();
  }
}

/**
 * What a preset says, to be compared.
 * @param {string} name
 * @param {Condition[]} conditions
 */
function state(name, conditions) {
  return JSON.stringify([name, conditions.map(({ hosts, path, kind }) => [hosts, path, kind])]);
}

/** @param {Condition} condition */
function isSomething({ hosts, path, kind }) {
  return hosts.length > 0 || path !== "" || kind !== "";
}
