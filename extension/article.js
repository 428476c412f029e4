// The article module: a page's tokens in, its content as Notion's blocks out. It has an instance of its
// own, which is thrown away where a page is too much for it: nothing else lives in it.

import init, { Article, __wbg_reset_state as reset } from "./wasm/article.js";
import { keepContent } from "./contents.js";

/** @import { ArticleView } from "./interface/protocol.js" */

/**
 * Makes a page's content ready to be saved, and keeps it.
 *
 * @param {string} tokens as `readContent` read them
 * @param {{ address: string, title: string, scope: "article" | "all" | "page" }} page
 * @returns {Promise<ArticleView | null>} null where there is nothing, or where it was too much
 */
export async function articleOf(tokens, { address, title, scope }) {
  if (!tokens) return null;
  await init();
  /** @type {Article} */
  let article;
  try {
    article = new Article(tokens, address, title, scope);
  } catch (trapped) {
    console.error("Satchel: the article module stopped", trapped);
    reset();
    return null;
  }
  const [ends, characters, media] = [article.ends(), article.characters(), article.media()];
  const isCut = article.isCut();
  const blocks = ends ? article.blocks() : "";
  article.free();
  if (!ends) return null;
  const key = `${ends}:${await keepContent(blocks)}`;
  return { key, characters, media, isCut };
}
