// The module that makes blocks of pages: the file that the extension has.

import { once } from "../extension/modules.js";
import init, { Article, __wbg_reset_state as reset } from "../extension/wasm/article.js";

/**
 * @typedef {object} Made
 * @property {import("../extension/popup/blocks.js").Block[]} blocks
 * @property {number} characters
 * @property {number} media
 * @property {Record<string, number>} left how many files of each kind are left out
 * @property {boolean} isCut
 * @property {number} time in milliseconds
 */

/** Gets it ready. */
export const start = once(async () => init({ module_or_path: await compiled("article_bg.wasm") }));

/**
 * Makes blocks of a page's tokens. Once {@link start} is done.
 *
 * @param {string} tokens
 * @param {string} address
 * @param {string} title
 * @param {boolean} isAll whether all of the page is wanted, and not its article only
 * @returns {Made}
 * @throws where it was too much for the module, which is replaced
 */
export function make(tokens, address, title, isAll) {
  const before = performance.now();
  /** @type {Article} */
  let article;
  try {
    article = new Article(tokens, address, title, isAll);
  } catch (trapped) {
    reset();
    throw trapped;
  }
  const blocks = article.blocks();
  const time = performance.now() - before;
  const made = {
    blocks: JSON.parse(blocks),
    characters: article.characters(),
    media: article.media(),
    left: JSON.parse(article.left()),
    isCut: article.isCut(),
    time,
  };
  article.free();
  return made;
}

/**
 * @param {string} address
 * @returns {Promise<WebAssembly.Module>}
 */
async function compiled(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  // A server that does not know what it serves calls it something else, and then it can't be compiled as it comes.
  return answer.headers.get("content-type") === "application/wasm"
    ? WebAssembly.compileStreaming(answer)
    : WebAssembly.compile(await answer.arrayBuffer());
}
