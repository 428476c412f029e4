/** One save in a list: what it is, how it stands, and what can be done about it. */

import { asError, ask } from "../messages.js";
import { button, create, isolated } from "./element.js";
import { explain, explained, noticeText } from "./explain.js";
import { glyph } from "./glyphs.js";
import { hostOf, inPopup, notionLink, openOptions } from "./places.js";
import { text } from "./text.js";
import { relativeTime } from "./time.js";

/** @import { SaveView, View } from "./protocol.d.ts" */

/**
 * What a row tells the page that shows it.
 * @typedef {object} Listener
 * @property {(save: SaveView) => void} changed the save stands differently now
 * @property {(view: View) => void} discarded the save is gone
 * @property {(message: string) => void} announce said aloud, not shown
 */

/** @type {Record<SaveView["state"], import("./glyphs.js").Glyph>} */
const GLYPHS = {
  waiting: "clock",
  sending: "clock",
  unclear: "question",
  attention: "warning",
  saved: "check",
};

/**
 * The row for a save.
 * @param {SaveView} save
 * @param {Listener} listener
 * @returns {HTMLLIElement}
 */
export function saveRow(save, listener) {
  const said = create("p", { class: "save-problem", hidden: true });
  const host = hostOf(save.address);
  const row = create(
    "li",
    { class: "save", "data-id": save.id, "data-state": save.state },
    create("p", { class: "save-title" }, isolated(save.title || save.address)),
    create(
      "p",
      { class: "save-state" },
      glyph(GLYPHS[save.state], 14),
      create("span", { class: "save-word" }, text(`state_${save.state}`)),
      host ? isolated(host, "save-host") : null,
      create(
        "time",
        { datetime: new Date(save.createdAt).toISOString() },
        relativeTime(save.createdAt),
      ),
    ),
    reason(save),
    said,
  );
  const actions = create("div", { class: "save-actions" });
  actions.append(...rowActions(save, listener, { row, actions, said }));
  if (actions.childElementCount > 0) row.append(actions);
  return row;
}

/**
 * Why it is not in Notion, or what changed on the way there.
 * @param {SaveView} save
 */
function reason(save) {
  if (save.error && save.state !== "saved")
    return create("p", { class: "save-reason" }, explained(save.error));
  if (save.notices.length === 0) return null;
  return create("p", { class: "save-reason" }, save.notices.map(noticeText).join(" "));
}

/**
 * @param {SaveView} save
 * @param {Listener} listener
 * @param {{ row: HTMLElement, actions: HTMLElement, said: HTMLElement }} parts
 * @returns {HTMLElement[]}
 */
function rowActions(save, listener, { actions, said }) {
  if (save.state === "saved") {
    const link = notionLink(save.page, "link");
    return link ? [link] : [];
  }
  if (save.state === "sending") return [];

  /** @param {() => Promise<void>} work */
  const attempt = async (work) => {
    if (actions.inert) return;
    actions.inert = true;
    try {
      await work();
    } catch (thrown) {
      said.textContent = explain(asError(thrown)).happened;
      said.hidden = false;
      listener.announce(said.textContent);
    } finally {
      actions.inert = false;
    }
  };

  const retry = button(text(`retry_${save.state}`), () =>
    attempt(async () =>
      listener.changed(/** @type {SaveView} */ (await ask("retry", { id: save.id }))),
    ),
  );
  const copy = button(
    text("copy_address"),
    () =>
      attempt(async () => {
        await navigator.clipboard.writeText(save.address);
        listener.announce(text("address_copied"));
        copy.textContent = text("address_copied");
      }),
    "link",
  );
  const discard = button(
    text("discard"),
    () => {
      const all = [...actions.childNodes];
      const keep = button(text("discard_keep"), () => {
        actions.replaceChildren(...all);
        discard.focus();
      });
      const confirm = button(
        text("discard_confirm"),
        () =>
          attempt(async () =>
            listener.discarded(/** @type {View} */ (await ask("discard", { id: save.id }))),
          ),
        "button danger",
      );
      actions.replaceChildren(
        create("span", { class: "save-question" }, text("discard_question")),
        confirm,
        keep,
      );
      listener.announce(text("discard_question"));
      keep.focus();
    },
    "link",
  );
  if (save.error?.code !== "not-confirmed") return [retry, copy, discard];
  // It goes out by itself once the workspace is confirmed; no other press helps.
  const confirm = button(text("open_options"), openOptions);
  return inPopup() ? [confirm, copy, discard] : [copy, discard];
}
