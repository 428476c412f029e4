/** The latest saves, those that need something first; all of them are in the history. */

import { byId } from "../interface/element.js";
import { exportButtons } from "../interface/exporting.js";
import { historyLink } from "../interface/places.js";
import { SaveList } from "../interface/save-list.js";
import { ask } from "../messages.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** How many are enough here. */
const SHOWN = 5;

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startLatest(page) {
  const heading = byId("saves-heading", HTMLHeadingElement);
  const rows = new SaveList(byId("saves", HTMLUListElement), (id) => ({
    changed: page.look,
    gone: async (said) => {
      rows.remove(id, () => heading.focus());
      page.announce(said);
      page.show(/** @type {View} */ (await ask("view")));
    },
    announce: page.announce,
  }));
  const foot = byId("saves-foot", HTMLDivElement);
  foot.append(historyLink(), exportButtons(page.announce));
  return ({ accounts, saves }) => {
    byId("saves-section", HTMLElement).hidden = accounts.length === 0 && saves.length === 0;
    byId("no-saves", HTMLParagraphElement).hidden = saves.length > 0;
    foot.hidden = saves.length === 0;
    rows.show(saves.slice(0, SHOWN));
  };
}
