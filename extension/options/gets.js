/** What one property gets: a choice, and for some of the choices a text. */

import { create } from "../interface/element.js";
import { groups, placeholder, singleSource, sourceWords, unknownIn } from "../interface/sources.js";
import { listText, text } from "../interface/text.js";
import { TemplateField } from "./template.js";

/** @import { MappingProperty, Plan, Rule } from "../interface/protocol.d.ts" */

/** The choices that are no source, as the list holds them. */
const NOTHING = "";
const ASK = "ask";
const FIXED = "fixed";
const TEMPLATE = "template";

/** What a title gets where nothing else is said. */
const TITLE = placeholder("title");

/** What only a person can choose: no page says it in a way that Notion could take. */
const BY_HAND = new Set(["people", "relation", "place", "verification"]);
/** What takes the words of a template. */
const WORDS = new Set([
  "title",
  "rich_text",
  "url",
  "email",
  "phone_number",
  "select",
  "multi_select",
]);
/** What a fixed value can be typed for. */
const TYPED = new Set([...WORDS, "status", "number", "date", "files"]);

/** The fields for what one property gets. */
export class Gets {
  #property;
  #sources;
  #changed;
  #select;
  #text;
  #error;
  #place = create("div", { class: "gets-text", hidden: true });

  /**
   * @param {MappingProperty} property
   * @param {{ id: string, sources: string[], rule: Rule | undefined }} known id: for its fields
   * @param {() => void} changed it gets something else now, and that can be kept
   */
  constructor(property, { id, sources, rule }, changed) {
    this.#property = property;
    this.#sources = sources;
    this.#changed = changed;
    this.#select = create("select", { id, class: "field" }, ...this.#options());
    this.#error = create("p", { id: `${id}-error`, class: "field-error", role: "alert" });
    this.#text = new TemplateField(
      { id: `${id}-text`, property, sources, error: this.#error },
      // What is wrong goes as soon as it is put right, and comes only when the typing pauses.
      () => {
        if (this.#error.textContent) this.#check();
      },
      () => {
        if (this.#check()) changed();
      },
    );
    this.#place.append(this.#text.element);
    this.element = create("div", { class: "gets" }, this.#select, this.#place);
    this.#select.addEventListener("change", () => this.#chosen());
    this.#show(rule);
  }

  /**
   * The rule as it stands; null where the property gets nothing. While what is typed can't be kept, it is
   * the one before.
   *
   * @param {Plan} plan that is kept
   * @returns {Rule | null}
   */
  rule({ rules }) {
    const { id, name, kind } = this.#property;
    if (!this.isValid) return rules.find(({ property }) => property === id) ?? null;
    const choice = this.#select.value;
    const asked = choice === ASK;
    const template =
      choice === NOTHING || asked
        ? ""
        : choice === FIXED || choice === TEMPLATE
          ? this.#text.value
          : choice;
    if (!template && !asked) return null;
    return { property: id, name, kind, template, asked };
  }

  /** Whether what is typed can be kept. */
  get isValid() {
    return this.#select.value !== TEMPLATE || this.#unknown.length === 0;
  }

  get #unknown() {
    return unknownIn(this.#text.value, this.#sources);
  }

  #options() {
    const { kind } = this.#property;
    // A page without a title helps nobody: a title always gets something.
    const choices =
      kind === "title"
        ? []
        : [
            create("option", { value: NOTHING }, text("gets_nothing")),
            create("option", { value: ASK }, text("gets_ask")),
          ];
    if (kind === "checkbox")
      choices.push(
        create("option", { value: "true" }, text("gets_checked")),
        create("option", { value: "false" }, text("gets_unchecked")),
      );
    if (TYPED.has(kind)) choices.push(create("option", { value: FIXED }, text("gets_fixed")));
    if (WORDS.has(kind)) choices.push(create("option", { value: TEMPLATE }, text("gets_template")));
    if (kind === "checkbox" || BY_HAND.has(kind)) return choices;
    const sources = groups(this.#sources).map(([label, members]) =>
      create(
        "optgroup",
        { label },
        ...members.map((source) =>
          create("option", { value: placeholder(source) }, sourceWords(source)),
        ),
      ),
    );
    return [...choices, ...sources];
  }

  /** @param {Rule | undefined} rule */
  #show(rule) {
    const template = rule?.template || (this.#property.kind === "title" ? TITLE : "");
    const source = singleSource(template);
    const exact = source === null ? template : placeholder(source);
    const values = [...this.#select.options].map(({ value }) => value);
    if (!template) this.#select.value = rule?.asked ? ASK : NOTHING;
    else if (values.includes(exact)) this.#select.value = exact;
    else
      this.#select.value =
        template.includes("{{") && WORDS.has(this.#property.kind) ? TEMPLATE : FIXED;
    this.#text.value = template;
    this.#arrange();
  }

  #chosen() {
    const template = this.#select.value === TEMPLATE;
    // A template begins with what the property got so far, so that there is something to add to.
    if (!template && this.#text.value.includes("{{")) this.#text.value = "";
    this.#arrange();
    if (!this.#place.hidden) this.#text.focus();
    if (this.#check()) this.#changed();
  }

  #arrange() {
    const choice = this.#select.value;
    this.#place.hidden = choice !== FIXED && choice !== TEMPLATE;
    this.#text.manner = choice === TEMPLATE ? "template" : "fixed";
    // The next template begins with the source that is left.
    if (this.#place.hidden) this.#text.value = choice.startsWith("{{") ? choice : "";
  }

  #check() {
    const unknown = this.#select.value === TEMPLATE ? this.#unknown : [];
    this.#error.textContent = unknown.length > 0 ? text("template_unknown", listText(unknown)) : "";
    this.#text.isInvalid = unknown.length > 0;
    return unknown.length === 0;
  }
}
