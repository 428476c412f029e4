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
  #preset;
  #name;
  #error = create("p", { class: "field-error", role: "alert" });
  #list = create("ul", { class: "conditions" });
  #steps = create("div", { class: "line" });
  /** @type {ConditionFields[]} */
  #conditions = [];
  #sent = "";

  /**
   * @param {Page} page
   * @param {PresetView} preset
   * @param {string} title its destination's
   * @param {(destination: string) => void} openMapping
   */
  constructor(page, preset, title, openMapping) {
    this.#page = page;
    this.#preset = preset;
    this.#sent = this.#state(preset.name, preset.conditions);
    const id = `preset-${preset.id}`;
    this.#name = create("input", {
      id,
      class: "field preset-title",
      type: "text",
      dir: "auto",
      placeholder: "",
      maxlength: 200,
      "aria-label": text("preset_name"),
      value: preset.name,
    });
    this.#name.addEventListener("change", () => this.#keep());
    this.element = create(
      "li",
      { class: "preset stack", "data-preset": preset.id },
      create(
        "div",
        { class: "preset-head" },
        this.#name,
        create(
          "p",
          { class: "soft small" },
          `${text("preset_for")} `,
          isolated(title || text("untitled"), "property"),
        ),
      ),
      create("p", { id: `${id}-when`, class: "label" }, text("preset_when")),
      this.#list,
      this.#error,
      this.#steps,
    );
    this.#list.setAttribute("aria-labelledby", `${id}-when`);
    for (const condition of preset.conditions) this.#add(condition);
    this.#steps.append(
      button(text("condition_add"), () => this.#addEmpty(), "button add-condition"),
      button(text("preset_mapping"), () => openMapping(preset.id), "button preset-mapping"),
      button(text("preset_remove"), () => this.#askToRemove(), "link remove-preset"),
    );
  }

  focus() {
    this.#name.focus();
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
    const conditions = this.#conditions.map(({ condition }) => condition).filter(isSomething);
    const state = this.#state(name, conditions);
    if (state === this.#sent) return;
    const change = { id: this.#preset.id, name, conditions };
    const before = this.#sent;
    this.#sent = state;
    this.#complain("");
    await this.#page.change("setPreset", change, text("changes_saved"), (error) => {
      this.#sent = before;
      this.#complain(explained(error));
    });
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
          { id: this.#preset.id },
          text("preset_removed"),
        );
        this.#steps.inert = false;
        if (removed) byId("presets-heading", HTMLHeadingElement).focus();
      },
      "button danger",
    );
    this.#steps.replaceChildren(create("p", {}, text("preset_remove_question")), remove, keep);
    this.#page.announce(text("preset_remove_question"));
    keep.focus();
  }

  /**
   * @param {string} name
   * @param {Condition[]} conditions
   */
  #state(name, conditions) {
    return JSON.stringify([name, conditions]);
  }
}

/** @param {Condition} condition */
function isSomething({ hosts, path, kind }) {
  return hosts.length > 0 || path !== "" || kind !== "";
}
