/**
 * What will be saved, before it is. Of a page's text: the very blocks that wait for the save, and folded
 * above them the request they go out in. Where no text goes along, the request itself. They are drawn when
 * somebody wants to see them, and many blocks only when somebody wants to see all.
 */

import { blocksIn } from "../contents.js";
import { button, byId, create } from "../interface/element.js";
import { text } from "../interface/text.js";
import { Blocks } from "./blocks.js";
import { RequestView } from "./request.js";

/** @import { Submission } from "../interface/protocol.d.ts" */

/** How many blocks are drawn at once: some screens of them, and a few milliseconds. */
const SLICE = 200;

/** The button that shows the preview, and the preview. */
export class Preview {
  #button = byId("preview-button", HTMLButtonElement);
  #box = byId("preview", HTMLElement);
  #article = "";
  /** Of which article the preview is, "" for that of none. @type {string | null} */
  #drawn = null;
  #request;

  /** @param {() => Promise<Submission | null>} wanted the save as it stands */
  constructor(wanted) {
    this.#request = new RequestView(wanted);
    // Whoever has no mouse scrolls it with the keys.
    this.#box.tabIndex = 0;
    this.#button.addEventListener("click", () => {
      this.#open(this.#box.hidden === true);
      this.#box.scrollIntoView({ block: "nearest" });
    });
  }

  /** @param {string} article as a save names it; "" for none */
  offer(article) {
    this.#article = article;
    this.#button.textContent = text(article ? "preview" : "request");
    this.#button.style.visibility = "visible";
    this.#open(!this.#box.hidden);
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    this.#box.hidden = !isOpen;
    this.#button.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) this.#draw();
  }

  async #draw() {
    const article = this.#article;
    if (this.#drawn === article) {
      this.#request.changed();
      return;
    }
    this.#drawn = article;
    if (!article) {
      this.#box.scrollTo(0, 0);
      this.#box.replaceChildren(this.#request.alone());
      this.#request.changed();
      return;
    }
    const found = await blocksIn(article).catch(() => null);
    // Another part was chosen meanwhile.
    if (this.#drawn !== article) return;
    this.#box.scrollTo(0, 0);
    if (!found) {
      this.#drawn = null;
      this.#box.replaceChildren(this.#request.folded(), create("p", {}, text("preview_gone")));
      return;
    }
    const place = create("div", { class: "preview-blocks" });
    const blocks = new Blocks(found, place);
    const isMore = blocks.draw(SLICE);
    const all = text("preview_all", blocks.count.toLocaleString(text("language")));
    const rest = button(all, () => this.#drawRest(blocks, rest));
    this.#box.replaceChildren(this.#request.folded(), place, ...(isMore ? [rest] : []));
    this.#request.changed();
  }

  /** Something else than the text that goes along changed. */
  changed() {
    this.#request.changed();
  }

  /**
   * Draws the rest, a frame at a time.
   * @param {Blocks} blocks
   * @param {HTMLButtonElement} rest
   */
  #drawRest(blocks, rest) {
    this.#box.focus({ preventScroll: true });
    rest.remove();
    const more = () => {
      if (blocks.draw(SLICE)) requestAnimationFrame(more);
    };
    more();
  }
}
