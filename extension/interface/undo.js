/** Taking a save back, for as long as it may be. */

import { ticking } from "./countdown.js";
import { button } from "./element.js";
import { text } from "./text.js";
import { secondsUntil, shortSeconds } from "./time.js";

/** @import { SaveView } from "./protocol.d.ts" */

/**
 * Whether a save may still be taken back.
 * @param {Pick<SaveView, "undoUntil">} save
 */
export function canUndo({ undoUntil }) {
  return undoUntil !== null && undoUntil > Date.now();
}

/**
 * The button that takes a save back, with the seconds it has left; it goes when they are over.
 * @param {Pick<SaveView, "undoUntil">} save
 * @param {(pressed: HTMLButtonElement) => void} press
 * @param {{ style?: string, over?: (hadFocus: boolean) => void }} [options]
 * @returns {HTMLButtonElement}
 */
export function undoButton({ undoUntil }, press, { style = "button", over = () => {} } = {}) {
  const until = undoUntil ?? 0;
  const undo = button(text("undo"), press, style);
  const rest = ticking(
    // While it is being taken back the button says so, however long that takes.
    () => (until > Date.now() || undo.ariaBusy ? shortSeconds(secondsUntil(until)) : null),
    () => {
      const hadFocus = undo === document.activeElement;
      undo.remove();
      over(hadFocus);
    },
  );
  // Thirty numbers in a row are for the eyes only.
  rest.setAttribute("aria-hidden", "true");
  undo.dataset.action = "undo";
  undo.append(rest);
  return undo;
}

/**
 * What undoing came to, in words.
 * @param {SaveView | null} left what is left of the save; null when none of it ever reached Notion
 * @returns {string}
 */
export function undoneWords(left) {
  if (left === null) return text("undone_removed");
  return text(left.state === "gone" ? "undone_trashed" : "undone_soon");
}
