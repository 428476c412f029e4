/** The bar at the bottom lies over what is scrolled: whoever gets to a field must see it above the bar. */

import { byId } from "../interface/element.js";

/** Keeps so much room below a field that is scrolled to as the bar takes. */
export function keepClear() {
  const foot = byId("foot", HTMLElement);
  new ResizeObserver(() => {
    const lies = getComputedStyle(foot).position === "sticky";
    const room = lies ? foot.offsetHeight + 8 : 8;
    document.documentElement.style.setProperty("scroll-padding-block-end", `${room}px`);
  }).observe(foot);
}
