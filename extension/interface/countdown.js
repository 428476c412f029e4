/** Words that change while time passes. One clock moves them all, and stops when none is left. */

import { create } from "./element.js";

/**
 * @typedef {object} Ticking
 * @property {HTMLElement} element
 * @property {() => boolean} tick false when there is nothing more to count
 * @property {boolean} seen whether it has been in the page
 */

/** @type {Set<Ticking>} */
const all = new Set();
/** @type {ReturnType<typeof setInterval> | undefined} */
let clock;

/**
 * Words that are said anew every second, for as long as they are in the page.
 * @param {() => string | null} words null when it is over
 * @param {() => void} [over] called once then
 * @param {string} [style] class names
 * @returns {HTMLElement}
 */
export function ticking(words, over = () => {}, style = "ticking") {
  const element = create("span", { class: style });
  const tick = () => {
    const said = words();
    // Equal text is left alone: a screen reader would read it again, and a selection be lost.
    if (said !== null && element.textContent !== said) element.textContent = said;
    if (said === null) over();
    return said !== null;
  };
  if (tick()) {
    all.add({ element, tick, seen: false });
    clock ??= setInterval(turn, 1000);
  }
  return element;
}

function turn() {
  for (const entry of all) {
    entry.seen ||= entry.element.isConnected;
    if ((entry.seen && !entry.element.isConnected) || !entry.tick()) all.delete(entry);
  }
  if (all.size > 0) return;
  clearInterval(clock);
  clock = undefined;
}
