/**
 * Handing the kept saves out as a file.
 *
 * Nothing here needs the core, the background or an account: what a person saved can be taken away
 * whatever else is broken.
 */

import { exportSaves } from "../export.js";
import { button, create } from "./element.js";
import { give, today } from "./giving.js";
import { text } from "./text.js";

/** @typedef {"json" | "markdown"} Format */

const FILES = {
  json: { ending: "json", type: "application/json" },
  markdown: { ending: "md", type: "text/markdown" },
};

/**
 * Gives the reader a file.
 * @param {Format} format
 * @param {string[]} [ids] these saves only; without them, all that are not in Notion
 */
export async function download(format, ids) {
  const content = await exportSaves(format, ids);
  const { ending, type } = FILES[format];
  give(`satchel-${today()}.${ending}`, content, type);
}

/**
 * The buttons that export everything not yet in Notion.
 * @param {(message: string) => void} failed said when a store cannot be read
 * @returns {HTMLDivElement}
 */
export function exportButtons(failed) {
  const as = (/** @type {Format} */ format) =>
    button(text(`export_all_as_${format}`), () =>
      download(format).catch(() => failed(text("export_failed"))),
    );
  return create("div", { class: "export-buttons" }, as("markdown"), as("json"));
}
