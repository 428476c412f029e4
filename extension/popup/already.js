/**
 * Says that the page is in the database already, and asks what saving it shall mean.
 *
 * The answer comes from Notion, and may come late or never: the form waits for nothing, and until the
 * reader chooses otherwise a save is a new page. That takes nothing away from what is there.
 */

import { byId, create, isolated } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { notionLink } from "../interface/places.js";
import { text } from "../interface/text.js";
import { explain } from "../interface/explain.js";
import { fullTime, relativeTime } from "../interface/time.js";
import { canUndo, undoButton, undoneWords } from "../interface/undo.js";
import { showingIn } from "../interface/under-way.js";
import { asError, ask } from "../messages.js";

/** @import { Earlier, SaveView, Submission } from "../interface/protocol.d.ts" */
/** @typedef {Pick<Submission, "mode" | "page">} Choice */

/** The harmless one first: it is chosen until the reader chooses. @type {Choice["mode"][]} */
const MODES = ["new", "update", "append"];

/** @type {Choice} */
const NEW = { mode: "new", page: null };

/** The note above the fields. */
export class Already {
  #note = byId("already", HTMLFieldSetElement);
  #changed;
  #shown;
  #announce;
  /** The saves of this device. @type {SaveView[]} */
  #saves = [];
  /** Which page was asked about last: late answers about another are dropped. */
  #asked = "";
  /** @type {Earlier | null} */
  #earlier = null;
  /** @type {Choice} */
  #choice = NEW;

  /**
   * @param {() => void} changed the reader chose
   * @param {() => void} shown the answer came
   * @param {(message: string) => void} announce
   */
  constructor(changed, shown, announce) {
    this.#changed = changed;
    this.#shown = shown;
    this.#announce = announce;
  }

  /** What saving means now. */
  get choice() {
    return this.#choice;
  }

  /** What the button to save says. */
  get label() {
    if (this.#choice.mode !== "new") return text(`save_${this.#choice.mode}`);
    return text(this.#earlier ? "save_again" : "save");
  }

  /** Whether it is known here which of the page's text is Satchel's. */
  get knowsText() {
    return this.#earlier?.knowsText ?? false;
  }

  /**
   * Says what the choice means.
   * @param {boolean} hasText whether text goes along
   */
  explain(hasText) {
    const means = document.getElementById("already-means");
    if (!means) return;
    const { mode } = this.#choice;
    const words =
      mode !== "update"
        ? text(`mode_${mode}_means`)
        : this.knowsText
          ? text(hasText ? "mode_update_means_text" : "mode_update_means")
          : text(hasText ? "mode_update_means_below" : "mode_update_means_unknown");
    if (means.textContent !== words) means.textContent = words;
  }

  /**
   * A choice made in an earlier popup on the same page.
   * @param {Choice | undefined} choice
   */
  restore(choice) {
    if (choice) this.#choice = choice;
  }

  /**
   * Finds out whether an address is in a database.
   * @param {string} destination "" for none
   * @param {string} address
   * @param {SaveView[]} saves of this device: one just made may still be taken back
   */
  async look(destination, address, saves) {
    this.#saves = saves;
    const page = `${destination} ${address}`;
    if (page === this.#asked) return;
    const isElsewhere = this.#asked !== "";
    this.#asked = page;
    if (isElsewhere) this.#leave();
    const found =
      destination && address
        ? await ask("earlier", { destination, address }).catch(() => null)
        : null;
    if (page === this.#asked) this.#show(found);
  }

  /** What was said and chosen was about another page: what is asked for now would be done to that one. */
  #leave() {
    const isNew = this.#choice.mode === "new";
    this.#show(null);
    if (!isNew) this.#changed();
  }

  /** @param {Earlier | null} earlier */
  #show(earlier) {
    this.#earlier = earlier;
    if (this.#choice.page !== (earlier?.pageId ?? null)) this.#choice = NEW;
    this.#note.hidden = earlier === null;
    this.#note.replaceChildren();
    if (earlier) {
      // Another device's clock may be ahead of this one's.
      const when = relativeTime(Math.min(earlier.savedAt, Date.now()));
      this.#note.append(
        create("legend", { class: "unseen" }, text("already_legend")),
        create(
          "p",
          { class: "already-words", title: fullTime(earlier.savedAt) },
          glyph("check"),
          create("span", {}, text("already_saved", when)),
          this.#undo(earlier),
          notionLink(earlier.page, "link"),
        ),
        earlier.title ? create("p", { class: "already-title" }, isolated(earlier.title)) : "",
        create("div", { class: "already-modes" }, ...MODES.map((mode) => this.#option(mode))),
        create("p", { id: "already-means", class: "hint" }),
      );
      this.#announce(text("already_announced", when));
    }
    this.#shown();
  }

  /** @param {Earlier} earlier */
  #undo({ page }) {
    const own = this.#saves.find((save) => save.page === page && canUndo(save));
    if (!own) return null;
    const undo = async (/** @type {HTMLButtonElement} */ pressed) => {
      if (pressed.ariaBusy) return;
      try {
        const left = await showingIn(pressed, text("undoing"), ask("undo", { id: own.id }));
        this.#show(null);
        this.#say(undoneWords(left));
      } catch (thrown) {
        const { happened, next } = explain(asError(thrown));
        this.#announce([happened, next].join(" ").trim());
      }
    };
    return undoButton(own, undo, { style: "link" });
  }

  /** @param {string} words in place of the choice */
  #say(words) {
    this.#note.hidden = false;
    this.#note.replaceChildren(create("p", { class: "already-words" }, glyph("undo"), words));
    this.#announce(words);
    byId("tags", HTMLInputElement).focus();
  }

  /** @param {Choice["mode"]} mode */
  #option(mode) {
    const input = create("input", {
      type: "radio",
      name: "mode",
      value: mode,
      checked: mode === this.#choice.mode,
      "aria-describedby": "already-means",
    });
    input.addEventListener("change", () => {
      this.#choice = mode === "new" ? NEW : { mode, page: this.#earlier?.pageId ?? null };
      this.#changed();
    });
    return create("label", { class: "segment" }, input, create("span", {}, text(`mode_${mode}`)));
  }
}
