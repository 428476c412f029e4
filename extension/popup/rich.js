/** Rich text as Notion takes it, as it will look there. */

import { create, plain } from "../interface/element.js";

/**
 * @typedef {object} Run a piece of text that looks the same all through, or a formula
 * @property {{ content: string, link?: { url: string } }} [text]
 * @property {{ expression: string }} [equation]
 * @property {Record<string, boolean | string>} [annotations]
 */

/** The elements that a run stands in, the innermost first. */
const LOOKS = /** @type {const} */ ({
  code: "code",
  bold: "strong",
  italic: "em",
  strikethrough: "s",
  underline: "u",
  color: "mark",
});

/**
 * Nodes that show these runs. A link does not lead anywhere: the reader is about to save, and there may
 * be hundreds to pass with the keyboard. What it leads to is its tooltip.
 *
 * @param {Run[]} [runs]
 * @returns {Node[]}
 */
export function rich(runs = []) {
  return runs.map(({ text, equation, annotations = {} }) => {
    if (equation) return formula(equation.expression);
    /** @type {Node} */
    let node = document.createTextNode(plain(text?.content ?? ""));
    for (const [look, name] of Object.entries(LOOKS))
      if (annotations[look]) node = create(name, {}, node);
    const address = text?.link?.url;
    return address ? create("span", { class: "preview-link", title: plain(address) }, node) : node;
  });
}

/** @param {string} expression in LaTeX */
export function formula(expression) {
  return create("code", { class: "preview-formula", dir: "ltr" }, plain(expression));
}
