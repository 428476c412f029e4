/** What is said of something that was just done: to whoever listens, and for a moment to whoever looks. */

import { byId } from "./element.js";

/** How long it is shown, in milliseconds. */
const SHOWN_MS = 4_000;

/** @type {ReturnType<typeof setTimeout> | undefined} */
let fading;

/** @param {string} message said, and not shown: what is to be seen of it stands elsewhere; "" takes it back */
export function say(message) {
  const status = byId("status", HTMLParagraphElement);
  // What is there already is said, and may still be shown.
  if (status.textContent === message) return;
  clearTimeout(fading);
  status.classList.remove("shown");
  status.textContent = message;
}

/** @param {string} message said, and shown for a moment */
export function announce(message) {
  const status = byId("status", HTMLParagraphElement);
  status.textContent = message;
  status.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => status.classList.remove("shown"), SHOWN_MS);
}
