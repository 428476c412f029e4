/** The browser does not let Notion be reached: every page says so, and has the button that asks for it. */

import { allowNotion, lookWhetherAllowed } from "../access.js";
import { browser } from "../browser.js";
import { button, create } from "./element.js";
import { glyph } from "./glyphs.js";
import { text } from "./text.js";

/** Says so at the top of the page, from now on and as long as it is so. */
export function followAccess() {
  const note = create("div", { id: "access", class: "note warning", role: "status" });
  document.querySelector("main")?.prepend(note);
  const show = async () => {
    const isAllowed = await lookWhetherAllowed();
    note.replaceChildren(...(isAllowed ? [] : words()));
    note.hidden = isAllowed;
  };
  note.hidden = true;
  browser.permissions.onAdded.addListener(show);
  browser.permissions.onRemoved.addListener(show);
  show();
}

function words() {
  // Whoever says no may press it again.
  const ask = () => allowNotion().catch(() => {});
  return [
    glyph("block"),
    create("strong", {}, text("error_notion_not_allowed")),
    create("p", {}, text("next_notion_not_allowed")),
    create("div", {}, button(text("allow_notion"), ask, "button primary")),
  ];
}
