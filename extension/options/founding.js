/** A new database for whoever has none: made in a page that is searched for by its title. */

import { choiceInput } from "../fields/chosen.js";
import { byId, create, plain } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { text } from "../interface/text.js";
import { ask } from "../messages.js";
import { complaining } from "./fields.js";

/** @import { Input } from "../fields/input.js" */
/** @import { PropertyField, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** What the new database's properties are called, in the order that the core knows. */
const NAMES = [
  "field_title",
  "type_url",
  "field_tags",
  "source_author",
  "source_published",
  "type_status",
];

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startFounding(page) {
  const panel = byId("new-database", HTMLDetailsElement);
  const form = byId("new-database-form", HTMLFormElement);
  const accounts = byId("new-database-account", HTMLSelectElement);
  const place = byId("new-database-place", HTMLDivElement);
  const error = byId("new-database-error", HTMLParagraphElement);
  /** @type {Input} */
  let input;
  /** @type {(message: string) => void} */
  let complain;
  let shown = "";

  // Pages of one workspace are none of another: each has a field of its own.
  function offer() {
    input?.element.remove();
    input = pageInput(accounts.value, page.announce, () => complain(""));
    complain = complaining(/** @type {HTMLInputElement} */ (input.control), error);
    complain("");
    place.append(input.element);
  }

  accounts.addEventListener("change", offer);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    const [chosen] = input.values();
    if (!chosen) {
      complain(text("new_database_page_first"));
      input.control?.focus();
      return;
    }
    complain("");
    form.setAttribute("aria-busy", "true");
    const wanted = {
      account: accounts.value,
      page: chosen,
      title: text("new_database_title"),
      names: NAMES.map((name) => text(name)),
      states: [text("status_to_read"), text("status_reading"), text("status_read")],
    };
    const isMade = await page.change("found", wanted, text("new_database_made"), (wrong) =>
      complain(explained(wrong)),
    );
    form.removeAttribute("aria-busy");
    if (!isMade) return;
    panel.open = false;
    offer();
  });

  return (view) => {
    panel.open ||= view.empty === "no-database";
    const known = JSON.stringify(view.accounts.map(({ id, workspace }) => [id, workspace]));
    if (known === shown) return;
    shown = known;
    accounts.replaceChildren(
      ...view.accounts.map(({ id, workspace }) =>
        create("option", { value: id }, plain(workspace) || text("unnamed_workspace")),
      ),
    );
    byId("new-database-accounts", HTMLDivElement).hidden = view.accounts.length < 2;
    offer();
  };
}

/**
 * A field for one page of a workspace.
 * @param {string} account
 * @param {(message: string) => void} announce
 * @param {() => void} changed
 */
function pageInput(account, announce, changed) {
  /** @type {PropertyField} */
  const field = {
    id: "",
    name: text("new_database_page"),
    kind: "page",
    options: [],
    values: [],
    labels: [],
    writable: true,
    asked: true,
    mapped: false,
    basic: false,
    related: null,
  };
  return choiceInput({
    field,
    id: "new-database-page",
    changed,
    announce,
    search: (query, cursor) => ask("pages", { destination: account, query, cursor }),
  });
}
