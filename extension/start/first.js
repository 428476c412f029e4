/**
 * The first page that is saved. No extension may read its own pages as it reads others', so what is tried
 * here is a page that is known: the same save as any, without a press in the toolbar.
 */

import { byId, create } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { SaveList } from "../interface/save-list.js";
import { text } from "../interface/text.js";
import { asError, ask } from "../messages.js";

/** @import { SaveView, View } from "../interface/protocol.d.ts" */
/** @import { Page, Section } from "../options/page.js" */

/** An article about what gave the extension its name, as the page itself says. */
const SAMPLE = { title: "Satchel - Wikipedia", address: "https://en.wikipedia.org/wiki/Satchel" };

/**
 * @param {Page} page
 * @returns {Section}
 */
export function startFirst(page) {
  const press = byId("sample", HTMLButtonElement);
  const failed = byId("sample-error", HTMLParagraphElement);
  const heading = byId("try-heading", HTMLHeadingElement);
  const rows = new SaveList(byId("first", HTMLUListElement), () => ({
    changed: page.look,
    gone: async (said) => {
      await page.look();
      heading.focus();
      page.announce(said);
    },
    announce: page.announce,
  }));
  let destination = "";
  let busy = false;

  press.addEventListener("click", async () => {
    if (busy) return;
    busy = true;
    failed.textContent = "";
    press.setAttribute("aria-disabled", "true");
    press.replaceChildren(create("span", { class: "spinner" }), text("saving"));
    try {
      await ask("save", sample(destination));
      await page.look();
      // The button is gone; what came of it stands in its place.
      if (press.hidden) heading.focus();
    } catch (thrown) {
      failed.textContent = explained(asError(thrown));
    } finally {
      busy = false;
      press.removeAttribute("aria-disabled");
      press.textContent = text("start_sample");
    }
  });

  return (view) => {
    destination = view.defaultDestination ?? "";
    byId("try", HTMLDivElement).hidden = !canSave(view);
    const latest = newest(view.saves);
    byId("try-words", HTMLParagraphElement).textContent = text(
      latest?.state === "saved" ? "start_tried" : "start_try_note",
    );
    press.hidden = byId("sample-note", HTMLParagraphElement).hidden = latest !== null;
    rows.show(latest ? [latest] : []);
  };
}

/**
 * Whether a save would go out: its workspace is confirmed.
 * @param {View} view
 */
function canSave({ accounts, destinations, defaultDestination, saves }) {
  const place = destinations.find(({ id }) => id === defaultDestination);
  const account = accounts.find(({ id }) => id === place?.account);
  return saves.length > 0 || (account?.confirmed ?? false);
}

/**
 * @param {SaveView[]} saves
 * @returns {SaveView | null}
 */
function newest(saves) {
  return saves.toSorted((one, other) => other.createdAt - one.createdAt)[0] ?? null;
}

/**
 * @param {string} destination
 * @returns {import("../interface/protocol.d.ts").Submission}
 */
function sample(destination) {
  return {
    clip: {
      ...SAMPLE,
      source: "page",
      description: text("start_sample_description"),
      selection: "",
      image: "",
      language: "",
      fields: [],
    },
    tags: [],
    destination,
    notices: [],
    mode: "new",
    page: null,
    entries: [],
  };
}
