// The entries of the context menu. There are four, so that a picture inside a link offers both.

import { browser } from "./browser.js";

/** @import { Captured } from "./wasm/satchel.js" */

const CONTEXTS = /** @type {const} */ (["page", "link", "selection", "image"]);

/** Makes the entries anew: the browser keeps them, an update may have changed them. */
export async function makeMenus() {
  await browser.contextMenus.removeAll();
  for (const context of CONTEXTS) {
    browser.contextMenus.create({
      id: context,
      contexts: [context],
      title: browser.i18n.getMessage(`menu_${context}`),
      // Links elsewhere (mail, telephone, scripts) have nothing to save.
      ...(context === "link" ? { targetUrlPatterns: ["http://*/*", "https://*/*"] } : {}),
    });
  }
}

/**
 * What an entry was chosen for.
 *
 * @param {chrome.contextMenus.OnClickData} info
 * @returns {Partial<Captured>}
 */
export function pointedAt(info) {
  switch (info.menuItemId) {
    case "link":
      return { source: "link", link: info.linkUrl ?? "" };
    case "selection":
      return { source: "selection", selection: info.selectionText ?? "" };
    case "image":
      return { source: "image", image: info.srcUrl ?? "" };
    default:
      return {};
  }
}
