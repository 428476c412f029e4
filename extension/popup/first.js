/** The first time something goes to a destination: how, said in one line, and whether that is right. */

import { browser } from "../browser.js";
import { button, byId, create, isolated } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { sourceName } from "../interface/sources.js";
import { text } from "../interface/text.js";
import { asError, ask } from "../messages.js";

/** @import { MappingView } from "../interface/protocol.d.ts" */

/** The line about it. */
export class FirstUse {
  #note = byId("first-use", HTMLDivElement);
  #destination = "";
  #announce;

  /** @param {(message: string) => void} announce */
  constructor(announce) {
    this.#announce = announce;
  }

  hide() {
    this.#destination = "";
    this.#note.hidden = true;
  }

  /**
   * Asks how pages go there, and says it. It is no hurry: a save may well be quicker.
   * @param {string} destination
   */
  async show(destination) {
    if (this.#destination === destination) return;
    this.#destination = destination;
    try {
      const mapping = /** @type {MappingView} */ (await ask("mapping", { destination }));
      if (this.#destination === destination) this.#draw(mapping);
    } catch {
      // Whoever wants to know finds it in the options.
    }
  }

  /** @param {MappingView} mapping */
  #draw(mapping) {
    const words = sentence(mapping).slice(0, -1);
    if (words.length === 0) return; // nothing to agree to
    const right = button(text("first_use_right"), () => this.#confirm(mapping), "link");
    const change = button(text("first_use_change"), () => openMapping(mapping.destination), "link");
    this.#note.replaceChildren(
      create(
        "p",
        {},
        text("first_use"),
        " ",
        isolated(mapping.name || text("untitled"), "property"),
        text("first_use_colon"),
        ...words,
      ),
      create("div", { class: "line" }, right, change),
    );
    this.#note.hidden = false;
  }

  /** @param {MappingView} mapping */
  async #confirm({ destination, plan }) {
    this.#note.inert = true;
    try {
      await ask("setPlan", { destination, plan: { ...plan, confirmed: true } });
      this.hide();
      this.#announce(text("first_use_confirmed"));
      byId("save", HTMLButtonElement).focus();
    } catch (thrown) {
      this.#announce(explain(asError(thrown)).happened);
    } finally {
      this.#note.inert = false;
    }
  }
}

/**
 * Each property with what it gets, in the database's order: "Name ← Title, URL ← Address".
 * @param {MappingView} mapping
 */
function sentence({ plan, properties }) {
  return properties.flatMap(({ id, name }) => {
    const rule = plan.rules.find(({ property }) => property === id);
    if (!rule || (!rule.template && !rule.asked)) return [];
    const gets = rule.template ? sourceName(rule.template) : text("gets_ask");
    return [
      isolated(name, "property"),
      `\u00a0${text("first_use_arrow")} ${gets}`,
      text("list_separator"),
    ];
  });
}

/**
 * The options, at what goes where. A popup would close under the reader, so it closes itself.
 * @param {string} destination
 */
async function openMapping(destination) {
  const page = browser.runtime.getURL("options/options.html");
  await browser.tabs.create({ url: `${page}#mapping=${encodeURIComponent(destination)}` });
  window.close();
}
