/** What a person is told while something that was pressed is under way: nothing, where it is over at once. */

import { tellingIfSlow } from "../slow.js";
import { create } from "./element.js";
import { say } from "./status.js";

/** No longer than this seems to be at once, in milliseconds: words that go again would be a flicker. */
export const AT_ONCE = 300;

/** The drawing for it. */
export function spinner() {
  return create("span", { class: "spinner" });
}

/**
 * Says that something is under way, to whoever looks and to whoever listens.
 * @template Value
 * @param {Promise<Value>} work
 * @param {string} words said aloud
 * @param {() => void} show where they are to be seen
 * @returns {Promise<Value>}
 */
export function sayingMeanwhile(work, words, show) {
  return tellingIfSlow(work, AT_ONCE, () => {
    show();
    say(words);
  });
}

/**
 * Says so in the button that was pressed, which keeps the focus.
 * @template Value
 * @param {HTMLButtonElement} pressed
 * @param {string} words
 * @param {Promise<Value>} work
 * @returns {Promise<Value>}
 */
export async function showingIn(pressed, words, work) {
  // Unseen, and in the page all the same: a countdown goes on nowhere else.
  const label = create("span", { hidden: true });
  pressed.setAttribute("aria-busy", "true");
  try {
    return await sayingMeanwhile(work, words, () => {
      label.append(...pressed.childNodes);
      pressed.append(spinner(), words, label);
    });
  } finally {
    pressed.removeAttribute("aria-busy");
    if (label.parentNode) pressed.replaceChildren(...label.childNodes);
  }
}
