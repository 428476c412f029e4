/**
 * What goes where in one destination or preset. Every change is kept as it is made.
 *
 * The editor is drawn once for a destination; what comes back after a change is not drawn over the
 * field that the reader is in.
 */

import { byId, create, isolated } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { countText, text } from "../interface/text.js";
import { typeGlyph, typeName } from "../interface/types.js";
import { asError, ask } from "../messages.js";
import { Gets } from "./gets.js";
import { isTyping, meaning } from "./stored.js";
import { Whole } from "./whole.js";
import { placesToSave } from "./where.js";

/** @import { MappingProperty, MappingView, Plan, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {{ show: (view: View) => void, open: (destination: string) => void }}
 */
export function startMapping(page) {
  const select = byId("mapping-destination", HTMLSelectElement);
  const editor = new Editor(page);
  let drawn = "";
  let wanted = asked();

  select.addEventListener("change", () => {
    wanted = select.value;
    editor.open(select.value);
  });
  // It may have been changed in the popup, or in another tab.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") editor.renew();
  });
  window.addEventListener("hashchange", () => {
    if (asked()) open(asked());
  });

  /** @param {string} destination */
  function open(destination) {
    wanted = destination;
    select.value = destination;
    if (select.value !== destination) return;
    editor.open(destination);
    byId("mapping-section", HTMLElement).scrollIntoView();
    byId("mapping-heading", HTMLHeadingElement).focus({ preventScroll: true });
  }

  return {
    open,
    show(view) {
      const section = byId("mapping-section", HTMLElement);
      const wasHidden = section.hidden;
      section.hidden = view.accounts.length === 0 || view.destinations.length === 0;
      if (section.hidden) return;
      const places = placesToSave(view);
      const state = JSON.stringify([view.accounts, view.destinations, view.presets]);
      if (state !== drawn) select.replaceChildren(...places);
      drawn = state;
      // It follows the default database until the reader chose another one to look at.
      const known = [...select.options].map(({ value }) => value);
      if (!known.includes(wanted)) wanted = "";
      select.value = wanted || view.defaultDestination || (known[0] ?? "");
      if (select.value) editor.open(select.value);
      if (wasHidden && wanted && wanted === asked()) open(wanted);
    },
  };
}

/** The destination that the page's address asks for. */
function asked() {
  const found = /^#mapping=(.+)$/u.exec(location.hash);
  return found?.[1] ? decodeURIComponent(found[1]) : "";
}

/** The editor of one plan. */
class Editor {
  #page;
  #whole;
  #destination = "";
  /** @type {Plan | null} */
  #plan = null;
  /** What is stored, as the last answer said. @type {Plan | null} */
  #stored = null;
  /** @type {Gets[]} */
  #gets = [];
  #isToLook = false;
  /** Whether another plan is stored, which would have been drawn over what is being typed. */
  #isBehind = false;
  /** Changes go out one after the other. @type {Promise<unknown>} */
  #sending = Promise.resolve();

  /** @param {Page} page */
  constructor(page) {
    this.#page = page;
    this.#whole = new Whole(page, {
      change: (part) => this.#change(part),
      replace: (kind, value, done) => this.#replace(kind, value, done),
    });
    byId("mapping", HTMLDivElement).addEventListener("focusout", () => {
      if (this.#isBehind) this.#look();
    });
  }

  /** Looks again, unless that would draw over what the reader is at, or has to put right. */
  renew() {
    const editor = byId("mapping", HTMLDivElement);
    if (!this.#destination || editor.contains(document.activeElement)) return;
    if (this.#gets.some(({ isValid }) => !isValid)) return;
    const destination = this.#destination;
    this.#destination = "";
    this.open(destination);
  }

  /** @param {string} destination */
  async open(destination) {
    if (destination === this.#destination) {
      this.#look();
      return;
    }
    this.#destination = destination;
    this.#stored = null;
    isComing(true);
    try {
      const view = /** @type {MappingView} */ (await ask("mapping", { destination }));
      if (destination === this.#destination) this.#draw(view);
    } catch (thrown) {
      if (destination !== this.#destination) return;
      this.#destination = ""; // the next look tries again
      byId("mapping", HTMLDivElement).hidden = true;
      isComing(false);
      showTrouble(thrown);
    }
  }

  /**
   * Draws what is stored where that is no longer what was drawn: an import changes it, and so do other
   * pages. The next change here would undo theirs.
   */
  #look() {
    if (this.#isToLook || document.visibilityState !== "visible") return;
    this.#isToLook = true;
    // After the changes that are on their way.
    this.#sending = this.#sending.then(async () => {
      this.#isToLook = false;
      this.#isBehind = false;
      // What fails here fails for whoever changes something, too, and is said then.
      await this.#drawStored().catch(() => {});
    });
  }

  async #drawStored() {
    const [destination, plan, stored] = [this.#destination, this.#plan, this.#stored];
    if (!stored) return;
    // From this device, where all else that is shown would be asked for at Notion.
    const exported = /** @type {string} */ (await ask("exportPlan", { destination }));
    if (this.#plan !== plan || this.#stored !== stored) return;
    if (meaning(JSON.parse(exported).plan) === meaning(stored)) return;
    this.#isBehind = isTyping();
    if (this.#isBehind) return;
    const focused = document.activeElement?.id;
    this.#destination = "";
    await this.open(destination);
    if (focused && document.activeElement === document.body)
      document.getElementById(focused)?.focus();
  }

  /** @param {MappingView} view */
  #draw(view) {
    showTrouble(null);
    this.#plan = view.plan;
    this.#stored = view.plan;
    const writable = view.properties.filter((property) => property.writable);
    const readOnly = view.properties.filter((property) => !property.writable);
    this.#gets = writable.map(
      (property, at) =>
        new Gets(
          property,
          {
            id: `gets-${at}`,
            sources: view.sources,
            rule: view.plan.rules.find((rule) => rule.property === property.id),
          },
          () => this.#change({}),
        ),
    );
    byId("mapping-rows", HTMLUListElement).replaceChildren(
      ...writable.map((property, at) => {
        const label = create("label", { for: `gets-${at}`, class: "mapped" }, ...called(property));
        return create(
          "li",
          { class: "mapping-row", "data-property": property.id },
          label,
          this.#gets[at]?.element ?? null,
        );
      }),
    );
    const rest = byId("mapping-rest", HTMLDetailsElement);
    rest.hidden = readOnly.length === 0;
    byId("mapping-rest-words", HTMLElement).textContent = countText("read_only", readOnly.length);
    byId("mapping-read-only", HTMLUListElement).replaceChildren(
      ...readOnly.map((property) =>
        create(
          "li",
          { class: "mapping-row" },
          create("span", { class: "mapped label" }, ...called(property)),
        ),
      ),
    );
    this.#whole.show(view);
    byId("mapping", HTMLDivElement).hidden = false;
    isComing(false);
  }

  /**
   * Keeps what the fields say now.
   * @param {Partial<Plan>} part what else changed
   */
  #change(part) {
    const plan = this.#plan;
    if (!plan) return;
    const rules = this.#gets.map((gets) => gets.rule(plan)).filter((rule) => rule !== null);
    // Who changes it has looked at it.
    this.#plan = { ...plan, ...part, rules, confirmed: true };
    const change = { destination: this.#destination, plan: this.#plan };
    this.#sending = this.#sending.then(async () => {
      try {
        const view = /** @type {MappingView} */ (await ask("setPlan", change));
        if (view.destination === this.#destination) {
          this.#stored = view.plan;
          this.#whole.confirmed();
        }
        this.#page.announce(text("changes_saved"));
      } catch (thrown) {
        showTrouble(thrown);
      }
    });
  }

  /**
   * Puts another plan in place of this one.
   * @param {"resetPlan" | "importPlan" | "renewMapping"} kind
   * @param {object} value
   * @param {string} done
   */
  async #replace(kind, value, done) {
    const destination = this.#destination;
    try {
      const message = /** @type {any} */ ({ ...value, destination });
      const view = /** @type {MappingView} */ (await ask(kind, message));
      if (destination !== this.#destination) return;
      this.#draw(view);
      this.#page.announce(done);
    } catch (thrown) {
      showTrouble(thrown);
    }
  }
}

/** @param {MappingProperty} property */
function called({ name, kind }) {
  return [
    typeGlyph(kind),
    create(
      "span",
      { class: "mapped-name" },
      isolated(name || text("untitled")),
      create("span", { class: "soft small" }, typeName(kind)),
    ),
  ];
}

/**
 * Until a plan has come, what is shown of the one before can be read, but not changed.
 * @param {boolean} coming
 */
function isComing(coming) {
  const editor = byId("mapping", HTMLDivElement);
  editor.inert = coming;
  editor.ariaBusy = coming ? "true" : null;
}

/** @param {unknown} thrown null takes the note away */
function showTrouble(thrown) {
  const note = byId("mapping-trouble", HTMLDivElement);
  note.hidden = thrown === null;
  if (thrown === null) return;
  const { happened, next } = explain(asError(thrown));
  note.replaceChildren(glyph("warning"), create("strong", {}, happened), create("p", {}, next));
}
