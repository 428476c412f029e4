/** The few drawings the pages use, as SVG in the colour of the text around them. */

const PATHS = {
  check: "M3 8.6l3.4 3.4L13 4.6",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8V8l2.2 1.6",
  question:
    "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM6.3 6.4a1.75 1.75 0 1 1 2.6 1.5c-.6.3-.9.7-.9 1.3M8 11.3v.2",
  warning: "M8 2.6l6 10.6H2zM8 6.6v3M8 11.3v.2",
  page: "M4 2h5l3 3v9H4zM9 2v3h3",
  plug: "M6 2v3M10 2v3M4 5h8v2.5a4 4 0 0 1-8 0zM8 11.5V14",
  database: "M3 3h10v10H3zM3 6.4h10M6.6 6.4V13",
  block: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.8l8.4 8.4",
  cross: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  sliders: "M2 5h6M12 5h2M2 11h2M8 11h6M10 3.2v3.6M6 9.2v3.6",
  list: "M6 4h8M6 8h8M6 12h8M2.6 4h.3M2.6 8h.3M2.6 12h.3",
  outbound: "M8 13V3.4M4 7.2L8 3.2l4 4",
  offline:
    "M2.2 6.4a8.6 8.6 0 0 1 3-1.9M8.4 4a8.6 8.6 0 0 1 5.4 2.4M4.6 9a5 5 0 0 1 3-1.5M11.4 9l-.6-.5M8 12.4v.2M2.6 2l10.8 12",
  undo: "M3 6.2h6.6a3.4 3.4 0 0 1 0 6.8H6M5.8 3.2L2.8 6.2l3 3",
  device: "M3 3h10v7.4H3zM1.6 13h12.8",
  target:
    "M8 12.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM8 1.500v4M8 10.500v4M1.500 8h4M10.500 8h4",
  outside: "M6.5 3.5h-3v9h9v-3M9.5 2.5h4v4M13.2 2.8L7.6 8.4",
};

/** How large letters usually are, in CSS pixels. */
const LETTERS = 16;

const SVG = "http://www.w3.org/2000/svg";

/** @typedef {keyof typeof PATHS} Glyph */

/**
 * A drawing. It is decoration: the words beside it say the same.
 * @param {Glyph} name
 * @param {number} [size] in CSS pixels, where letters are as large as usual
 * @returns {SVGSVGElement}
 */
export function glyph(name, size = 16) {
  return drawing(PATHS[name], size);
}

/**
 * A drawing of one line.
 * @param {string} line as the `d` of an SVG path
 * @param {number} size in CSS pixels, where letters are as large as usual
 * @returns {SVGSVGElement}
 */
export function drawing(line, size) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  for (const [attribute, value] of Object.entries({
    viewBox: "0 0 16 16",
    // As large as the letters beside it, however large a person has those.
    width: `${size / LETTERS}rem`,
    height: `${size / LETTERS}rem`,
    class: "glyph",
    "aria-hidden": "true",
    focusable: "false",
  })) {
    svg.setAttribute(attribute, value);
  }
  path.setAttribute("d", line);
  svg.append(path);
  return svg;
}

/**
 * Puts the drawings a page's markup asks for with `data-glyph` at the front of those elements.
 * @param {Document} page
 */
export function drawGlyphs(page) {
  for (const element of page.querySelectorAll("[data-glyph]")) {
    const name = element.getAttribute("data-glyph") ?? "";
    if (name in PATHS)
      element.prepend(
        glyph(/** @type {Glyph} */ (name), Number(element.getAttribute("data-glyph-size") ?? 16)),
      );
  }
}
