/** Presets: a destination under a name, with its own plan, chosen by hand or by what the page is. */

import { byId } from "../interface/element.js";
import { text } from "../interface/text.js";
import { complaining } from "./fields.js";
import { PresetCard } from "./preset.js";
import { placesToSave } from "./where.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @param {(destination: string) => void} openMapping
 * @returns {(view: View) => void}
 */
export function startPresets(page, openMapping) {
  const list = byId("presets", HTMLUListElement);
  const name = byId("preset-name", HTMLInputElement);
  const destination = byId("preset-destination", HTMLSelectElement);
  const complain = complaining(name, byId("preset-error", HTMLParagraphElement));
  /** @type {Map<string, PresetCard>} */
  let cards = new Map();
  let drawn = "";
  let picked = "";
  let adding = false;

  destination.addEventListener("change", () => {
    picked = destination.value;
  });

  byId("add-preset", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    if (adding) return;
    if (!name.value.trim()) {
      complain(text("preset_name_first"));
      return;
    }
    adding = true;
    const before = new Set(cards.keys());
    const wish = { destination: destination.value, name: name.value.trim() };
    if (await page.change("addPreset", wish, text("preset_added"))) {
      name.value = "";
      [...cards].find(([id]) => !before.has(id))?.[1].focus();
    }
    adding = false;
  });

  return (view) => {
    byId("presets-section", HTMLElement).hidden =
      view.accounts.length === 0 || view.destinations.length === 0;
    const state = JSON.stringify([view.accounts, view.destinations]);
    const chosen = picked || view.defaultDestination;
    if (state !== drawn) destination.replaceChildren(...placesToSave(view, { withPresets: false }));
    drawn = state;
    // It follows the default database until the reader picks one.
    const known = [...destination.options].map(({ value }) => value);
    destination.value = (chosen && known.includes(chosen) ? chosen : known[0]) ?? "";
    const kept = cards;
    cards = new Map(
      view.presets.map((preset) => {
        const title = view.destinations.find(({ id }) => id === preset.destination)?.title ?? "";
        const known = kept.get(preset.id);
        known?.show(preset, title);
        return [preset.id, known ?? new PresetCard(page, preset, title, openMapping)];
      }),
    );
    list.hidden = cards.size === 0;
    const wanted = [...cards.values()].map(({ element }) => element);
    // A card drawn anew would lose the focus.
    if (
      wanted.length !== list.children.length ||
      wanted.some((element, at) => list.children[at] !== element)
    )
      list.replaceChildren(...wanted);
  };
}
