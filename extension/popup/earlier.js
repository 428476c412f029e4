/** The strip that tells of earlier saves not yet in Notion, and opens into their list. */

import { byId, create } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { historyLink } from "../interface/places.js";
import { SaveList } from "../interface/save-list.js";
import { countText } from "../interface/text.js";

/** @import { SaveView } from "../interface/protocol.d.ts" */

/** Earlier saves. A save that ends while the strip is open stays in it, to show how it ended. */
export class Earlier {
  #strip = byId("earlier", HTMLElement);
  #list = create("ul", { class: "earlier-saves" });
  #panel = create("div", { id: "earlier-list", class: "earlier-list", hidden: true });
  #heading = create("button", {
    type: "button",
    class: "earlier-heading",
    "aria-expanded": "false",
    "aria-controls": "earlier-list",
  });
  #rows;

  /** @param {(message: string) => void} announce */
  constructor(announce) {
    this.#rows = new SaveList(this.#list, (id) => ({
      changed: (changed) => this.update(changed),
      gone: (said) => {
        this.remove(id);
        announce(said);
      },
      announce,
    }));
    this.#heading.addEventListener("click", () => {
      const open = this.#panel.hidden;
      this.#panel.hidden = !open;
      this.#heading.setAttribute("aria-expanded", String(open));
    });
    this.#panel.append(this.#list, historyLink());
    this.#strip.append(this.#heading, this.#panel);
    for (const name of ["online", "offline"])
      globalThis.addEventListener(name, () => this.#count());
  }

  /**
   * @param {SaveView[]} saves
   * @param {string | null} current the save this popup's own form shows
   */
  show(saves, current) {
    this.#rows.show(saves.filter((save) => save.state !== "saved" && save.id !== current));
    this.#count();
  }

  /**
   * A save stands differently now. One that was not in the strip enters it only when it needs it.
   * @param {SaveView} save
   */
  update(save) {
    if (save.state === "gone") return this.remove(save.id);
    if (this.#rows.stateOf(save.id) !== null) this.#rows.update(save);
    else if (save.state !== "saved" && save.state !== "sending") return this.tell(save);
    this.#count();
  }

  /**
   * Shows a save, however it stands.
   * @param {SaveView} save
   */
  tell(save) {
    this.#rows.show([...this.#rows.saves.filter(({ id }) => id !== save.id), save]);
    this.#count();
  }

  /**
   * Takes a save out, since it is gone or the form shows it.
   * @param {string} id
   */
  remove(id) {
    this.#rows.remove(id, () => {
      this.#count();
      (this.#strip.hidden ? byId("tags", HTMLInputElement) : this.#heading).focus();
    });
    this.#count();
  }

  #count() {
    const { saves } = this.#rows;
    const attention = saves.filter((save) => save.state === "attention").length;
    const waiting = saves.filter(
      (save) => save.state === "waiting" || save.state === "unclear" || save.state === "sending",
    ).length;
    this.#strip.hidden = saves.length === 0;
    this.#strip.dataset.tone = attention > 0 ? "attention" : waiting > 0 ? "waiting" : "done";
    const [drawing, words] =
      attention > 0
        ? /** @type {const} */ (["warning", countText("attention_strip", attention)])
        : waiting === 0
          ? /** @type {const} */ (["check", countText("done_strip", saves.length)])
          : navigator.onLine
            ? /** @type {const} */ (["clock", countText("waiting_strip", waiting)])
            : /** @type {const} */ (["offline", countText("offline_strip", waiting)]);
    this.#heading.replaceChildren(glyph(drawing), create("span", {}, words));
  }
}
