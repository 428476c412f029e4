/**
 * The tag field: a combobox after the ARIA Authoring Practices (list completion, chosen by hand).
 *
 * Nothing is chosen until the reader moves to it: Enter commits what was typed, never what merely
 * begins like it. Enter in the empty field is left to the form, which saves.
 */

import { create, isolated } from "../interface/element.js";
import { text } from "../interface/text.js";
import { Chips } from "./chips.js";
import { Completion, identity, SHOWN, tidy } from "./completion.js";

/** @import { TagOption } from "../interface/protocol.d.ts" */

// What people type between two tags: also the Arabic and the wide commas their keyboards give them.
const SEPARATORS = /[,\u060c\uff0c\u3001\n\r]+/u;

/**
 * @typedef {object} TagElements
 * @property {HTMLInputElement} field
 * @property {HTMLUListElement} chips
 * @property {HTMLDivElement} list
 * @property {HTMLElement} box
 */

/** Tags being chosen. */
export class TagField {
  #completion = new Completion();
  /** @type {string[]} the names behind the rows of the open list */
  #offered = [];
  #active = -1;
  #elements;
  #chips;
  #changed;
  #announce;

  /**
   * @param {TagElements} elements
   * @param {() => void} changed
   * @param {(message: string) => void} announce
   */
  constructor(elements, changed, announce) {
    this.#elements = elements;
    this.#changed = changed;
    this.#announce = announce;
    const { field, chips, list, box } = elements;
    this.#chips = new Chips(chips, field, (name) => {
      announce(text("tag_removed", name));
      changed();
    });
    field.addEventListener("input", (event) => this.#typed(event));
    field.addEventListener("keydown", (event) => this.#pressed(event));
    field.addEventListener("paste", (event) => this.#pasted(event));
    field.addEventListener("compositionend", () => this.#typed(null));
    field.addEventListener("blur", () => this.#close());
    // The field keeps the focus while the pointer chooses, or the list would close under it.
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      const name = this.#offered[[...list.children].indexOf(/** @type {Element} */ (row))];
      if (name !== undefined) this.#choose(name);
    });
    box.addEventListener("pointerdown", (event) => {
      if (event.target !== box && event.target !== chips) return;
      event.preventDefault();
      field.focus();
    });
  }

  /** The chosen tags and the one still being typed: nobody who typed a tag wants it lost. */
  get tags() {
    const pending = tidy(this.#elements.field.value);
    const names = this.#chips.names;
    if (!pending || this.#chips.identities.has(identity(pending))) return names;
    return [...names, this.#completion.existing(pending)?.name ?? pending];
  }

  /** The chosen tags alone. */
  get chosen() {
    return this.#chips.names;
  }

  /** What is typed and not yet a tag. */
  get pending() {
    return this.#elements.field.value;
  }

  /**
   * Shows these tags in place of whatever was there.
   * @param {string[]} tags
   * @param {string} pending
   */
  restore(tags, pending) {
    this.#chips.clear();
    for (const tag of tags) this.#chips.add(tag, this.#completion);
    this.#elements.field.value = pending;
  }

  /**
   * The destination's existing tags.
   * @param {TagOption[]} options
   */
  offer(options) {
    this.#completion = new Completion(options);
    this.#chips.recolour(this.#completion);
    if (!this.#elements.list.matches(":popover-open")) return;
    this.#open();
  }

  /** @param {Event | null} event */
  #typed(event) {
    const { field } = this.#elements;
    // A comma that is part of composing a character is not yet a comma.
    if (event instanceof InputEvent && event.isComposing) return;
    if (SEPARATORS.test(field.value)) {
      const parts = field.value.split(SEPARATORS);
      const rest = parts.pop() ?? "";
      field.value = rest.trimStart();
      this.#commit(parts);
    }
    if (field.value.trim()) this.#open();
    else this.#close();
    this.#changed();
  }

  /**
   * A single-line field would join pasted lines into one; each of them is a tag.
   * @param {ClipboardEvent} event
   */
  #pasted(event) {
    const pasted = event.clipboardData?.getData("text/plain") ?? "";
    const { field } = this.#elements;
    if (!/[\n\r]/u.test(pasted.trim()) || pasted.length > field.maxLength) return;
    event.preventDefault();
    field.value = "";
    this.#commit(pasted.split(SEPARATORS));
    this.#close();
    this.#changed();
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // Enter and the arrows belong to the input method while it composes.
    if (event.isComposing || event.keyCode === 229) return;
    const { field, list } = this.#elements;
    const open = list.matches(":popover-open");
    const command = event.ctrlKey || event.metaKey;
    const back = document.documentElement.dir === "rtl" ? "ArrowRight" : "ArrowLeft";

    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const down = event.key === "ArrowDown";
      if (!open) {
        this.#open();
        this.#point(down ? 0 : this.#offered.length - 1);
      } else {
        const stops = this.#offered.length + 1; // one more: the field itself
        this.#point(((this.#active + 1 + (down ? 1 : stops - 1)) % stops) - 1);
      }
    } else if (event.key === "Escape" && open) {
      this.#close();
    } else if (event.key === "Enter" && !command && this.#active >= 0) {
      this.#choose(this.#offered[this.#active] ?? "");
    } else if (event.key === "Enter" && !command && tidy(field.value)) {
      this.#choose(field.value);
    } else if (event.key === "Backspace" && field.value === "" && !event.repeat) {
      this.#chips.removeLast();
    } else if (event.key === back && field.value === "" && this.#chips.names.length > 0) {
      this.#chips.focusLast();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {string} name */
  #choose(name) {
    this.#elements.field.value = "";
    this.#commit([name]);
    this.#close();
    this.#changed();
  }

  /** @param {string[]} names */
  #commit(names) {
    const added = [];
    for (const typed of names) {
      const name = tidy(typed);
      const spelling = this.#completion.existing(name)?.name ?? name;
      if (this.#chips.add(spelling, this.#completion)) added.push(spelling);
    }
    if (added.length > 0) this.#announce(text("tag_added", added.slice(0, 5).join(", ")));
  }

  /** Shows what fits the typed text, and the typed text itself as a new tag when it is one. */
  #open() {
    const { field, list } = this.#elements;
    const typed = tidy(field.value);
    const taken = this.#chips.identities;
    const isNew = typed !== "" && !this.#completion.existing(typed) && !taken.has(identity(typed));
    const options = this.#completion.suggest(typed, taken, isNew ? SHOWN - 1 : SHOWN);
    this.#offered = options.map((option) => option.name);
    const rows = options.map((option, index) =>
      create(
        "div",
        { id: `tag-${index}`, role: "option", class: "tag-row", "aria-selected": "false" },
        create(
          "span",
          { class: "chip", "data-color": option.color },
          isolated(option.name, "chip-name"),
        ),
      ),
    );
    if (isNew) {
      rows.push(
        create(
          "div",
          {
            id: `tag-${options.length}`,
            role: "option",
            class: "tag-row",
            "aria-selected": "false",
          },
          create("span", { class: "soft" }, text("tag_new")),
          create(
            "span",
            { class: "chip new", "data-color": "default" },
            isolated(typed, "chip-name"),
          ),
        ),
      );
      this.#offered.push(typed);
    }
    list.replaceChildren(...rows);
    this.#active = -1;
    field.removeAttribute("aria-activedescendant");
    if (rows.length === 0) return this.#close();
    field.setAttribute("aria-expanded", "true");
    if (!list.matches(":popover-open")) list.showPopover();
    this.#place();
  }

  #close() {
    const { field, list } = this.#elements;
    this.#active = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
    if (list.matches(":popover-open")) list.hidePopover();
  }

  /**
   * Moves the highlight; -1 is back in the field.
   * @param {number} index
   */
  #point(index) {
    const { field, list } = this.#elements;
    this.#active = index;
    for (const [at, row] of [...list.children].entries()) {
      row.setAttribute("aria-selected", String(at === index));
      if (at === index) row.scrollIntoView({ block: "nearest" });
    }
    if (index >= 0) field.setAttribute("aria-activedescendant", `tag-${index}`);
    else field.removeAttribute("aria-activedescendant");
  }

  /**
   * The list lies over the popup, below the field where there is room and above it where not: a
   * popup window cannot be left, and growing it at every key would make it jump.
   */
  #place() {
    const { box, list } = this.#elements;
    const around = box.getBoundingClientRect();
    const below = window.innerHeight - around.bottom - 8;
    const above = around.top - 8;
    const upward = below < Math.min(list.scrollHeight, 140) && above > below;
    list.style.setProperty("left", `${around.left}px`);
    list.style.setProperty("width", `${around.width}px`);
    list.style.setProperty("max-height", `${Math.max(upward ? above : below, 80)}px`);
    list.style.setProperty("top", upward ? "auto" : `${around.bottom + 4}px`);
    list.style.setProperty("bottom", upward ? `${window.innerHeight - around.top + 4}px` : "auto");
  }
}
