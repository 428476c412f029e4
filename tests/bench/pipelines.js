// The ways from a loaded page to Notion's blocks that are measured beside each other, each as a script
// whose value is a function: called in the page, it returns the blocks as a JSON text. The page stays as
// it is, which is what a clipper has to see to.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readContent } from "../../extension/walk.js";
import { SOURCES } from "../e2e/harness/paths.js";
import { bundle } from "./bundle.js";

const OURS = "Satchel";

/** @typedef {{ name: string, script: string }} Pipeline */

/** @returns {Promise<Pipeline[]>} ours first */
export async function pipelines() {
  return [{ name: OURS, script: await ours() }, ...others()];
}

/** @returns {Pipeline[]} */
export function others() {
  return [
    { name: "Readability", script: bundled("@mozilla/readability", readability) },
    { name: "Defuddle", script: bundled("defuddle", defuddle) },
  ];
}

/** What the module is made of, for the page to have before its time is taken: it would come from the disk. */
export async function wasm() {
  const bytes = await readFile(join(SOURCES, "wasm/article_bg.wasm"));
  return `globalThis.bytes = Uint8Array.fromBase64("${bytes.toString("base64")}")`;
}

/** As `takeArticle` of extension/article.js does it, without the way from the page to the worker. */
async function ours() {
  const module = await readFile(join(SOURCES, "wasm/article.js"), "utf8");
  const glue = module
    .replace(/^export \{.*$/gmu, "")
    .replace(/^export /gmu, "")
    .replaceAll("import.meta.url", "''");
  return `(() => {
    ${glue}
    initSync({ module: globalThis.bytes });
    const readContent = ${readContent};
    return () => {
      const tokens = readContent(false);
      const article = new Article(tokens, location.href, document.title, false);
      const ends = article.ends();
      globalThis.characters = article.characters();
      article.media();
      globalThis.isCut = article.isCut();
      globalThis.requests = ends ? ends.split(",").length : 0;
      const blocks = ends ? article.blocks() : "[]";
      article.pictures();
      article.free();
      globalThis.memory = wasm.memory.buffer.byteLength;
      return blocks;
    };
  })()`;
}

/**
 * @param {string} extractor
 * @param {(required: (name: string) => any) => () => string} code
 */
function bundled(extractor, code) {
  return `(${code})(${bundle([extractor, "turndown", "@tryfabric/martian"])})`;
}

/** @param {(name: string) => any} required */
function readability(required) {
  const { Readability } = required("@mozilla/readability");
  const Turndown = required("turndown");
  const { markdownToBlocks } = required("@tryfabric/martian");
  return () => {
    // It takes the document apart.
    const found = new Readability(document.cloneNode(true)).parse();
    const markdown = new Turndown({ headingStyle: "atx", codeBlockStyle: "fenced" });
    return JSON.stringify(markdownToBlocks(markdown.turndown(found?.content ?? "")));
  };
}

/** @param {(name: string) => any} required */
function defuddle(required) {
  const Defuddle = required("defuddle");
  const Turndown = required("turndown");
  const { markdownToBlocks } = required("@tryfabric/martian");
  return () => {
    // It makes its own copy of the document.
    const found = new Defuddle(document, { url: location.href }).parse();
    const markdown = new Turndown({ headingStyle: "atx", codeBlockStyle: "fenced" });
    return JSON.stringify(markdownToBlocks(markdown.turndown(found.content)));
  };
}
