/** The bar at the bottom lies over what is scrolled: whoever gets to a field must see it above the bar. */

import { byId } from "../interface/element.js";

/**
 * Keeps so much room below a field that is scrolled to as the bar takes, and below what is wrong with the
 * field, which stands under it.
 */
export function keepClear() {
  new ResizeObserver(makeRoom).observe(byId("foot", HTMLElement));
  const form = byId("form", HTMLFormElement);
  // Each field says it in its own turn, which is before the form's.
  for (const occasion of ["focusin", "input", "change"]) form.addEventListener(occasion, showWrong);
}

/** @param {Event} event at a field */
function showWrong({ target }) {
  if (!(target instanceof Element)) return;
  for (const id of (target.getAttribute("aria-describedby") ?? "").split(" ")) {
    const words = document.getElementById(id);
    if (words?.matches(".field-error:not(:empty)")) scrollClear(words);
  }
}

/**
 * Scrolls to something in the form, also in the moment in which that is shown again: who watches the bar's
 * size hears of it only later.
 *
 * @param {HTMLElement} element
 */
export function scrollClear(element) {
  makeRoom();
  element.scrollIntoView({ block: "nearest" });
}

function makeRoom() {
  const foot = byId("foot", HTMLElement);
  const lies = getComputedStyle(foot).position === "sticky";
  const room = lies ? foot.offsetHeight + 8 : 8;
  document.documentElement.style.setProperty("scroll-padding-block-end", `${room}px`);
}
