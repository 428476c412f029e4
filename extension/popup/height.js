/**
 * How high the popup is. A browser makes it as high as what it shows, a moment after that was drawn; the
 * button at its lower end would move under a hand that is about to press it.
 */

import { byId } from "../interface/element.js";

/** Where the height of the last popup is kept, in pixels. */
const KEY = "popupHeight";

/** As high as most first popups are. */
const USUAL = 494;

/** As high as a browser lets it become. */
const HIGHEST = 600;

/** As long as the second press of a double click may take to come, in milliseconds. */
const DOUBLE_CLICK = 600;

/** When the last press was. */
let pressedAt = Number.NEGATIVE_INFINITY;

/**
 * Opens the popup as high as the last one had become by itself, so that Save is in its place before all
 * that comes late has come.
 */
export function reserveHeight() {
  const known = Number(localStorage.getItem(KEY)) || USUAL;
  document.body.style.minBlockSize = `${Math.min(known, HIGHEST)}px`;
  const parts = [...document.querySelectorAll(".bar, #earlier, #form > *")];
  const growing = new ResizeObserver(() => {
    if (byId("form", HTMLFormElement).hidden) return;
    const heights = parts.map((part) => part.getBoundingClientRect().height);
    localStorage.setItem(KEY, `${Math.ceil(heights.reduce((sum, height) => sum + height, 0))}`);
  });
  for (const part of parts) growing.observe(part);
  // What the reader opens or writes is no measure for the next popup.
  document.addEventListener("keydown", () => growing.disconnect(), { once: true, capture: true });
  const press = (/** @type {PointerEvent} */ { timeStamp }) => {
    growing.disconnect();
    pressedAt = timeStamp;
  };
  document.addEventListener("pointerdown", press, { capture: true });
}

/**
 * Something lower comes in place of the form. The second press of a double click on Save would fall on
 * the page below, and close the popup before it has said anything: until that can't come any more, the
 * popup stays as high as it is.
 */
export function releaseHeight() {
  const { style, offsetHeight } = document.body;
  // A form that was longer than the window would leave it scrolled, with the heading out of sight.
  const height = Math.min(offsetHeight, innerHeight);
  const rest = pressedAt + DOUBLE_CLICK - performance.now();
  style.minBlockSize = rest > 0 ? `${height}px` : "";
  if (rest > 0) setTimeout(releaseHeight, rest);
}
