/**
 * What belongs to a plan as a whole: default tags, a Notion template, the page's icon and cover; taking
 * it elsewhere and bringing it back.
 */

import { button, byId, create } from "../interface/element.js";
import { give } from "../interface/giving.js";
import { glyph } from "../interface/glyphs.js";
import { listText, text } from "../interface/text.js";
import { relativeTime } from "../interface/time.js";
import { asError, ask } from "../messages.js";
import { explained } from "../interface/explain.js";
import { optionInput } from "../fields/chosen.js";

/** @import { MappingView, Plan, PropertyField } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @typedef {object} Changes
 * @property {(part: Partial<Plan>) => void} change
 * @property {(kind: "resetPlan" | "importPlan" | "renewMapping", value: object, done: string) => Promise<void>} replace
 */

/** The part of the editor below the properties. */
export class Whole {
  #page;
  #changes;
  #template = byId("mapping-template", HTMLSelectElement);
  #icon = byId("mapping-icon", HTMLInputElement);
  #cover = byId("mapping-cover", HTMLInputElement);
  #file = create("input", { type: "file", accept: ".json,application/json", class: "unseen" });
  /** @type {MappingView | null} */
  #view = null;

  /**
   * @param {Page} page
   * @param {Changes} changes
   */
  constructor(page, changes) {
    this.#page = page;
    this.#changes = changes;
    const { change, replace } = changes;
    this.#icon.addEventListener("change", () => change({ icon: this.#icon.checked }));
    this.#cover.addEventListener("change", () => change({ cover: this.#cover.checked }));
    this.#template.addEventListener("change", () => change({ template: this.#template.value }));
    this.#file.tabIndex = -1;
    this.#file.setAttribute("aria-label", text("import_plan"));
    this.#file.addEventListener("change", () => this.#import());
    byId("mapping-refresh", HTMLButtonElement).addEventListener("click", () =>
      replace("renewMapping", {}, text("mapping_refreshed")),
    );
    byId("mapping-actions", HTMLDivElement).append(
      button(text("reset_plan"), () => this.#askToReset(), "button reset-plan"),
      button(text("export_plan"), () => this.#export(), "button export-plan"),
      button(text("import_plan"), () => this.#file.click(), "button import-plan"),
      this.#file,
    );
    setInterval(() => this.#showAge(), 30_000);
  }

  /** @param {MappingView} view */
  show(view) {
    this.#view = view;
    const { plan, templates } = view;
    this.#icon.checked = plan.icon;
    this.#cover.checked = plan.cover;
    const known = [{ id: "", name: text("no_template") }, ...templates];
    // A template that is gone stays chosen until the reader says otherwise: the core says so too.
    if (!known.some(({ id }) => id === plan.template))
      known.push({ id: plan.template, name: text("lost_template") });
    this.#template.replaceChildren(
      ...known.map(({ id, name }) => create("option", { value: id }, name || text("untitled"))),
    );
    this.#template.value = plan.template;
    byId("mapping-template-row", HTMLDivElement).hidden = known.length === 1;
    byId("mapping-unused", HTMLParagraphElement).textContent =
      view.unused.length > 0 ? text("import_unused", listText(view.unused)) : "";
    this.#showTags(view);
    this.#showAge();
    this.#propose(plan.confirmed);
  }

  /**
   * What was proposed is the reader's now. The note stays as high as it was: what stands below would jump
   * from under the mouse of who is on the way to the next field.
   */
  confirmed() {
    const note = byId("mapping-unconfirmed", HTMLDivElement);
    if (!note.querySelector(".confirm-plan")) return;
    note.style.minHeight = `${note.getBoundingClientRect().height}px`;
    note.replaceChildren(glyph("check"), create("p", {}, text("first_use_confirmed")));
  }

  /** @param {boolean} confirmed */
  #propose(confirmed) {
    const note = byId("mapping-unconfirmed", HTMLDivElement);
    note.hidden = confirmed;
    note.style.minHeight = "";
    note.replaceChildren();
    if (confirmed) return;
    const right = button(
      text("first_use_right"),
      () => {
        this.#changes.change({});
        byId("mapping-heading", HTMLHeadingElement).focus({ preventScroll: true });
      },
      "button confirm-plan",
    );
    note.replaceChildren(
      glyph("question"),
      create("strong", {}, text("mapping_proposed")),
      create("p", {}, text("mapping_proposed_next")),
      create("div", {}, right),
    );
  }

  #showAge() {
    byId("mapping-age", HTMLSpanElement).textContent = this.#view?.readAt
      ? text("checked", relativeTime(this.#view.readAt))
      : "";
  }

  /** @param {MappingView} view */
  #showTags({ plan, properties }) {
    const place = properties.find(({ id }) =>
      plan.rules.some(({ property, template }) => property === id && template === "{{tags}}"),
    );
    /** @type {PropertyField} */
    const field = {
      id: "tags",
      name: text("mapping_tags"),
      kind: "multi_select",
      options: place?.options ?? [],
      values: plan.tags,
      labels: [],
      writable: true,
      asked: false,
      mapped: false,
      basic: false,
      related: null,
    };
    const input = optionInput({
      field,
      id: "mapping-default-tags",
      changed: () => this.#changes.change({ tags: input.values() }),
      announce: this.#page.announce,
      search: () => Promise.resolve({ list: [], next: null, limited: false }),
    });
    input.show(plan.tags, []);
    byId("mapping-tags", HTMLDivElement).replaceChildren(
      create("label", { for: "mapping-default-tags" }, text("mapping_tags")),
      input.element,
    );
  }

  #askToReset() {
    const actions = byId("mapping-actions", HTMLDivElement);
    const before = [...actions.childNodes];
    const back = () => actions.replaceChildren(...before);
    const keep = button(text("reset_keep"), () => {
      back();
      actions.querySelector("button")?.focus();
    });
    const reset = button(
      text("reset_plan"),
      async () => {
        await this.#changes.replace("resetPlan", {}, text("reset_done"));
        back();
        byId("mapping-heading", HTMLHeadingElement).focus({ preventScroll: true });
      },
      "button danger",
    );
    const question = create("p", { id: "reset-question" }, text("reset_question"));
    // Read out with the button that gets the focus.
    keep.setAttribute("aria-describedby", question.id);
    actions.replaceChildren(question, reset, keep);
    keep.focus();
  }

  async #export() {
    if (!this.#view) return;
    const { destination, name } = this.#view;
    try {
      const plan = /** @type {string} */ (await ask("exportPlan", { destination }));
      const file = name.replace(/[^\p{Letter}\p{Number}]+/gu, "-") || "satchel";
      give(`${file}.satchel.json`, plan, "application/json");
      this.#page.announce(text("export_done"));
    } catch (thrown) {
      this.#page.announce(explained(asError(thrown)));
    }
  }

  async #import() {
    const [file] = this.#file.files ?? [];
    this.#file.value = "";
    if (file)
      await this.#changes.replace("importPlan", { text: await file.text() }, text("import_done"));
  }
}
