/**
 * Blocks as Notion takes them, as they will look there. Nothing is loaded for it: a picture is a card
 * that says which one it is. Texts become text nodes, whatever is in them.
 */

import { create, plain } from "../interface/element.js";
import { drawing, glyph } from "../interface/glyphs.js";
import { hostOf } from "../interface/places.js";
import { lookUp } from "../interface/text.js";
import { formula, rich } from "./rich.js";

/** @import { Run } from "./rich.js" */

/** @typedef {Record<string, Content>} Block its content, under the name of its type */

/**
 * @typedef {object} Content
 * @property {Run[]} [rich_text]
 * @property {Block[]} [children]
 * @property {boolean} [checked]
 * @property {string} [language]
 * @property {{ emoji: string }} [icon]
 * @property {string} [color]
 * @property {string} [expression]
 * @property {string} [url]
 * @property {{ url: string }} [external]
 * @property {Run[]} [caption]
 * @property {Run[][]} [cells]
 * @property {boolean} [has_column_header]
 * @property {boolean} [has_row_header]
 */

/** The list that each item is in. */
const LISTS = /** @type {const} */ ({
  bulleted_list_item: "ul",
  numbered_list_item: "ol",
  to_do: "ul",
});

const PICTURE =
  "M2.5 3.500h11v9h-11zM5.400 7.200a.9.9 0 1 0 0-1.800.9.9 0 0 0 0 1.800zM3 12l3.600-3.500 2.200 2 2-1.800 2.700 2.800";

/** Blocks that are drawn a part at a time: a page may have thousands. */
export class Blocks {
  #blocks;
  #place;
  #next = 0;
  #drawn = 0;
  /** Of the last heading: levels that a page passes over would be gaps for whoever listens. */
  #level = 1;

  /**
   * @param {Block[]} blocks
   * @param {HTMLElement} place where they are drawn
   */
  constructor(blocks, place) {
    this.#blocks = blocks;
    this.#place = place;
  }

  /** How many there are, without those that are in others. */
  get count() {
    return this.#blocks.length;
  }

  /**
   * Draws so many more, with those that are in others.
   * @param {number} most
   * @returns {boolean} whether there are more
   */
  draw(most) {
    const end = this.#drawn + most;
    for (; this.#next < this.#blocks.length && this.#drawn < end; this.#next += 1)
      this.#put(this.#blocks[this.#next] ?? {}, this.#place);
    return this.#next < this.#blocks.length;
  }

  /**
   * @param {Block} block
   * @param {HTMLElement} place
   */
  #put(block, place) {
    this.#drawn += 1;
    const [kind = ""] = Object.keys(block);
    const content = block[kind] ?? {};
    const list = LISTS[/** @type {keyof typeof LISTS} */ (kind)];
    if (!list) {
      place.append(this.#draw(kind, content));
      return;
    }
    const { lastElementChild: last } = place;
    const isIn = last instanceof HTMLElement && last.dataset.kind === kind;
    const into = isIn ? last : create(list, { "data-kind": kind });
    const item = create("li", { dir: "auto" }, ...rich(content.rich_text));
    if (kind === "to_do") item.prepend(content.checked ? "☑ " : "☐ ");
    into.append(this.#filled(item, content));
    place.append(into);
  }

  /**
   * @param {string} kind
   * @param {Content} content
   * @returns {HTMLElement}
   */
  #draw(kind, content) {
    const words = rich(content.rich_text);
    if (kind.startsWith("heading_")) return this.#heading(Number(kind.slice(8)), content);
    switch (kind) {
      case "quote":
        return this.#filled(create("blockquote", { dir: "auto" }, ...words), content);
      case "callout":
        return this.#callout(content);
      case "toggle": {
        const summary = create("summary", { dir: "auto" }, ...words);
        return this.#filled(create("details", { open: true }, summary), content);
      }
      case "code":
        return code(content);
      case "equation":
        return create("p", { class: "preview-equation" }, formula(content.expression ?? ""));
      case "divider":
        return create("hr");
      case "table":
        return this.#table(content);
      default:
        if (content.url || content.external) return card(kind, content);
        return this.#filled(create("p", { dir: "auto" }, ...words), content);
    }
  }

  /**
   * The element with what stands in the block.
   * @template {HTMLElement} Kind
   * @param {Kind} element
   * @param {Content} content
   * @returns {HTMLElement}
   */
  #filled(element, { children = [] }) {
    if (children.length === 0) return element;
    const inside = create("div", { class: "preview-inside" });
    for (const child of children) this.#put(child, inside);
    // A paragraph holds no other.
    if (element.localName === "p") return create("div", {}, element, inside);
    element.append(inside);
    return element;
  }

  /**
   * @param {number} level
   * @param {Content} content
   */
  #heading(level, content) {
    this.#level = Math.min(level, this.#level) + 1;
    const heading = create(
      "p",
      { role: "heading", "aria-level": this.#level, "data-level": level, dir: "auto" },
      ...rich(content.rich_text),
    );
    return this.#filled(heading, content);
  }

  /** @param {Content} content */
  #callout(content) {
    const { icon, color, rich_text: runs } = content;
    const inside = this.#filled(create("p", { dir: "auto" }, ...rich(runs)), content);
    const mark = create("span", { "aria-hidden": "true" }, icon?.emoji ?? "");
    return create("div", { class: "preview-callout", "data-color": color ?? null }, mark, inside);
  }

  /** @param {Content} content */
  #table({ children = [], has_column_header, has_row_header }) {
    const rows = children.map(({ table_row }, at) => {
      this.#drawn += 1;
      const isHead = has_column_header && at === 0;
      const cells = (table_row?.cells ?? []).map((runs, column) => {
        const isName = isHead || (has_row_header && column === 0);
        const scope = isName ? (isHead ? "col" : "row") : null;
        return create(isName ? "th" : "td", { dir: "auto", scope }, ...rich(runs));
      });
      return create("tr", {}, ...cells);
    });
    return create("table", {}, create("tbody", {}, ...rows));
  }
}

/** @param {Content} content */
function code({ rich_text, language = "" }) {
  const words = create("code", {}, ...rich(rich_text));
  const name =
    language === "plain text" ? null : create("span", { class: "preview-kind" }, language);
  return create("pre", { dir: "ltr" }, name, words);
}

/**
 * What is shown from somewhere else: what it is, where it is, and what is said of it.
 * @param {string} kind
 * @param {Content} content
 */
function card(kind, { url, external, caption }) {
  const address = external?.url ?? url ?? "";
  const words = caption ? create("figcaption", { dir: "auto" }, ...rich(caption)) : null;
  const name = lookUp(`block_${kind}`) || kind;
  return create(
    "figure",
    { class: "preview-card", title: plain(address) },
    kind === "image" ? drawing(PICTURE, 18) : glyph(kind === "bookmark" ? "outside" : "page", 18),
    create("span", { class: "preview-kind" }, `${name} · `, create("bdi", {}, hostOf(address))),
    words,
  );
}
