/** When a preset is chosen by itself: the sites, the path and the kind of a page. */

import { button, create } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";

/** @import { Condition } from "../interface/protocol.d.ts" */

const KINDS = ["article", "video", "product", "paper", "repository"];

/** The fields of one condition. All that is filled in has to hold. */
export class ConditionFields {
  #hosts;
  #path;
  #kind;

  /**
   * @param {Condition} condition
   * @param {() => void} changed
   * @param {() => void} removed
   */
  constructor({ hosts, path, kind }, changed, removed) {
    this.#hosts = line(text("condition_hosts_placeholder"), hosts.join(", "));
    this.#path = line(text("condition_path_placeholder"), path);
    this.#kind = create(
      "select",
      { class: "field" },
      create("option", { value: "" }, text("kind_any")),
      ...KINDS.map((name) => create("option", { value: name }, text(`kind_${name}`))),
    );
    this.#kind.value = kind;
    for (const field of [this.#hosts, this.#path, this.#kind])
      field.addEventListener("change", changed);
    const remove = button("", removed, "icon-button remove-condition");
    remove.setAttribute("aria-label", text("condition_remove"));
    remove.append(glyph("cross", 14));
    this.element = create(
      "li",
      { class: "condition" },
      named(text("condition_hosts"), this.#hosts),
      named(text("condition_path"), this.#path),
      named(text("condition_kind"), this.#kind),
      remove,
    );
  }

  /** As it is filled in. @returns {Condition} */
  get condition() {
    return {
      hosts: this.#hosts.value.split(/[\s,\u060c\uff0c\u3001]+/u).filter(Boolean),
      path: this.#path.value.trim(),
      kind: this.#kind.value,
    };
  }

  focus() {
    this.#hosts.focus();
  }
}

/**
 * A field under its name.
 * @param {string} name
 * @param {HTMLElement} field
 */
function named(name, field) {
  return create("label", { class: "row" }, name, field);
}

/**
 * @param {string} placeholder
 * @param {string} value
 */
function line(placeholder, value) {
  return create("input", {
    class: "field",
    type: "text",
    dir: "ltr",
    maxlength: 2000,
    spellcheck: "false",
    autocapitalize: "off",
    placeholder,
    value,
  });
}
