/** The strip that tells of earlier saves not yet in Notion, and opens into their list. */

import { byId, create } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { saveRow } from "../interface/saves.js";
import { countText } from "../interface/text.js";

/** @import { SaveView, View } from "../interface/protocol.d.ts" */

/** Earlier saves. A save that ends while the strip is open stays in it, to show how it ended. */
export class Earlier {
  /** @type {Map<string, SaveView>} */
  #saves = new Map();
  #strip = byId("earlier", HTMLElement);
  #list = create("ul", { id: "earlier-list", class: "earlier-list", hidden: true });
  #heading = create("button", {
    type: "button",
    class: "earlier-heading",
    "aria-expanded": "false",
    "aria-controls": "earlier-list",
  });
  #announce;

  /** @param {(message: string) => void} announce */
  constructor(announce) {
    this.#announce = announce;
    this.#heading.addEventListener("click", () => {
      const open = this.#list.hidden;
      this.#list.hidden = !open;
      this.#heading.setAttribute("aria-expanded", String(open));
    });
    this.#strip.append(this.#heading, this.#list);
  }

  /**
   * @param {SaveView[]} saves
   * @param {string | null} current the save this popup's own form shows
   */
  show(saves, current) {
    this.#saves = new Map(
      saves
        .filter((save) => save.state !== "saved" && save.id !== current)
        .map((save) => [save.id, save]),
    );
    this.#list.replaceChildren(...[...this.#saves.values()].map((save) => this.#row(save)));
    this.#count();
  }

  /**
   * A save stands differently now. One that was not in the strip enters it only when it needs it.
   * @param {SaveView} save
   */
  update(save) {
    if (!this.#saves.has(save.id)) {
      if (save.state === "saved" || save.state === "sending") return;
      this.#list.append(this.#row(save));
    } else {
      this.#element(save.id)?.replaceWith(this.#row(save));
    }
    this.#saves.set(save.id, save);
    this.#count();
  }

  /**
   * Takes a save out, since it is gone or the form shows it.
   * @param {string} id
   */
  remove(id) {
    const element = this.#element(id);
    const hadFocus = element?.contains(document.activeElement) ?? false;
    const neighbour = element?.nextElementSibling ?? element?.previousElementSibling ?? null;
    element?.remove();
    this.#saves.delete(id);
    this.#count();
    if (!hadFocus) return;
    const next =
      neighbour?.querySelector("button") ??
      (this.#strip.hidden ? byId("tags", HTMLInputElement) : this.#heading);
    next.focus();
  }

  /** @param {SaveView} save */
  #row(save) {
    return saveRow(save, {
      changed: (changed) => this.update(changed),
      discarded: (/** @type {View} */ _view) => this.remove(save.id),
      announce: this.#announce,
    });
  }

  /** @param {string} id */
  #element(id) {
    return (
      [...this.#list.children].find((row) => row instanceof HTMLElement && row.dataset.id === id) ??
      null
    );
  }

  #count() {
    const saves = [...this.#saves.values()];
    const attention = saves.filter((save) => save.state === "attention").length;
    const waiting = saves.filter(
      (save) => save.state === "waiting" || save.state === "unclear" || save.state === "sending",
    ).length;
    this.#strip.hidden = saves.length === 0;
    this.#strip.dataset.tone = attention > 0 ? "attention" : waiting > 0 ? "waiting" : "done";
    const words =
      attention > 0
        ? countText("attention_strip", attention)
        : waiting > 0
          ? countText("waiting_strip", waiting)
          : countText("done_strip", saves.length);
    this.#heading.replaceChildren(
      glyph(attention > 0 ? "warning" : waiting > 0 ? "clock" : "check"),
      create("span", {}, words),
    );
  }
}
