/** What the fields of the options have in common: saying what is wrong, showing a secret, copying. */

import { text } from "../interface/text.js";

/**
 * A field that says below itself what is wrong with it, until it is changed.
 * @param {HTMLInputElement} field
 * @param {HTMLElement} place
 * @returns {(words: string) => void} "" takes the words away
 */
export function complaining(field, place) {
  /** @param {string} words */
  const complain = (words) => {
    place.textContent = words;
    if (!words) {
      field.removeAttribute("aria-invalid");
      return;
    }
    field.setAttribute("aria-invalid", "true");
    field.focus();
  };
  field.addEventListener("input", () => complain(""));
  return complain;
}

/**
 * A secret that is shown while its button is pressed in.
 * @param {HTMLInputElement} field
 * @param {HTMLButtonElement} toggle
 * @returns {() => void} empties and hides it: the page has no more use for the secret
 */
export function revealing(field, toggle) {
  /** @param {boolean} shown */
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    toggle.setAttribute("aria-pressed", String(shown));
  };
  toggle.addEventListener("click", () => show(field.type === "password"));
  return () => {
    field.value = "";
    show(false);
  };
}

/**
 * A button that copies what a field holds.
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {HTMLButtonElement} copy
 * @param {(message: string) => void} announce
 */
export function copying(field, copy, announce) {
  field.addEventListener("focus", () => field.select());
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(field.value);
      copy.textContent = text("copied");
      announce(text("copied"));
      setTimeout(() => {
        copy.textContent = text("copy");
      }, 3000);
    } catch {
      // The clipboard may be closed to pages; the keyboard's way to it is not.
      field.focus();
      announce(text("copy_by_hand"));
    }
  });
}
