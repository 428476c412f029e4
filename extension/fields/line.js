/** Properties that are typed: text, addresses, numbers, links. */

import { create, plain } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { Input, Making } from "./input.js" */

/** How each kind of line is typed. @type {Record<string, Record<string, string>>} */
const MANNERS = {
  title: { type: "text", dir: "auto", placeholder: "" },
  url: { type: "text", inputmode: "url", dir: "ltr", spellcheck: "false", autocapitalize: "off" },
  email: { type: "text", inputmode: "email", dir: "ltr", spellcheck: "false" },
  phone_number: { type: "text", inputmode: "tel", dir: "ltr" },
};

/** One line. @param {Making} making @returns {Input} */
export function lineInput({ field: { kind }, id, changed }) {
  const input = create("input", { id, class: "field", maxlength: 20_000, ...MANNERS[kind] });
  input.addEventListener("input", changed);
  return {
    element: input,
    control: input,
    values: () => some(input.value.trim()),
    labels: () => [],
    show: ([value = ""]) => {
      input.value = kind === "title" ? plain(value) : value;
    },
  };
}

/** A number. What is no number is said at once: the browser keeps it to itself. @param {Making} making @returns {Input} */
export function numberInput({ id, changed }) {
  const input = create("input", { id, class: "field", type: "number", step: "any", dir: "ltr" });
  const error = create("p", { id: `${id}-error`, class: "field-error", role: "alert" });
  input.setAttribute("aria-describedby", error.id);
  input.addEventListener("input", () => {
    const wrong = input.validity.badInput;
    error.textContent = wrong ? text("not_a_number") : "";
    if (wrong) input.setAttribute("aria-invalid", "true");
    else input.removeAttribute("aria-invalid");
    changed();
  });
  // Scrolling past it must not count.
  input.addEventListener("wheel", () => input.blur());
  return {
    element: create("div", {}, input, error),
    control: input,
    values: () => some(input.value),
    labels: () => [],
    show: ([value = ""]) => {
      input.value = value;
    },
  };
}

/** Text of any length. @param {Making} making @returns {Input} */
export function textInput({ id, changed }) {
  return area(
    { id, changed },
    {},
    (value) => some(value.trim()),
    ([value = ""]) => plain(value),
  );
}

/** Links, one a line. @param {Making} making @returns {Input} */
export function linesInput({ id, changed }) {
  const attributes = {
    placeholder: text("links_placeholder"),
    spellcheck: "false",
    dir: "ltr",
  };
  return area(
    { id, changed },
    attributes,
    (value) => value.split(/\s+/u).filter(Boolean),
    (values) => values.join("\n"),
  );
}

/**
 * @param {{ id: string, changed: () => void }} making
 * @param {Record<string, string>} attributes
 * @param {(value: string) => string[]} read
 * @param {(values: string[]) => string} write
 * @returns {Input}
 */
function area({ id, changed }, attributes, read, write) {
  const element = create("textarea", {
    id,
    class: "field grows",
    rows: 1,
    dir: "auto",
    placeholder: "",
    maxlength: 100_000,
    ...attributes,
  });
  element.addEventListener("input", changed);
  return {
    element,
    control: element,
    values: () => read(element.value),
    labels: () => [],
    show: (values) => {
      element.value = write(values);
    },
  };
}

/** @param {string} value */
function some(value) {
  return value === "" ? [] : [value];
}
