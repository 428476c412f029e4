/** Building elements without a string of markup anywhere. */

/**
 * An element with attributes and children. Text goes in as text: nothing here parses HTML.
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | number | boolean | null>} [attributes] false and null leave one out
 * @param {...(Node | string | null)} children null leaves one out
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function create(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) element.setAttribute(attribute, "");
    else if (value !== false && value !== null) element.setAttribute(attribute, String(value));
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/**
 * A push button.
 * @param {string} label
 * @param {(pressed: HTMLButtonElement) => void} press
 * @param {string} [style] class names
 * @returns {HTMLButtonElement}
 */
export function button(label, press, style = "button") {
  const element = create("button", { type: "button", class: style }, label);
  element.addEventListener("click", () => press(element));
  return element;
}

/**
 * The element the page's markup has under this id. Its absence is a mistake in the markup.
 * @template {HTMLElement} Kind
 * @param {string} id
 * @param {{ new (): Kind }} kind
 * @returns {Kind}
 */
export function byId(id, kind) {
  const element = document.getElementById(id);
  if (!(element instanceof kind)) throw new Error(`the page has no ${kind.name} called ${id}`);
  return element;
}

// Control characters (tab and line feed apart), and the marks that turn the direction of the text
// around them.
const DECEIVING = /(?![\t\n])[\p{Control}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Someone else's text as it may be shown: without characters that reorder or hide other text.
 * @param {string} foreign
 * @returns {string}
 */
export function plain(foreign) {
  return foreign.replace(DECEIVING, "");
}

/**
 * Someone else's text, isolated, so that its direction does not spill into ours.
 * @param {string} foreign
 * @param {string | null} [style] class names
 * @returns {HTMLElement}
 */
export function isolated(foreign, style = null) {
  return create("bdi", { class: style }, plain(foreign));
}
