/** Keys as they are shown: each in its own drawing, those pressed together as one. */

import { create } from "./element.js";

/**
 * "Alt+Shift+K" as three keys. Chromium writes symbols without a plus on a Mac; those stay one.
 * Isolated: in a text that runs from right to left it would be K+Shift+Alt.
 * @param {string} shortcut
 * @returns {HTMLElement}
 */
export function keys(shortcut) {
  // The plus between two keys; one at the end is a key itself.
  const parts = shortcut.split(/\+(?=.)/u).map((key) => create("kbd", {}, key));
  return create(
    "span",
    { class: "keys", dir: "ltr" },
    ...parts.flatMap((key, index) => (index === 0 ? [key] : [" + ", key])),
  );
}
