// The article module: a page's tokens in, its content as Notion's blocks out. It has an instance of its
// own, which is thrown away where a page is too much for it: nothing else lives in it.

import init, { Article, __wbg_reset_state as reset } from "./wasm/article.js";
import { captureContent } from "./capture.js";
import { keepContent } from "./contents.js";
import { expectLeftovers } from "./leftovers.js";
import { report } from "./messages.js";
import { moduleBytes, once } from "./modules.js";

/** @import { ArticleView, Part } from "./interface/protocol.js" */
/** @import { Captured } from "./wasm/satchel.js" */

const start = once(() => init({ module_or_path: moduleBytes("article_bg.wasm") }));

/** @typedef {{ key: string, isSelected: boolean }} Text what of a page goes along with a save */

/**
 * Reads a part of a page, makes it ready to be saved, and keeps it.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Part} part
 * @returns {Promise<ArticleView | null>} null where there is none
 * @throws where it was too much for the module, which is replaced
 */
export async function takeArticle(tab, part) {
  const [tokens] = await Promise.all([captureContent(tab, part), start()]);
  const article = await make(tab, part, tokens);
  // It may never be saved.
  if (article) expectLeftovers().catch(report);
  return article;
}

/**
 * Reads what is selected, or else the article. Whoever points at something else means that. Both are
 * asked of the page at once: that nothing is selected is found out in the same moment.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured>} [pointed]
 * @returns {Promise<Text | null>}
 */
export async function takeText(tab, pointed) {
  if (pointed && !pointed.selection) return null;
  const [selection, all] = await Promise.all([
    captureContent(tab, "selection"),
    pointed ? "" : captureContent(tab, "article"),
    start(),
  ]);
  const selected = await make(tab, "selection", selection);
  const taken = selected ?? (await make(tab, "article", all));
  return taken && { key: taken.key, isSelected: taken === selected };
}

/**
 * @param {chrome.tabs.Tab} tab
 * @param {Part} part
 * @param {string} tokens of the page
 * @returns {Promise<ArticleView | null>}
 */
async function make(tab, part, tokens) {
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
