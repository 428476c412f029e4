/** Text areas that are as high as their text. */

/**
 * Makes a text area as high as its text; the style sheet says where that ends.
 * @param {HTMLTextAreaElement} area
 */
export function grow(area) {
  area.style.setProperty("block-size", "auto");
  const borders = area.offsetHeight - area.clientHeight;
  if (area.scrollHeight > 0)
    area.style.setProperty("block-size", `${area.scrollHeight + borders}px`);
}
