/** The form that changes a save which is not in Notion yet: its title, address, tags, description. */

import { asError, ask } from "../messages.js";
import { button, create, plain } from "./element.js";
import { explain } from "./explain.js";
import { text } from "./text.js";
import { showingIn } from "./under-way.js";

/** @import { Change, SaveView } from "./protocol.d.ts" */

// What people type between two tags: also the Arabic and the wide commas their keyboards give them.
const SEPARATORS = /[,\u060c\uff0c\u3001\n\r]+/u;

/**
 * The form, filled with what is kept of the save.
 * @param {SaveView} save
 * @param {{ done: (changed: SaveView) => void, cancelled: () => void }} listener
 * @returns {Promise<HTMLFormElement>}
 */
export async function editor({ id }, { done, cancelled }) {
  const kept = /** @type {Change} */ (await ask("editable", { id }));
  const title = create("textarea", { class: "field", rows: 2, dir: "auto", maxlength: 20_000 });
  const address = create("input", {
    class: "field",
    type: "text",
    inputmode: "url",
    dir: "ltr",
    maxlength: 16_000,
    spellcheck: "false",
    autocapitalize: "off",
  });
  const tags = create("input", {
    class: "field",
    type: "text",
    dir: "auto",
    placeholder: "",
    maxlength: 20_000,
    autocapitalize: "off",
  });
  const description = create("textarea", {
    class: "field",
    rows: 3,
    dir: "auto",
    placeholder: "",
    maxlength: 100_000,
  });
  title.value = plain(kept.clip.title);
  address.value = kept.clip.address;
  tags.value = kept.tags.join(", ");
  description.value = plain(kept.clip.description);

  const submit = create(
    "button",
    { type: "submit", class: "button primary" },
    text("save_changes"),
  );
  const wrong = create("p", { class: "field-error", role: "alert" });
  const form = create(
    "form",
    { class: "save-editor", novalidate: true, autocomplete: "off" },
    labelled(id, "title", title),
    labelled(id, "address", address),
    labelled(id, "tags", tags, text("tags_hint")),
    labelled(id, "description", description),
    wrong,
    create("div", { class: "save-actions" }, submit, button(text("cancel"), cancelled)),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (form.getAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    wrong.textContent = "";
    try {
      const changed = ask("edit", {
        ...kept,
        id,
        clip: {
          ...kept.clip,
          title: title.value.replace(/\s*[\n\r]+\s*/gu, " ").trim(),
          address: address.value.trim(),
          description: description.value.trim(),
        },
        tags: names(tags.value),
      });
      done(/** @type {SaveView} */ (await showingIn(submit, text("saving"), changed)));
    } catch (thrown) {
      const { happened, next } = explain(asError(thrown));
      wrong.textContent = [happened, next].join(" ").trim();
    } finally {
      form.removeAttribute("aria-busy");
    }
  });
  return form;
}

/**
 * @param {string} typed
 * @returns {string[]}
 */
function names(typed) {
  return typed
    .split(SEPARATORS)
    .map((name) => name.trim())
    .filter(Boolean);
}

/**
 * @param {string} id of the save: a page may have several such forms
 * @param {"title" | "address" | "tags" | "description"} name
 * @param {HTMLInputElement | HTMLTextAreaElement} field
 * @param {string} [hint]
 */
function labelled(id, name, field, hint = "") {
  field.id = `${name}-${id}`;
  field.dataset.field = name;
  if (hint) field.setAttribute("aria-describedby", `${name}-hint-${id}`);
  return create(
    "div",
    { class: "save-row" },
    create("label", { for: field.id }, text(`field_${name}`)),
    field,
    hint ? create("p", { class: "soft small", id: `${name}-hint-${id}` }, hint) : null,
  );
}
