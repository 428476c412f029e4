// What Readability.js and Defuddle take for the articles of pages, for `cargo xtask bench quality` to
// measure beside ours. Reads pages as lines of JSON, { name, address, html }, from the file that is named
// first, and writes { name, html } as lines of JSON to NAME.jsonl in the folder that is named second.

import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { Readability } from "@mozilla/readability";
import { Defuddle } from "defuddle/node";
import { parseHTML } from "linkedom";

/** @typedef {{ name: string, address: string, html: string }} Page */

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

/** @type {Record<string, (page: Page) => Promise<string>>} */
const extractors = {
  readability: async (page) => new Readability(parse(page)).parse()?.content ?? "",
  defuddle: async (page) => {
    // Not async: it would ask other services for the pages of some sites.
    const found = await Defuddle(parse(page), page.address, { useAsync: false });
    return found.content;
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
    let html = "";
    try {
      html = await extract(page);
    } catch (error) {
      console.error(`${Object.keys(extractors)[at]} on ${page.name}: ${error}`);
    }
    outputs[at]?.write(`${JSON.stringify({ name: page.name, html })}\n`);
  }
}
for (const output of outputs) output.end();
