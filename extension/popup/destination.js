/** Where the save goes: the list of databases, and whose workspace the chosen one is in. */

import { byId, create, isolated, plain } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { AccountView, DestinationView } from "../interface/protocol.d.ts" */

/** What is known of the places to save to. */
/** @typedef {{ accounts: AccountView[], destinations: DestinationView[] }} Known */

/** The list of destinations. */
export class DestinationField {
  #field = byId("destination", HTMLSelectElement);
  #workspace = byId("workspace", HTMLParagraphElement);
  #error = byId("destination-error", HTMLParagraphElement);
  /** @type {Known} */
  #known = { accounts: [], destinations: [] };

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
    const isKnown = known.destinations.some(({ id }) => id === wanted);
    this.#field.replaceChildren(
      ...(isKnown ? [] : [create("option", { value: "" }, text("choose_destination"))]),
      ...this.#options(),
    );
    this.#field.value = isKnown ? wanted : "";
    this.#showWorkspace();
  }

  #options() {
    const { accounts, destinations } = this.#known;
    if (accounts.length < 2) return destinations.map(option);
    return accounts.flatMap(({ id, workspace }) => {
      const own = destinations.filter(({ account }) => account === id);
      if (own.length === 0) return [];
      const label = plain(workspace) || text("unnamed_workspace");
      return [create("optgroup", { label }, ...own.map(option))];
    });
  }

  /** A closed list shows no groups. */
  #showWorkspace() {
    const { accounts, destinations } = this.#known;
    const chosen = destinations.find(({ id }) => id === this.value);
    const account = accounts.find(({ id }) => id === chosen?.account);
    this.#workspace.hidden = accounts.length < 2 || !account;
    this.#workspace.replaceChildren(
      ...(account
        ? [`${text("in_workspace")} `, isolated(account.workspace || text("unnamed_workspace"))]
        : []),
    );
  }
}

/** @param {DestinationView} destination */
function option({ id, title, icon }) {
  const emoji = icon?.kind === "emoji" ? `${icon.emoji} ` : "";
  return create("option", { value: id }, `${emoji}${plain(title) || text("untitled")}`);
}
