/** Where saves go: the databases the account can see, which one is the default, and why one is missing. */

import { byId, create, isolated, plain } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { countText, text } from "../interface/text.js";
import { relativeTime } from "../interface/time.js";

/** @import { DestinationIcon, DestinationView, ErrorView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** From this many on a filter helps; up to this many rows are drawn. */
const FILTER_FROM = 9;
const ROWS = 100;

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startDestinations(page) {
  const section = byId("destinations-section", HTMLElement);
  const filter = byId("filter", HTMLInputElement);
  const refresh = byId("refresh", HTMLButtonElement);
  const list = byId("destinations", HTMLUListElement);
  const link = byId("database-link", HTMLInputElement);
  /** @type {View | null} */
  let shown = null;
  let drawn = "";
  let refreshing = false;

  refresh.addEventListener("click", () => look(text("refreshed")));
  filter.addEventListener("input", draw);
  list.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement)
      page.change("chooseDestination", { destination: event.target.value }, text("changes_saved"));
  });
  byId("add", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    showLinkError(null);
    if (
      await page.change(
        "addDestination",
        { link: link.value },
        text("destination_added"),
        showLinkError,
      )
    )
      link.value = "";
  });
  link.addEventListener("input", () => showLinkError(null));
  // Whoever went to Notion to share a database comes back to see it listed.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && shown?.empty) look(text("refreshed"));
  });
  setInterval(showChecked, 30_000);

  /** @param {string} done */
  async function look(done) {
    if (refreshing) return;
    refreshing = true;
    refresh.setAttribute("aria-disabled", "true");
    refresh.replaceChildren(create("span", { class: "spinner" }), text("refreshing"));
    await page.change("refreshDestinations", undefined, done, showListError);
    refresh.removeAttribute("aria-disabled");
    refresh.textContent = text("refresh");
    refreshing = false;
  }

  /** @param {ErrorView | null} error */
  function showLinkError(error) {
    const { happened, next } = error ? explain(error) : { happened: "", next: "" };
    byId("add-error", HTMLParagraphElement).textContent = next ? `${happened} ${next}` : happened;
    link.removeAttribute("aria-invalid");
    if (!error) return;
    link.setAttribute("aria-invalid", "true");
    link.focus();
  }

  /** @param {ErrorView} error */
  function showListError(error) {
    const { happened, next } = explain(error);
    showEmptyNote(happened, next);
  }

  function showChecked() {
    byId("checked", HTMLSpanElement).textContent = shown?.checkedAt
      ? text("checked", relativeTime(shown.checkedAt))
      : "";
  }

  /** Draws the rows the filter lets through. */
  function draw() {
    const { destinations = [], defaultDestination = null } = shown ?? {};
    const wanted = filter.value.trim().normalize("NFC").toLowerCase();
    const fitting = wanted
      ? destinations.filter(({ title }) => title.normalize("NFC").toLowerCase().includes(wanted))
      : destinations;
    const focused =
      document.activeElement instanceof HTMLInputElement && list.contains(document.activeElement)
        ? document.activeElement.value
        : null;
    list.replaceChildren(
      ...fitting.slice(0, ROWS).map((destination) => row(destination, defaultDestination)),
    );
    for (const input of list.querySelectorAll("input")) if (input.value === focused) input.focus();
    byId("filtered", HTMLParagraphElement).textContent =
      fitting.length === 0 && wanted
        ? text("filter_none")
        : fitting.length > ROWS
          ? text("filter_more", ROWS, countText("databases", fitting.length))
          : "";
  }

  return (view) => {
    shown = view;
    const account = view.accounts[0];
    section.hidden = !account;
    if (!account) return;
    const many = view.destinations.length >= FILTER_FROM;
    byId("filter-row", HTMLDivElement).hidden = !many;
    if (!many) filter.value = "";
    const state = JSON.stringify([view.destinations, view.defaultDestination]);
    if (state !== drawn) draw();
    drawn = state;
    byId("destination-set", HTMLFieldSetElement).hidden = view.destinations.length === 0;
    showPlaces(view.destinations.find(({ id }) => id === view.defaultDestination) ?? null);
    showEmptyNote(...emptyText(view));
    byId("missing", HTMLDetailsElement).open ||= view.empty !== null;
    showReasons(account.workspace);
    showChecked();
  };
}

/**
 * @param {View} view
 * @returns {[string, string]}
 */
function emptyText(view) {
  // The account's card says so already, above; it need only be said again to explain an empty list.
  if (view.accounts[0]?.status === "rejected" && view.destinations.length === 0)
    return [text("error_token_rejected"), text("missing_revoked_next")];
  if (view.empty === "nothing-shared")
    return [text("empty_nothing_shared"), text("empty_nothing_shared_next")];
  if (view.empty === "no-database")
    return [text("empty_no_database"), text("empty_no_database_next")];
  if (view.destinations.length > 0 && !view.defaultDestination)
    return [text("no_default"), text("no_default_next")];
  return ["", ""];
}

/**
 * @param {string} happened "" takes the note away
 * @param {string} next
 */
function showEmptyNote(happened, next) {
  const note = byId("empty", HTMLDivElement);
  note.hidden = happened === "";
  note.replaceChildren(glyph("warning"), create("strong", {}, happened), create("p", {}, next));
}

/** @param {string} workspace */
function showReasons(workspace) {
  const list = byId("reasons", HTMLDListElement);
  const shown = plain(workspace) || text("unnamed_workspace");
  const reasons = ["not_shared", "index_lag", "wrong_workspace", "revoked"];
  list.replaceChildren(
    ...reasons.flatMap((reason) => [
      create("dt", {}, text(`missing_${reason}`, `\u2068${shown}\u2069`)),
      create("dd", {}, text(`missing_${reason}_next`, `\u2068${shown}\u2069`)),
    ]),
  );
}

/**
 * @param {DestinationView} destination
 * @param {string | null} chosen
 */
function row({ id, title, icon }, chosen) {
  return create(
    "li",
    {},
    create(
      "label",
      { class: "choice destination" },
      create("input", { type: "radio", name: "destination", value: id, checked: id === chosen }),
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

/** @param {DestinationView | null} destination */
function showPlaces(destination) {
  const box = byId("places", HTMLDivElement);
  box.hidden = destination === null;
  if (!destination) return;
  /** @param {"address" | "description" | "tags"} part */
  const place = (part) => {
    const name = destination.places[part];
    return [
      create("dt", {}, text(`field_${part}`)),
      create(
        "dd",
        {},
        ...(name === null
          ? [text("place_body")]
          : [`${text("place_property")} `, isolated(name, "property")]),
      ),
    ];
  };
  box.replaceChildren(
    create("h3", {}, text("places_heading"), " ", isolated(destination.title || text("untitled"))),
    create(
      "dl",
      { class: "facts" },
      create("dt", {}, text("field_title")),
      create("dd", {}, text("place_title")),
      ...place("address"),
      ...place("description"),
      ...place("tags"),
      create("dt", {}, text("field_selection")),
      create("dd", {}, text("place_selection")),
    ),
  );
}
