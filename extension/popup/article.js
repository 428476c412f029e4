/**
 * The page's text in the popup: whether it is saved, which part of it, and how much that is. It is
 * read when it is wanted, beside everything else; the background waits for it where a save is asked for
 * meanwhile.
 */

import { CONTENTS } from "../contents.js";
import { byId, plain } from "../interface/element.js";
import { countText, text } from "../interface/text.js";
import { ask } from "../messages.js";
import { startPicking } from "./picking.js";
import { offerPictures } from "./pictures.js";
import { Preview } from "./preview.js";

/** @import { ArticleView, Clip, Notice, Part, Submission } from "../interface/protocol.d.ts" */

/** Whether text of the page goes along, and which. */
export class Article {
  #parts = byId("article-parts", HTMLDivElement);
  #keep = byId("keep-article", HTMLInputElement);
  #part = byId("article-part", HTMLSelectElement);
  #pick = byId("pick", HTMLButtonElement);
  #size = byId("article-size", HTMLParagraphElement);
  #quote = byId("selected-text", HTMLQuoteElement);
  #pictures = byId("pictures-offer", HTMLDivElement);
  #preview;
  /** What came of reading a part, once it is wanted. @type {Map<Part, Promise<ArticleView | null | "unread">>} */
  #read = new Map();
  /** The parts of which that is known. @type {Set<Part>} */
  #settled = new Set();
  /** The reader chose. */
  #touched = false;
  /** What goes along unless the reader says otherwise: what is selected, and whether the article does. */
  #usual = { selected: "", article: false };
  /** @type {"free" | "update" | "asked"} */
  #room = "free";
  #tab = -1;

  /**
   * @param {() => void} changed the reader chose
   * @param {() => Promise<Submission | null>} wanted the save as it stands
   */
  constructor(changed, wanted) {
    this.#preview = new Preview(wanted);
    // Until this page is closed, what it read is not taken away, however long ago that was.
    navigator.locks.request(CONTENTS, { mode: "shared" }, () => new Promise(() => {}));
    for (const field of [this.#keep, this.#part])
      field.addEventListener("change", () => {
        this.#touched = true;
        this.#follow();
        changed();
      });
    this.#pick.title = text("pick");
    this.#pick.addEventListener("click", () => this.#startPicking());
  }

  /**
   * What the reader chose, "" for nothing; undefined where they did not choose.
   * @returns {Part | "" | undefined}
   */
  get choice() {
    if (!this.#touched) return undefined;
    return this.#keep.checked ? this.#wanted : "";
  }

  /** @param {Part | "" | undefined} choice of an earlier popup on the same page */
  restore(choice) {
    if (choice === undefined || this.#touched) return;
    this.#touched = true;
    this.#keep.checked = choice !== "";
    if (choice) this.#part.value = choice;
    this.#follow();
  }

  /**
   * The page can be read. Until this is known, nothing goes along.
   * @param {number} tab
   * @param {string} selected what is selected in it
   * @param {boolean} usual whether the article goes along unless the reader says otherwise
   */
  async offer(tab, selected, usual) {
    this.#tab = tab;
    const picked = ask("hasPicked", { tabId: tab }).catch(() => false);
    picked.then((isThere) => this.#enable("picked", isThere));
    // A page that was loaded anew has nothing picked: what is usual holds again.
    if (this.#wanted === "picked" && !(await picked)) {
      this.#touched = false;
      this.#part.value = "article";
    }
    for (const control of [this.#keep, this.#part, this.#pick]) control.disabled = false;
    this.#quote.textContent = plain(selected);
    this.#enable("selection", selected !== "");
    if (!selected && this.#wanted === "selection") this.#part.value = "article";
    this.#usual = { selected, article: usual };
    this.#choose();
    this.#follow();
  }

  /** Chooses for the reader, until they do. */
  #choose() {
    if (this.#touched) return;
    const { selected, article } = this.#usual;
    // Whoever selected something means that, but for a page's text to be only that they have to say so.
    const isSelection = selected !== "" && this.#room === "free";
    if (selected) this.#part.value = isSelection ? "selection" : "article";
    this.#keep.checked = isSelection || (article && this.#room !== "asked");
  }

  /**
   * Where the text would go.
   * @param {"free" | "update" | "asked"} room update: into the place of what is there; asked: to where it only
   *   goes when the reader says so
   */
  set room(room) {
    if (this.#room === room) return;
    this.#room = room;
    if (this.#keep.disabled) return;
    this.#choose();
    this.#follow();
  }

  /** Something else of the save changed: the request that is shown is another. */
  changed() {
    this.#preview.changed();
  }

  /** Whether text goes along. */
  get goesAlong() {
    return this.#keep.checked && !this.#keep.disabled;
  }

  /** The part that goes along and is still being read, "" for none. */
  get awaited() {
    return this.goesAlong && !this.#settled.has(this.#wanted) ? this.#wanted : "";
  }

  /** The browser keeps the page to itself: what is left to see is what will be sent. */
  withhold() {
    this.#parts.hidden = true;
    this.#preview.offer("");
  }

  /**
   * What a save says of the page's text: the key of what is kept of it, "" for none, what remains of
   * the selection where it does not go along, and what there is to say about that.
   * @param {Clip} clip
   */
  async submission(clip) {
    if (this.#keep.disabled) return { clip, article: "", notices: [] };
    const part = this.#wanted;
    const found = this.#keep.checked ? await this.#reading(part) : null;
    /** @type {Notice[]} */
    const notices = found === "unread" ? [{ code: "article-unread", detail: "" }] : [];
    const article = found && found !== "unread" ? found.key : "";
    // What is selected and cannot be had as it stands goes along as a quote.
    const isMeant = this.#keep.checked && part === "selection";
    return { clip: isMeant ? clip : { ...clip, selection: "" }, article, notices };
  }

  /**
   * @param {Part} part
   * @param {boolean} isThere
   */
  #enable(part, isThere) {
    for (const option of this.#part.options)
      if (option.value === part) option.hidden = option.disabled = !isThere;
  }

  /** Lets the reader pick a part in the page, which is under this popup. */
  async #startPicking() {
    try {
      await startPicking(this.#tab);
      window.close();
    } catch {
      this.#size.style.visibility = "visible";
      this.#size.textContent = text("pick_failed");
    }
  }

  /** @returns {Part} */
  get #wanted() {
    return /** @type {Part} */ (this.#part.value);
  }

  /** Reads it as soon as it is wanted, and says how that went. */
  async #follow() {
    const isWanted = this.#keep.checked && !this.#keep.disabled;
    const part = this.#wanted;
    this.#size.style.visibility = isWanted ? "visible" : "hidden";
    this.#quote.hidden = !isWanted || part !== "selection";
    if (!isWanted) {
      this.#pictures.hidden = true;
      // Before the page is known there is nothing to show.
      if (!this.#keep.disabled) this.#preview.offer("");
      return;
    }
    this.#size.textContent = text("article_reading");
    const found = await this.#reading(part);
    if (part !== this.#wanted || !this.#keep.checked) return;
    const nothing = part === "selection" ? "selection_quoted" : "article_none";
    this.#size.textContent =
      found === "unread" ? text("notice_article_unread") : found ? size(found) : text(nothing);
    const article = found === "unread" ? null : found;
    this.#preview.offer(article?.key ?? "");
    if (article && article.media > 0) await offerPictures();
  }

  /** @param {Part} part */
  #reading(part) {
    const known = this.#read.get(part);
    if (known) return known;
    const reading = ask("article", { tabId: this.#tab, part }).catch(
      () => /** @type {"unread"} */ ("unread"),
    );
    this.#read.set(part, reading);
    reading.then(() => this.#settled.add(part));
    return reading;
  }
}

/** @param {ArticleView} article */
function size({ characters, media, isCut }) {
  const parts = [countText("article_characters", characters)];
  if (media > 0) parts.push(countText("article_media", media));
  if (isCut) parts.push(text("article_cut"));
  return parts.join(" · ");
}
