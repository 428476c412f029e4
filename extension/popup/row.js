/** A property in the popup: its name, and what sets it. */

import { create, isolated } from "../interface/element.js";
import { text } from "../interface/text.js";
import { typeGlyph, typeName } from "../interface/types.js";
import { grow } from "../fields/grow.js";
import { inputFor } from "../fields/input.js";

/** @import { Input, Making } from "../fields/input.js" */
/** @import { Attachment, PropertyField } from "../interface/protocol.d.ts" */

/** What a property was set to by hand. */
/**
 * @typedef {{ name: string, values: string[], labels: string[], attachments?: Attachment[] }} Setting
 */

/** One property that can be set. */
export class PropertyRow {
  #input;
  /** Whether the reader set it, here or in an earlier popup. */
  touched = false;

  /**
   * @param {Making} making
   * @param {(setting: Setting) => void} set the reader set it
   */
  constructor(making, set) {
    const { field, id } = making;
    this.#input = /** @type {Input} */ (
      inputFor({
        ...making,
        changed: () => {
          this.touched = true;
          grow(...this.areas);
          const { values, labels, attachments } = this.#input;
          set({
            name: field.name,
            values: values(),
            labels: labels(),
            ...(attachments && { attachments: attachments() }),
          });
          making.changed();
        },
      })
    );
    const { element, control } = this.#input;
    const name = propertyName(field);
    const label = control
      ? create("label", { for: control.id, class: "property-name" }, ...name)
      : create("span", { id: `${id}-name`, class: "property-name label" }, ...name);
    element.classList.add("property-value");
    this.element = create(
      "div",
      {
        class: "property-row",
        "data-property": field.id,
        "data-kind": field.kind,
        role: control ? null : "group",
        "aria-labelledby": control ? null : `${id}-name`,
      },
      label,
      element,
    );
  }

  /**
   * Shows a value that the reader did not set. Its {@link areas} are still to grow.
   * @param {Pick<Setting, "values" | "labels" | "attachments">} setting
   */
  show({ values, labels, attachments }) {
    this.#input.show(values, labels, attachments);
  }

  /** Its text areas, which may only be measured once they are in the page. */
  get areas() {
    return [...this.element.querySelectorAll("textarea")];
  }
}

/**
 * A property that Notion fills in by itself.
 * @param {PropertyField} field
 */
export function readOnlyRow(field) {
  return create(
    "div",
    { class: "property-row", "data-property": field.id },
    create("span", { class: "property-name label" }, ...propertyName(field)),
    create(
      "span",
      { class: "property-value soft small" },
      text("filled_by_notion", typeName(field.kind)),
    ),
  );
}

/** @param {PropertyField} field */
function propertyName({ name, kind }) {
  const words = isolated(name || text("untitled"), "property-words");
  words.title = name;
  return [typeGlyph(kind), words];
}
