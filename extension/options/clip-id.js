/** The property by which Satchel knows its own pages: one line about it, and a button that adds it. */

import { byId, create } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";

/** @import { DestinationView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startClipId(page) {
  const line = byId("clip-id", HTMLDivElement);
  const words = create("p", { id: "clip-id-words", class: "soft small" });
  const wrong = create("p", { class: "field-error", role: "alert" });
  const add = create(
    "button",
    { type: "button", class: "link", "aria-describedby": "clip-id-words" },
    text("clip_id_add"),
  );
  line.append(words, add, wrong);
  /** @type {DestinationView | null} */
  let shown = null;

  add.addEventListener("click", async () => {
    if (!shown || add.getAttribute("aria-disabled")) return;
    wrong.textContent = "";
    add.setAttribute("aria-disabled", "true");
    const done = await page.change(
      "addClipId",
      { destination: shown.id },
      text("clip_id_added"),
      (error) => {
        wrong.textContent = explained(error);
      },
    );
    add.removeAttribute("aria-disabled");
    // The button is gone with its work done: the words that took its place are read out.
    if (done) words.focus();
  });

  return ({ destinations, defaultDestination }) => {
    const chosen = destinations.find(({ id }) => id === defaultDestination) ?? null;
    if (chosen?.id !== shown?.id) wrong.textContent = "";
    shown = chosen;
    line.hidden = chosen === null;
    if (!chosen) return;
    add.hidden = chosen.clipId;
    line.dataset.on = String(chosen.clipId);
    words.tabIndex = -1;
    words.replaceChildren(
      ...(chosen.clipId ? [glyph("check", 14), " "] : []),
      text(chosen.clipId ? "clip_id_on" : "clip_id_off"),
    );
  };
}
