/** What the popup says instead of its form: how a save ended, or why there is nothing to save. */

import { ticking } from "../interface/countdown.js";
import { byId, button, create, isolated } from "../interface/element.js";
import { explain, noticeText } from "../interface/explain.js";
import { exportButtons } from "../interface/exporting.js";
import { glyph } from "../interface/glyphs.js";
import { notionLink, openOptions } from "../interface/places.js";
import { ReceiptNote } from "../interface/receipt.js";
import { isDenied, isOffline, isUnderWay } from "../interface/saves.js";
import { text } from "../interface/text.js";
import { timeUntil } from "../interface/time.js";
import { canUndo, undoButton, undoneWords } from "../interface/undo.js";
import { ask } from "../messages.js";
import { requestLine } from "./failure.js";
import { releaseHeight } from "./height.js";

/** @import { ErrorView, Notice, Receipt, SaveView } from "../interface/protocol.d.ts" */

/** What was done in Notion, followed by the database's title. */
const DONE = { new: "saved_to", update: "updated_in", append: "added_in" };

/** @type {Record<SaveView["state"], import("../interface/glyphs.js").Glyph>} */
const DRAWINGS = {
  waiting: "device",
  sending: "device",
  unclear: "question",
  attention: "warning",
  saved: "check",
  gone: "undo",
};

/** Failures that leave saves on the device which no page can list. */
const KEEPS_FROM_READING = new Set(["core-failed", "storage-failed"]);

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
 * since a second impatient Enter would press it. A reader who is on a button already, and finds it
 * again in what is shown next, stays there.
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
  const focused = focusedAction(section);
  releaseHeight();
  section.dataset.tone = tone;
  section.removeAttribute("aria-busy");
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
  const same = steps.find((step) => focused !== undefined && step.dataset.action === focused);
  if (same) same.focus();
  else if (pressFirst && first) first.focus();
  else title.focus();
}

/** @param {HTMLElement} section */
function focusedAction(section) {
  const { activeElement } = document;
  return activeElement instanceof HTMLElement && section.contains(activeElement)
    ? activeElement.dataset.action
    : undefined;
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
 * @param {((pressed: HTMLButtonElement) => void) | null} retry null when trying again can't help
 */
export function showTrouble(error, retry) {
  const { happened, next, inOptions } = explain(error);
  const cannotSave = error.code === "page-not-savable";
  showOutcome({
    drawing: cannotSave ? "block" : "warning",
    tone: cannotSave ? "plain" : "bad",
    heading: [happened],
    body: [next || null, requestLine(error), problem()],
    actions: [
      inOptions ? button(text("open_options"), openOptions, "button primary") : null,
      retry && !inOptions ? button(text("try_again"), retry, "button primary") : null,
      // What was saved before can be taken away whatever is broken now.
      KEEPS_FROM_READING.has(error.code) ? exportButtons(saySo) : null,
    ],
  });
}

/**
 * How a save stands, in one of three truths: saved on this device, on its way, in Notion. Failed ones
 * are shown in the form instead, where they can be put right.
 * @param {SaveView} save
 * @param {string} destination its title; "" when unknown
 * @param {Record<"retry" | "undo", (pressed: HTMLButtonElement) => void>} press
 */
export function showSave(save, destination, { retry, undo }) {
  const { state, error } = save;
  const title = create("p", { class: "saved-title" }, isolated(save.title));
  const back = canUndo(save) ? undoButton(save, undo, { over: focusHeading }) : null;
  if (state === "saved") {
    const done = text(DONE[save.kind] ?? DONE.new);
    showOutcome({
      drawing: DRAWINGS.saved,
      tone: "good",
      heading: destination ? [`${done} `, isolated(destination)] : [text("saved")],
      body: [title, receiptOf(save.id), noticeList(save.notices), problem()],
      actions: [notionLink(save.page, "button primary"), back],
    });
    return;
  }
  if (error?.code === "not-confirmed") {
    const { happened, next } = explain(error);
    showOutcome({
      drawing: "question",
      tone: "waiting",
      heading: [text("waiting_heading")],
      body: [title, happened, next, problem()],
      actions: [button(text("open_options"), openOptions, "button primary"), back],
    });
    return;
  }
  const isSending = isUnderWay(save);
  // Why it waits, and the button that helps, stand above.
  const isHeld = isDenied(save);
  const section = byId("outcome", HTMLElement);
  // From written down to under way nothing changes that is worth saying twice.
  if (isSending && !section.hidden && section.getAttribute("aria-busy") === "true") return;
  const words = isOffline(save) ? "offline" : isSending ? "sending" : state;
  showOutcome({
    drawing: DRAWINGS[state],
    tone: isSending ? "plain" : "waiting",
    heading: [text(`${words}_heading`)],
    body: [
      title,
      isSending ? truth("outbound", text("sending_now")) : isHeld ? null : reason(save),
      isSending ? create("progress", { class: "late", "aria-label": text("saving") }) : null,
      text(`${words}_body`),
      isSending ? null : next(save),
      problem(),
    ],
    actions: [
      isSending || isHeld ? null : action("retry", button(text(`retry_${state}`), retry)),
      back,
    ],
  });
  section.setAttribute("aria-busy", String(isSending));
}

/** What became in Notion of the save that is shown. @type {{ id: string, note: ReceiptNote } | null} */
let shown = null;

/**
 * The receipt of the save that is shown: asked for once, then told.
 * @param {string} id
 */
function receiptOf(id) {
  if (shown?.id !== id) {
    shown = { id, note: new ReceiptNote(id, { aloud: true }) };
    ask("receipts", { ids: [id] }).then(
      ([receipt]) => receipt && showReceipt(receipt),
      () => {}, // It is shown when it is told.
    );
  }
  return shown.note.element;
}

/**
 * Shows the receipt, where it is that of the save that is shown.
 * @param {Receipt} receipt
 */
export function showReceipt(receipt) {
  if (shown?.id === receipt.id) shown.note.show(receipt);
}

/**
 * Why it waits; being offline is no fault, and has words of its own.
 * @param {SaveView} save
 */
function reason(save) {
  return save.error && !isOffline(save) ? truth("warning", explain(save.error).happened) : null;
}

/** @param {SaveView} save */
function next({ nextAttemptAt }) {
  if (nextAttemptAt === null) return null;
  const words = ticking(() => text("next_attempt", timeUntil(nextAttemptAt)));
  return create("p", { class: "soft" }, words);
}

/**
 * @param {import("../interface/glyphs.js").Glyph} drawing
 * @param {string} words
 */
function truth(drawing, words) {
  return create("p", { class: "truth" }, glyph(drawing), create("span", {}, words));
}

/** Where an action that failed says so. */
function problem() {
  return create("p", { id: "outcome-problem", class: "field-error", role: "alert" });
}

/** @param {string} words said below what is shown */
function saySo(words) {
  byId("outcome-problem", HTMLParagraphElement).textContent = words;
}

/**
 * What could not be done about the save shown, below it.
 * @param {ErrorView} error
 */
export function showProblem(error) {
  const { happened, next: step } = explain(error);
  saySo([happened, step].join(" ").trim());
}

/**
 * The save was taken back.
 * @param {SaveView | null} left what is left of it
 * @param {() => void} again back to the form
 */
export function showUndone(left, again) {
  showOutcome({
    drawing: "undo",
    tone: "plain",
    heading: [text("undone_heading")],
    body: [undoneWords(left)],
    actions: [button(text("back_to_form"), again)],
  });
}

/** @param {boolean} hadFocus */
function focusHeading(hadFocus) {
  if (hadFocus) document.getElementById("outcome-title")?.focus();
}

/**
 * @param {string} name
 * @param {HTMLElement} element
 */
function action(name, element) {
  element.dataset.action = name;
  return element;
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
