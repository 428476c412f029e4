// Whether what a page shows has room where it stands.

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * What of a page is cut off, and whether it can be scrolled sideways.
 * @param {Tab} page
 * @returns {Promise<{ cut: string[], isWide: boolean }>}
 */
export function fitsIn(page) {
  return page.evaluate(() => {
    const isCut = (/** @type {Element} */ element) =>
      element.matches("button, summary, legend:not(.unseen), h1, h2, label") &&
      element.scrollWidth > element.clientWidth + 1 &&
      element.clientWidth > 0;
    const cut = [...document.querySelectorAll("body *")]
      .filter((element) => element.checkVisibility({ visibilityProperty: true }))
      .filter(isCut)
      .map(
        (element) =>
          `${element.id || element.className || element.tagName}: ${element.textContent}`,
      );
    const root = document.documentElement;
    return { cut, isWide: root.scrollWidth > root.clientWidth };
  });
}
