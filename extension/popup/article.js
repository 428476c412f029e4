/**
 * The article in the popup: whether it is saved, and how much there is of it. It is read when it is
 * wanted, beside everything else; a save that is asked for meanwhile waits for it.
 */

import { byId } from "../interface/element.js";
import { countText, text } from "../interface/text.js";
import { ask } from "../messages.js";
import { offerPictures } from "./pictures.js";

/** @import { ArticleView, Notice } from "../interface/protocol.d.ts" */

/** Whether the article goes along. */
export class Article {
  #box = byId("article", HTMLDivElement);
  #keep = byId("keep-article", HTMLInputElement);
  #size = byId("article-size", HTMLParagraphElement);
  /** What came of reading it, once that is wanted. @type {Promise<ArticleView | null> | null} */
  #reading = null;
  /** The reader chose. */
  #touched = false;
  #failed = false;
  #tab = -1;

  /** @param {() => void} changed the reader chose */
  constructor(changed) {
    this.#keep.addEventListener("change", () => {
      this.#touched = true;
      this.#follow();
      changed();
    });
  }

  /** What the reader chose; undefined where they did not. */
  get choice() {
    return this.#touched ? this.#keep.checked : undefined;
  }

  /** @param {boolean | undefined} choice of an earlier popup on the same page */
  restore(choice) {
    if (choice === undefined || this.#touched) return;
    this.#touched = true;
    this.#keep.checked = choice;
    this.#follow();
  }

  /**
   * The page can be read.
   * @param {number} tab
   * @param {boolean} usual whether the article goes along unless the reader says otherwise
   */
  offer(tab, usual) {
    this.#tab = tab;
    this.#keep.disabled = false;
    if (!this.#touched) this.#keep.checked = usual;
    this.#follow();
  }

  /** The browser keeps the page to itself. */
  withhold() {
    this.#box.hidden = true;
  }

  /** What a save names it by, "" for none, and what there is to say about that. */
  async submission() {
    const wanted = this.#keep.checked && !this.#keep.disabled;
    const found = wanted ? await this.#read() : null;
    /** @type {Notice[]} */
    const notices = wanted && this.#failed ? [{ code: "article-unread", detail: "" }] : [];
    return { article: found?.key ?? "", notices };
  }

  /** Reads it as soon as it is wanted, and says how that went. */
  #follow() {
    const wanted = this.#keep.checked && !this.#keep.disabled;
    this.#size.style.visibility = wanted ? "visible" : "hidden";
    if (wanted) this.#read();
  }

  #read() {
    this.#reading ??= this.#take();
    return this.#reading;
  }

  async #take() {
    this.#size.textContent = text("article_reading");
    try {
      const found = await ask("article", { tabId: this.#tab });
      this.#size.textContent = found ? size(found) : text("article_none");
      if (found && found.media > 0) await offerPictures();
      return found;
    } catch {
      this.#failed = true;
      this.#size.textContent = text("notice_article_unread");
      return null;
    }
  }
}

/** @param {ArticleView} article */
function size({ characters, media, isCut }) {
  const parts = [countText("article_characters", characters)];
  if (media > 0) parts.push(countText("article_media", media));
  if (isCut) parts.push(text("article_cut"));
  return parts.join(" · ");
}
