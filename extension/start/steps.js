/** The steps of the start page: which are done, and which is next. */

import { byId, create } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";

/** The marks before the steps' headings, and the line that counts them. */
export class Steps {
  /** By name, in their order: whether each is done. @type {Map<string, boolean>} */
  #done;
  #standing = byId("standing", HTMLParagraphElement);

  /** @param {string[]} names each has an element `step-NAME` in the page */
  constructor(names) {
    this.#done = new Map(names.map((name) => [name, false]));
    for (const name of names) step(name).prepend(create("span", { class: "mark" }));
    this.#draw();
  }

  /** @param {Record<string, boolean>} done by the names of the steps; the others stay as they are */
  tick(done) {
    const before = [...this.#done.values()].join();
    for (const [name, isDone] of Object.entries(done)) this.#done.set(name, isDone);
    // Words that are put there again would be read out again.
    if ([...this.#done.values()].join() !== before) this.#draw();
  }

  #draw() {
    const names = [...this.#done.keys()];
    const next = names.find((name) => !this.#done.get(name));
    for (const [at, name] of names.entries()) {
      const isDone = this.#done.get(name) ?? false;
      const element = step(name);
      element.dataset.state = isDone ? "done" : name === next ? "next" : "later";
      element.firstElementChild?.replaceChildren(
        ...(isDone
          ? [glyph("check", 18), create("span", { class: "unseen" }, text("start_step_done"))]
          : [(at + 1).toLocaleString(text("language"))]),
      );
      if (name === next) element.setAttribute("aria-current", "step");
      else element.removeAttribute("aria-current");
    }
    const count = [...this.#done.values()].filter(Boolean).length;
    const shown = [count, names.length].map((each) => each.toLocaleString(text("language")));
    this.#standing.textContent = next ? text("start_standing", ...shown) : text("start_done");
  }
}

/** @param {string} name */
function step(name) {
  return byId(`step-${name}`, HTMLElement);
}
