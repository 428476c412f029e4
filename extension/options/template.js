/** A text that a property gets: fixed words, or a template with buttons for its placeholders. */

import { button, create } from "../interface/element.js";
import { groups, placeholder, sourceWords } from "../interface/sources.js";
import { text } from "../interface/text.js";

/** @import { MappingProperty } from "../interface/protocol.d.ts" */

/** So long after the last key it is kept. */
const PAUSE = 500;
/** So many options are offered for a fixed value. */
const OFFERED = 200;

/** The field for the text. */
export class TemplateField {
  #input;
  #buttons;

  /**
   * @param {{ id: string, property: MappingProperty, sources: string[], error: HTMLElement }} known
   * @param {() => void} typed at every key
   * @param {() => void} changed after a pause in typing
   */
  constructor({ id, property, sources, error }, typed, changed) {
    const { name, kind, options } = property;
    this.#input = create("input", {
      id,
      class: "field",
      type: "text",
      dir: "auto",
      placeholder: "",
      maxlength: 2000,
      spellcheck: "false",
      "aria-label": text("gets_text_of", name),
      "aria-describedby": error.id,
      list: options.length > 0 ? `${id}-options` : null,
    });
    this.kind = kind;
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let pause;
    const now = () => {
      clearTimeout(pause);
      changed();
    };
    this.#input.addEventListener("input", () => {
      typed();
      clearTimeout(pause);
      pause = setTimeout(changed, PAUSE);
    });
    this.#input.addEventListener("change", now);
    this.#buttons = create("details", { class: "placeholders", hidden: true });
    this.#buttons.append(create("summary", {}, text("template_add")));
    this.#buttons.addEventListener("toggle", () => {
      if (this.#buttons.childElementCount > 1) return;
      for (const [label, members] of groups(sources))
        this.#buttons.append(this.#group(label, members, now));
    });
    const offered = options
      .slice(0, OFFERED)
      .map((option) => create("option", { value: option.name }));
    const list =
      offered.length > 0 ? create("datalist", { id: `${id}-options` }, ...offered) : null;
    this.element = create("div", { class: "template" }, this.#input, list, error, this.#buttons);
  }

  /**
   * @param {string} label
   * @param {string[]} members
   * @param {() => void} changed
   */
  #group(label, members, changed) {
    return create(
      "div",
      { class: "placeholder-group", role: "group", "aria-label": label },
      create("span", { class: "soft small" }, label),
      create(
        "div",
        { class: "placeholder-buttons" },
        ...members.map((source) =>
          button(
            sourceWords(source),
            () => {
              const { selectionStart, selectionEnd, value } = this.#input;
              this.#input.setRangeText(
                placeholder(source),
                selectionStart ?? value.length,
                selectionEnd ?? value.length,
                "end",
              );
              this.#input.focus();
              changed();
            },
            "toggle",
          ),
        ),
      ),
    );
  }

  get value() {
    return this.#input.value;
  }

  set value(value) {
    this.#input.value = value;
  }

  /** @param {"fixed" | "template"} manner */
  set manner(manner) {
    const template = manner === "template";
    this.#buttons.hidden = !template;
    this.#input.classList.toggle("code", template);
    const plain = this.kind === "number" || this.kind === "date";
    this.#input.type = !template && plain ? this.kind : "text";
    this.#input.placeholder = text(template ? "template_placeholder" : "fixed_placeholder");
  }

  /** @param {boolean} invalid */
  set isInvalid(invalid) {
    if (invalid) this.#input.setAttribute("aria-invalid", "true");
    else this.#input.removeAttribute("aria-invalid");
  }

  focus() {
    this.#input.focus();
  }
}
