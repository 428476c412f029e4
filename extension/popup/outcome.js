/** What the popup says instead of its form: how a save ended, or why there is nothing to save. */

import { byId, button, create, isolated } from "../interface/element.js";
import { explain, noticeText } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { notionLink, openOptions } from "../interface/places.js";
import { text } from "../interface/text.js";
import { relativeTime } from "../interface/time.js";

/** @import { ErrorView, Notice, SaveView } from "../interface/protocol.d.ts" */

/**
 * @typedef {object} Outcome
 * @property {import("../interface/glyphs.js").Glyph} drawing
 * @property {"good" | "waiting" | "bad" | "plain"} tone
 * @property {(string | Node)[]} heading
 * @property {(Node | string | null)[]} [body]
 * @property {(HTMLElement | null)[]} [actions] the first one is the one next step
 */

/**
 * Shows an outcome in place of the form.
 *
 * The focus goes to the heading, which reads it out; never to a button when it follows a save,
 * since a second impatient Enter would press it.
 * @param {Outcome} outcome
 * @param {{ pressFirst?: boolean }} [options] pressFirst: the reader has done nothing yet, so the focus may wait on the first action
 */
export function showOutcome(
  { drawing, tone, heading, body = [], actions = [] },
  { pressFirst = false } = {},
) {
  const title = create("h2", { id: "outcome-title", tabindex: -1 }, ...heading);
  const steps = actions.filter((action) => action !== null);
  const section = byId("outcome", HTMLElement);
  section.dataset.tone = tone;
  section.setAttribute("aria-labelledby", "outcome-title");
  section.replaceChildren(
    create("span", { class: "seal" }, glyph(drawing, 22)),
    title,
    ...body
      .filter((part) => part !== null)
      .map((part) => (typeof part === "string" ? create("p", {}, part) : part)),
    ...(steps.length > 0 ? [create("div", { class: "steps" }, ...steps)] : []),
  );
  section.hidden = false;
  byId("form", HTMLFormElement).hidden = true;
  const first = steps[0];
  if (pressFirst && first) first.focus();
  else title.focus();
}

/** Puts the form back. */
export function hideOutcome() {
  byId("outcome", HTMLElement).hidden = true;
  byId("form", HTMLFormElement).hidden = false;
}

/** No account yet. */
export function showNotConnected() {
  showOutcome(
    {
      drawing: "plug",
      tone: "plain",
      heading: [text("not_connected_heading")],
      body: [text("not_connected_body")],
      actions: [button(text("connect_to_notion"), openOptions, "button primary")],
    },
    { pressFirst: true },
  );
}

/** Connected, but nowhere to save to. */
export function showNoDestination() {
  showOutcome(
    {
      drawing: "database",
      tone: "plain",
      heading: [text("no_destination_heading")],
      body: [text("no_destination_body")],
      actions: [button(text("choose_database"), openOptions, "button primary")],
    },
    { pressFirst: true },
  );
}

/**
 * Nothing can be saved or shown, for the reason given.
 * @param {ErrorView} error
 * @param {(() => void) | null} retry null when trying again can't help
 */
export function showTrouble(error, retry) {
  const { happened, next, inOptions } = explain(error);
  const cannotSave = error.code === "page-not-savable";
  showOutcome({
    drawing: cannotSave ? "block" : "warning",
    tone: cannotSave ? "plain" : "bad",
    heading: [happened],
    body: [next || null, requestLine(error)],
    actions: [
      inOptions ? button(text("open_options"), openOptions, "button primary") : null,
      retry && !inOptions ? button(text("try_again"), retry, "button primary") : null,
    ],
  });
}

/**
 * How a save stands. Failed ones are shown in the form instead, where they can be put right.
 * @param {SaveView} save
 * @param {string} destination its title; "" when unknown
 * @param {() => void} retry
 */
export function showSave(save, destination, retry) {
  const title = create("p", { class: "saved-title" }, isolated(save.title));
  if (save.state === "saved") {
    showOutcome({
      drawing: "check",
      tone: "good",
      heading: destination ? [`${text("saved_to")} `, isolated(destination)] : [text("saved")],
      body: [title, noticeList(save.notices)],
      actions: [notionLink(save.page, "button primary")],
    });
    return;
  }
  if (save.error?.code === "not-confirmed") {
    const { happened, next } = explain(save.error);
    showOutcome({
      drawing: "question",
      tone: "waiting",
      heading: [text("waiting_heading")],
      body: [title, happened, next],
      actions: [button(text("open_options"), openOptions, "button primary")],
    });
    return;
  }
  const unclear = save.state === "unclear";
  const reason = save.error ? explain(save.error).happened : null;
  const next =
    save.nextAttemptAt === null ? null : text("next_attempt", relativeTime(save.nextAttemptAt));
  showOutcome({
    drawing: unclear ? "question" : "clock",
    tone: "waiting",
    heading: [text(`${save.state}_heading`)],
    body: [
      title,
      reason,
      text(`${save.state}_body`),
      next === null ? null : create("p", { class: "soft" }, next),
    ],
    actions: [save.state === "sending" ? null : button(text(`retry_${save.state}`), retry)],
  });
}

/**
 * Whether a save has to be put right in the form. One that only waits for its workspace to be
 * confirmed is kept, and goes out by itself then.
 * @param {SaveView} save
 */
export function isFailure({ state, error }) {
  return state === "attention" && error?.code !== "not-confirmed";
}

/**
 * Why the save failed, above the button that tries again.
 * @param {ErrorView | null} error null takes the note away
 */
export function showFailure(error) {
  const note = byId("failure", HTMLElement);
  note.hidden = error === null;
  note.replaceChildren();
  if (!error) return;
  const { happened, next, inOptions } = explain(error);
  note.append(
    glyph("warning"),
    create("strong", {}, happened),
    create("p", {}, next || text("draft_kept")),
  );
  const request = requestLine(error);
  if (request) note.append(request);
  if (inOptions) note.append(create("div", {}, button(text("open_options"), openOptions, "link")));
  note.scrollIntoView({ block: "nearest" });
}

/** @param {Notice[]} notices */
function noticeList(notices) {
  if (notices.length === 0) return null;
  return create(
    "ul",
    { class: "saved-notices", "aria-label": text("notices") },
    ...notices.map((notice) => create("li", {}, noticeText(notice))),
  );
}

/** @param {ErrorView} error */
function requestLine(error) {
  return error.requestId
    ? create(
        "p",
        { class: "small soft" },
        `${text("request_id")} `,
        create("code", {}, error.requestId),
      )
    : null;
}
