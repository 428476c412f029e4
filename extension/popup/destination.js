/** Where the save goes: the list of presets and databases, and whose workspace the chosen one is in. */

import { byId, create, isolated, plain } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { AccountView, DestinationView, PresetView } from "../interface/protocol.d.ts" */

/** What is known of the places to save to. */
/** @typedef {{ accounts: AccountView[], destinations: DestinationView[], presets: PresetView[] }} Known */

/** The list of destinations. */
export class DestinationField {
  #field = byId("destination", HTMLSelectElement);
  #workspace = byId("workspace", HTMLParagraphElement);
  #error = byId("destination-error", HTMLParagraphElement);
  /** @type {Known} */
  #known = { accounts: [], destinations: [], presets: [] };

  /** @param {() => void} changed the reader chose another */
  constructor(changed) {
    this.#field.addEventListener("change", () => {
      this.#field.removeAttribute("aria-invalid");
      this.#error.textContent = "";
      this.#showWorkspace();
      changed();
    });
  }

  /** The chosen destination, "" when none is. */
  get value() {
    return this.#field.value;
  }

  /** Puts the reader where one is chosen. */
  ask() {
    this.#field.setAttribute("aria-invalid", "true");
    this.#error.textContent = text("choose_destination_first");
    this.#field.focus();
  }

  /**
   * Chooses one that the list may not hold yet: its place is held until it does.
   * @param {string} destination
   */
  hold(destination) {
    if (this.value !== destination) this.#field.append(create("option", { value: destination }));
    this.#field.value = destination;
  }

  /**
   * @param {Known} known
   * @param {string} wanted
   */
  show(known, wanted) {
    this.#known = known;
    const isKnown = [...known.presets, ...known.destinations].some(({ id }) => id === wanted);
    this.#field.replaceChildren(
      ...(isKnown ? [] : [create("option", { value: "" }, text("choose_destination"))]),
      ...this.#options(),
    );
    this.#field.value = isKnown ? wanted : "";
    this.#showWorkspace();
  }

  /** The presets first, in a group of their own; the databases by workspace where there are several. */
  #options() {
    const { accounts, destinations, presets } = this.#known;
    const preset = presets.map(({ id, name }) =>
      create("option", { value: id }, plain(name) || text("untitled")),
    );
    const several = accounts.length > 1;
    if (!several && preset.length === 0) return destinations.map(option);
    const databases = several
      ? accounts.map(({ id, workspace }) => ({
          label: plain(workspace) || text("unnamed_workspace"),
          own: destinations.filter(({ account }) => account === id),
        }))
      : [{ label: text("databases_group"), own: destinations }];
    return [
      { label: text("presets_group"), own: preset },
      ...databases.map(({ label, own }) => ({ label, own: own.map(option) })),
    ].flatMap(({ label, own }) => (own.length > 0 ? [create("optgroup", { label }, ...own)] : []));
  }

  /** A closed list shows no groups: under it stands where a preset goes, and in whose workspace. */
  #showWorkspace() {
    const { accounts, destinations, presets } = this.#known;
    const preset = presets.find(({ id }) => id === this.value);
    const chosen = destinations.find(({ id }) => id === (preset?.destination ?? this.value));
    const account = accounts.find(({ id }) => id === chosen?.account);
    const words = [];
    if (preset && chosen)
      words.push(`${text("preset_for")} `, isolated(chosen.title || text("untitled")));
    if (account && accounts.length > 1) {
      if (words.length > 0) words.push(" · ");
      words.push(
        `${text("in_workspace")} `,
        isolated(account.workspace || text("unnamed_workspace")),
      );
    }
    this.#workspace.hidden = words.length === 0;
    this.#workspace.replaceChildren(...words);
  }
}

/** @param {DestinationView} destination */
function option({ id, title, icon }) {
  const emoji = icon?.kind === "emoji" ? `${icon.emoji} ` : "";
  return create("option", { value: id }, `${emoji}${plain(title) || text("untitled")}`);
}
