/** Where saves go: the databases that can be seen, which one is the default, and why one is missing. */

import { byId, create, plain } from "../interface/element.js";
import { explain, explained } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";
import { relativeTime } from "../interface/time.js";
import { startChoices } from "./choices.js";
import { complaining } from "./fields.js";

/** @import { AccountView, ErrorView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startDestinations(page) {
  const section = byId("destinations-section", HTMLElement);
  const refresh = byId("refresh", HTMLButtonElement);
  const link = byId("database-link", HTMLInputElement);
  const showChoices = startChoices(page);
  const complain = complaining(link, byId("add-error", HTMLParagraphElement));
  /** @type {View | null} */
  let shown = null;
  let refreshing = false;

  refresh.addEventListener("click", () => look(text("refreshed")));
  byId("add", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    complain("");
    const known = shown?.destinations.length;
    const added = await page.change(
      "addDestination",
      { link: link.value },
      text("destination_added"),
      (error) => complain(explained(error)),
    );
    if (!added) return;
    link.value = "";
    // Whoever overlooked it, under another name or behind the filter, looks for it once more.
    if (shown?.destinations.length === known) page.announce(text("destination_known"));
  });
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

  /** @param {ErrorView} error */
  function showListError(error) {
    const { happened, next } = explain(error);
    // What it says elsewhere leads to this page.
    showEmptyNote(happened, error.code === "token-rejected" ? text("missing_revoked_next") : next);
  }

  function showChecked() {
    byId("checked", HTMLSpanElement).textContent = shown?.checkedAt
      ? text("checked", relativeTime(shown.checkedAt))
      : "";
  }

  return (view) => {
    shown = view;
    section.hidden = view.accounts.length === 0;
    if (section.hidden) return;
    showUnconfirmed(view.accounts.filter((account) => !account.confirmed));
    showChoices(view);
    showEmptyNote(...emptyText(view));
    byId("missing", HTMLDetailsElement).open ||= view.empty !== null;
    showReasons(view.accounts);
    showChecked();
  };
}

/**
 * @param {View} view
 * @returns {[string, string]}
 */
function emptyText(view) {
  // The card says so already, above; it need only be said again to explain an empty list.
  if (view.destinations.length === 0 && view.accounts.some(({ status }) => status === "rejected"))
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

/**
 * Choosing a database there confirms nothing.
 * @param {AccountView[]} unconfirmed
 */
function showUnconfirmed(unconfirmed) {
  const note = byId("unconfirmed", HTMLDivElement);
  note.hidden = unconfirmed.length === 0;
  note.replaceChildren(
    glyph("question"),
    create("strong", {}, text("unconfirmed", names(unconfirmed, "conjunction"))),
    create("p", {}, text("unconfirmed_next")),
  );
}

/** @param {AccountView[]} accounts */
function showReasons(accounts) {
  const list = byId("reasons", HTMLDListElement);
  const elsewhere = names(accounts, "disjunction");
  const reasons = [
    "not_shared",
    "index_lag",
    "wrong_workspace",
    "linked",
    "rights",
    "trash",
    "revoked",
  ];
  list.replaceChildren(
    ...reasons.flatMap((reason) => [
      create("dt", {}, text(`missing_${reason}`, elsewhere)),
      create("dd", {}, text(`missing_${reason}_next`)),
    ]),
  );
}

/**
 * The workspaces' names in a sentence, each isolated: "A and B", or "A or B".
 * @param {AccountView[]} accounts
 * @param {"conjunction" | "disjunction"} type
 */
function names(accounts, type) {
  const all = accounts.map(({ workspace }) => plain(workspace) || text("unnamed_workspace"));
  const format = new Intl.ListFormat(text("language"), { type });
  return format.format(all.map((name) => `\u2068${name}\u2069`));
}
