/** The latest saves, those that need something first. */

import { byId } from "../interface/element.js";
import { saveRow } from "../interface/saves.js";
import { ask } from "../messages.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startLatest(page) {
  const list = byId("saves", HTMLUListElement);
  let drawn = "";
  return (view) => {
    byId("saves-section", HTMLElement).hidden =
      view.accounts.length === 0 && view.saves.length === 0;
    byId("no-saves", HTMLParagraphElement).hidden = view.saves.length > 0;
    // Rows drawn anew would lose the focus and a half-answered question.
    const state = JSON.stringify(view.saves);
    if (state === drawn) return;
    drawn = state;
    const rows = view.saves.map((save) =>
      saveRow(save, {
        changed: async () => page.show(/** @type {View} */ (await ask("view"))),
        discarded: page.show,
        announce: page.announce,
      }),
    );
    list.replaceChildren(...rows);
  };
}
