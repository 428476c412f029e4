/** Text areas that are as high as their text. */

/** Whether the browser does it by itself, as it lays the page out anyway. Firefox does not. */
const byItself = CSS.supports("field-sizing", "content");

/**
 * Makes text areas as high as their text; the style sheet says where that ends. All are read before
 * the first is written: the browser lays the page out anew for each turn from one to the other.
 * @param {HTMLTextAreaElement[]} areas
 */
export function grow(...areas) {
  if (byItself) {
    for (const area of areas) area.style.setProperty("field-sizing", "content");
    return;
  }
  for (const area of areas) area.style.setProperty("block-size", "auto");
  const heights = areas.map((area) => {
    const borders = area.offsetHeight - area.clientHeight;
    return area.scrollHeight > 0 ? area.scrollHeight + borders : 0;
  });
  // Where a pixel of the page is no whole number of the screen's, the height was rounded.
  const spare = Number.isInteger(window.devicePixelRatio) ? 0 : 1;
  areas.forEach((area, at) => {
    const height = heights[at] ?? 0;
    // Out of sight, it has no height yet.
    if (height > 0) area.style.setProperty("block-size", `${height + spare}px`);
  });
}
