/** The databases to choose the default from, by workspace where there are several. */

import { byId, create, isolated } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { countText, text } from "../interface/text.js";

/** @import { DestinationIcon, DestinationView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** From this many on a filter helps; up to this many rows are drawn. */
const FILTER_FROM = 9;
const ROWS = 100;

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startChoices(page) {
  const filter = byId("filter", HTMLInputElement);
  const list = byId("destinations", HTMLUListElement);
  /** @type {Pick<View, "accounts" | "destinations" | "defaultDestination">} */
  let shown = { accounts: [], destinations: [], defaultDestination: null };
  let drawn = "";

  filter.addEventListener("input", draw);
  list.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement)
      page.change("chooseDestination", { destination: event.target.value }, text("changes_saved"));
  });

  /** Draws the rows the filter lets through. */
  function draw() {
    const wanted = filter.value.trim().normalize("NFC").toLowerCase();
    const fitting = wanted
      ? shown.destinations.filter(({ title }) =>
          title.normalize("NFC").toLowerCase().includes(wanted),
        )
      : shown.destinations;
    const focused =
      document.activeElement instanceof HTMLInputElement && list.contains(document.activeElement)
        ? document.activeElement.value
        : null;
    list.replaceChildren(...rows(fitting.slice(0, ROWS)));
    showChosen();
    for (const input of list.querySelectorAll("input")) if (input.value === focused) input.focus();
    byId("filtered", HTMLParagraphElement).textContent =
      fitting.length === 0 && wanted
        ? text("filter_none")
        : fitting.length > ROWS
          ? text("filter_more", ROWS, countText("databases", fitting.length))
          : "";
  }

  /** @param {DestinationView[]} destinations */
  function rows(destinations) {
    if (shown.accounts.length < 2) return destinations.map((destination) => row(destination, null));
    return shown.accounts.flatMap(({ id, workspace }) => {
      const own = destinations.filter(({ account }) => account === id);
      return own.length > 0 ? [group(id, workspace, own)] : [];
    });
  }

  function showChosen() {
    for (const input of list.querySelectorAll("input"))
      input.checked = input.value === shown.defaultDestination;
  }

  return ({ accounts, destinations, defaultDestination }) => {
    shown = { accounts, destinations, defaultDestination };
    const many = destinations.length >= FILTER_FROM;
    byId("filter-row", HTMLDivElement).hidden = !many;
    if (!many) filter.value = "";
    // Of all that is known only this is in the rows: one that is drawn anew while it is pressed
    // would lose the press.
    const state = JSON.stringify([
      accounts.map(({ id, workspace }) => [id, workspace]),
      destinations.map(({ id, account, title, icon }) => [id, account, title, icon]),
    ]);
    if (state !== drawn) draw();
    else showChosen();
    drawn = state;
    byId("destination-set", HTMLFieldSetElement).hidden = destinations.length === 0;
  };
}

/**
 * The rows of one workspace, below its name.
 * @param {string} account
 * @param {string} workspace
 * @param {DestinationView[]} destinations
 */
function group(account, workspace, destinations) {
  const id = `workspace-${account}`;
  return create(
    "li",
    { class: "choice-group" },
    create(
      "p",
      { id, class: "choice-workspace" },
      isolated(workspace || text("unnamed_workspace")),
    ),
    create(
      "ul",
      { "aria-labelledby": id },
      ...destinations.map((destination) => row(destination, id)),
    ),
  );
}

/**
 * @param {DestinationView} destination
 * @param {string | null} workspace the id of what names its workspace
 */
function row({ id, title, icon }, workspace) {
  return create(
    "li",
    {},
    create(
      "label",
      { class: "choice destination" },
      create("input", {
        type: "radio",
        name: "destination",
        value: id,
        "aria-describedby": workspace,
      }),
      iconOf(icon),
      isolated(title || text("untitled"), "destination-title"),
    ),
  );
}

/**
 * An uploaded icon stays in Notion: our pages load nothing from anywhere.
 * @param {DestinationIcon | null} icon
 */
function iconOf(icon) {
  const drawing = icon?.kind === "emoji" ? icon.emoji : glyph("database");
  return create("span", { class: "destination-icon", "aria-hidden": "true" }, drawing);
}
