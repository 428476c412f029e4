// The receipt of a save, wherever it is shown.

import { until } from "./until.js";

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * What the receipt says, once it stands like that.
 * @param {Tab} page
 * @param {string} standing
 * @param {number} [patience]
 * @returns {Promise<string>}
 */
export function receipt(page, standing, patience) {
  const shown = () =>
    page.evaluate((/** @type {string} */ wanted) => {
      const receipt = document.querySelector(`.receipt[data-standing="${wanted}"]`);
      return receipt instanceof HTMLElement ? receipt.innerText : undefined;
    }, standing);
  return until(`the receipt to be ${standing}`, shown, patience);
}
