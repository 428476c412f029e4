/** What the history says beside its rows: that there are none, that some cannot be read, that nothing can be. */

import { byId, button, create } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { exportButtons } from "../interface/exporting.js";
import { glyph } from "../interface/glyphs.js";
import { announce } from "../interface/status.js";
import { countText, text } from "../interface/text.js";

/** @import { ErrorView } from "../interface/protocol.d.ts" */

/** Nothing was saved yet. */
export function showEmpty() {
  byId("nothing", HTMLDivElement).replaceChildren(
    glyph("page", 28),
    create("p", { class: "nothing-words" }, text("history_empty")),
    create("p", { class: "soft" }, text("history_empty_next")),
  );
}

/**
 * Nothing fits what is searched for.
 * @param {() => void} showAll
 */
export function showNoMatch(showAll) {
  byId("nothing", HTMLDivElement).replaceChildren(
    create("p", { class: "nothing-words" }, text("history_no_match")),
    button(text("history_show_all"), showAll),
  );
}

/** Whether there is a network. */
export function showOffline() {
  const note = byId("offline", HTMLDivElement);
  note.hidden = navigator.onLine;
  note.replaceChildren(glyph("offline"), create("p", {}, text("offline_words")));
}

/**
 * Saves that are kept and left alone.
 * @param {number} count
 */
export function showUnreadable(count) {
  const note = byId("unreadable", HTMLDivElement);
  note.hidden = count === 0;
  note.replaceChildren(glyph("question"), create("p", {}, countText("unreadable", count)));
}

/**
 * What keeps the list from being read. The export works all the same.
 * @param {ErrorView | null} error
 * @param {boolean} hasRows without any there is nothing to search
 * @param {() => void} again
 */
export function showTrouble(error, hasRows, again) {
  const note = byId("trouble", HTMLDivElement);
  note.hidden = error === null;
  note.replaceChildren();
  byId("all", HTMLDivElement).hidden = error !== null && !hasRows;
  if (!error) return;
  const { happened, next } = explain(error);
  const isStore = error.code === "storage-failed";
  note.append(
    glyph("warning"),
    create("strong", {}, isStore ? text("history_broken") : happened),
    create("p", {}, isStore ? text("history_broken_next") : next),
    create("p", {}, text("export_still_works")),
    create(
      "div",
      { class: "note-actions" },
      button(text("try_again"), again),
      exportButtons(announce),
    ),
  );
}
