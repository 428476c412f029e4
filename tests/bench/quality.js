// What Readability.js and Defuddle take for the articles of pages, and for their titles, authors and dates,
// for `cargo xtask bench quality` and `cargo xtask bench metadata` to measure beside ours. Reads pages as
// lines of JSON, { name, address, html }, from the file that is named first, and writes what was found as
// lines of JSON, { name, html, title, author, published }, to EXTRACTOR.jsonl in the folder named second.

import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";

/** @typedef {{ name: string, address: string, html: string }} Page */
/** @typedef {{ html: string, title: string, author: string, published: string }} Found */

/**
 * A document as both expect it: it knows where it is.
 * @param {Page} page
 */
function parse(page) {
  const { document } = parseHTML(page.html);
  Object.defineProperty(document, "documentURI", { value: page.address });
  Object.defineProperty(document, "baseURI", { value: page.address });
  return document;
}

/**
 * A date as the answers have it, however it was written.
 * @param {string} written
 */
function day(written) {
  const date = new Date(written);
  if (/^\d{4}-\d\d-\d\d/u.test(written) || Number.isNaN(date.getTime())) return written;
  const parts = [date.getFullYear(), date.getMonth() + 1, date.getDate()];
  return parts.map((part) => String(part).padStart(2, "0")).join("-");
}

/** @type {Record<string, (page: Page) => Promise<Found>>} */
const extractors = {
  readability: async (page) => {
    const found = new Readability(parse(page)).parse();
    return {
      html: found?.content ?? "",
      title: found?.title ?? "",
      author: found?.byline ?? "",
      published: day(found?.publishedTime ?? ""),
    };
  },
  defuddle: async (page) => {
    // Not async: it would ask other services for the pages of some sites.
    const found = await Defuddle(parse(page), page.address, { useAsync: false });
    return {
      html: found.content,
      title: found.title,
      author: found.author,
      published: day(found.published),
    };
  },
};

const [pages, folder] = process.argv.slice(2);
if (pages === undefined || folder === undefined) throw new Error("quality.js PAGES FOLDER");
const outputs = Object.keys(extractors).map((name) =>
  createWriteStream(join(folder, `${name}.jsonl`)),
);
for await (const line of createInterface({ input: createReadStream(pages) })) {
  /** @type {Page} */
  const page = JSON.parse(line);
  for (const [at, extract] of Object.values(extractors).entries()) {
    /** @type {Found} */
    let found = { html: "", title: "", author: "", published: "" };
    try {
      found = await extract(page);
    } catch (error) {
      console.error(`${Object.keys(extractors)[at]} on ${page.name}: ${error}`);
    }
    outputs[at]?.write(`${JSON.stringify({ name: page.name, ...found })}\n`);
  }
}
for (const output of outputs) output.end();
