/**
 * Where the keyboard is when the popup opens. Firefox loads the popup while the button is still being pressed, in
 * another place than where it then shows it, and on the way forgets what had the focus.
 */

import { byId } from "../interface/element.js";

/** @param {() => void} focusForm */
export function keepFirstFocus(focusForm) {
  const take = () => {
    if (document.activeElement !== document.body) return;
    if (byId("form", HTMLFormElement).hidden) document.getElementById("outcome-title")?.focus();
    else focusForm();
  };
  window.addEventListener("focus", take, { once: true });
}
