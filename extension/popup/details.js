/**
 * What the chosen destination adds to the form: its tags, its properties, and how pages go there when
 * that was never looked at.
 *
 * Everything is asked for at once and shown when it is there. Late answers for another destination
 * are dropped.
 */

import { byId } from "../interface/element.js";
import { text } from "../interface/text.js";
import { ask } from "../messages.js";
import { FirstUse } from "./first.js";

/** @import { Draft, Properties, TagOption, View } from "../interface/protocol.d.ts" */
/** @import { Form } from "./form.js" */

/** What the plan fills in depends on these. */
const OF_THE_CLIP = new Set(["title", "address", "description"]);

/** The details of one destination after the other. */
export class Details {
  #form;
  #firstUse;
  /** @type {View | null} */
  #view = null;
  /** @type {Draft | null} */
  #draft = null;
  #questions = 0;

  /**
   * @param {Form} form
   * @param {(message: string) => void} announce
   */
  constructor(form, announce) {
    this.#form = form;
    this.#firstUse = new FirstUse(announce);
    byId("fields", HTMLDivElement).addEventListener("change", (event) => {
      if (event.target instanceof HTMLElement && OF_THE_CLIP.has(event.target.id))
        this.#askProperties();
    });
  }

  /** @param {View} view */
  know(view) {
    this.#view = view;
  }

  /**
   * The page was captured: now the plan can be carried out.
   * @param {Draft} draft
   */
  captured(draft) {
    this.#draft = draft;
    this.#askProperties();
  }

  /** The reader, or the page itself, chose where the save goes. */
  chosen() {
    this.#form.clearProperties();
    this.#firstUse.hide();
    this.#form.giveTags((this.#preset ?? this.#database)?.tags ?? []);
    this.#askTags();
    this.#askProperties();
  }

  async #askTags() {
    const { destination } = this.#form;
    const places = this.#database?.places;
    if (!places) return;
    if (places.tags === null && !this.#preset) {
      this.#form.offerTags([], text("hint_no_tags"));
      return;
    }
    /** @type {TagOption[]} */
    let options = [];
    let hint = "";
    try {
      options = /** @type {TagOption[]} */ (await ask("tagOptions", { destination }));
    } catch {
      hint = text("hint_tags_unavailable");
    }
    if (this.#form.destination === destination) this.#form.offerTags(options, hint);
  }

  async #askProperties() {
    const { destination } = this.#form;
    if (!this.#draft || !destination) return;
    const question = ++this.#questions;
    const clip = this.#form.clip(this.#draft.clip);
    try {
      const properties = /** @type {Properties} */ (await ask("properties", { destination, clip }));
      if (question !== this.#questions || this.#form.destination !== destination) return;
      this.#form.showProperties(properties);
      if (properties.confirmed) this.#firstUse.hide();
      else this.#firstUse.show(destination);
    } catch {
      // The form saves without them: the plan is carried out all the same.
    }
  }

  get #database() {
    const source = this.#preset?.destination ?? this.#form.destination;
    return this.#view?.destinations.find(({ id }) => id === source) ?? null;
  }

  get #preset() {
    return this.#view?.presets.find(({ id }) => id === this.#form.destination) ?? null;
  }
}
