// The article module: a page's tokens in, its content as Notion's blocks out. It has an instance of its
// own, which is thrown away where a page is too much for it: nothing else lives in it.

import init, { Article, __wbg_reset_state as reset } from "./wasm/article.js";
import { captureContent } from "./capture.js";
import { keepContent } from "./contents.js";

/** @import { ArticleView, Part } from "./interface/protocol.js" */

/**
 * Reads a part of a page, makes it ready to be saved, and keeps it.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Part} part
 * @returns {Promise<ArticleView | null>} null where there is none
 * @throws where it was too much for the module, which is replaced
 */
export async function takeArticle(tab, part) {
  const [tokens] = await Promise.all([captureContent(tab, part === "selection"), init()]);
  if (!tokens) return null;
  /** @type {Article} */
  let article;
  try {
    article = new Article(tokens, tab.url ?? "", tab.title ?? "", part !== "article");
  } catch (trapped) {
    reset();
    throw trapped;
  }
  const [ends, characters, media] = [article.ends(), article.characters(), article.media()];
  const isCut = article.isCut();
  const blocks = ends ? article.blocks() : "";
  const pictures = article.pictures();
  const left = article.left();
  article.free();
  if (!ends) return null;
  const key = `${ends}:${await keepContent(blocks, pictures, left)}`;
  return { key, characters, media, isCut };
}
