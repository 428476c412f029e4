/** The preferences: three switches, stored as they are changed. */

import { byId } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startPreferences(page) {
  const saveAtOnce = byId("save-at-once", HTMLInputElement);
  const articles = byId("articles", HTMLInputElement);
  const cleanAddresses = byId("clean-addresses", HTMLInputElement);
  /** @type {View["preferences"] | null} */
  let stored = null;

  for (const box of [saveAtOnce, articles, cleanAddresses]) {
    box.addEventListener("change", async () => {
      const wanted = {
        saveAtOnce: saveAtOnce.checked,
        cleanAddresses: cleanAddresses.checked,
        linkOnly: !articles.checked,
      };
      const done = await page.change("setPreferences", wanted, text("changes_saved"));
      if (!done) show(); // a switch must not show what was not stored
    });
  }

  function show() {
    saveAtOnce.disabled = articles.disabled = cleanAddresses.disabled = stored === null;
    if (!stored) return;
    saveAtOnce.checked = stored.saveAtOnce;
    cleanAddresses.checked = stored.cleanAddresses;
    articles.checked = !stored.linkOnly;
  }

  show();
  return (view) => {
    stored = view.preferences;
    show();
  };
}
