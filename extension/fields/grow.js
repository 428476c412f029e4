/** Text areas that are as high as their text. */

/**
 * Makes a text area as high as its text; the style sheet says where that ends.
 * @param {HTMLTextAreaElement} area
 */
export function grow(area) {
  area.style.setProperty("block-size", "auto");
  const borders = area.offsetHeight - area.clientHeight;
  const height = area.scrollHeight + borders;
  if (height === borders) return; // out of sight, it has no height yet
  // Where a pixel of the page is no whole number of the screen's, the height was rounded.
  const spare = Number.isInteger(window.devicePixelRatio) ? 0 : 1;
  area.style.setProperty("block-size", `${height + spare}px`);
}
