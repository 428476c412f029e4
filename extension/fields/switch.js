/** Properties that are on or off: checkboxes, and whether a page of a wiki is verified. */

import { create } from "../interface/element.js";

/** @import { Input, Making } from "./input.js" */

/** @type {Record<string, [string, string]>} */
const WORDS = { checkbox: ["true", "false"], verification: ["verified", "unverified"] };

/** @param {Making} making @returns {Input} */
export function switchInput({ field: { kind }, id, changed }) {
  const [on, off] = WORDS[kind] ?? ["true", "false"];
  const box = create("input", { id, type: "checkbox" });
  box.addEventListener("change", changed);
  return {
    element: create("div", { class: "switch" }, box),
    control: box,
    values: () => [box.checked ? on : off],
    labels: () => [],
    show: ([value]) => {
      box.checked = value === on;
    },
  };
}
