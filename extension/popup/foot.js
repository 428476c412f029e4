/** The bar at the bottom lies over what is scrolled: whoever gets to a field must see it above the bar. */

import { byId } from "../interface/element.js";

/** Keeps so much room below a field that is scrolled to as the bar takes. */
export function keepClear() {
  new ResizeObserver(makeRoom).observe(byId("foot", HTMLElement));
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
