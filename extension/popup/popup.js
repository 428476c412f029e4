/**
 * The popup: shows what is about to be saved, asks the background to save it, shows how that ended.
 *
 * It opens with what the tab itself knows and fills in the rest as it arrives. Pressing Enter before
 * then is fine: the background waits for the page. All that lasts is kept by the background; this page
 * may be closed at any moment.
 */

import { browser } from "../browser.js";
import { followAccess } from "../interface/access.js";
import { byId, create } from "../interface/element.js";
import { drawGlyphs } from "../interface/glyphs.js";
import { openOptions } from "../interface/places.js";
import { tellWhenReachable } from "../interface/reachable.js";
import { isUnderWay } from "../interface/saves.js";
import { text, translate } from "../interface/text.js";
import { showingIn } from "../interface/under-way.js";
import { asError, ask } from "../messages.js";
import { Already } from "./already.js";
import { Article } from "./article.js";
import { ownTab } from "./aside.js";
import { Details } from "./details.js";
import { forget, recall, remember } from "./drafts.js";
import { Earlier } from "./earlier.js";
import { withFiles } from "./files.js";
import { isFailure, showFailure } from "./failure.js";
import { keepFirstFocus } from "./first-focus.js";
import { keepClear } from "./foot.js";
import { Form } from "./form.js";
import { reserveHeight } from "./height.js";
import { startKeys } from "./keys.js";
import {
  hideOutcome,
  showNoDestination,
  showNotConnected,
  showProblem,
  showReceipt,
  showSave,
  showTrouble,
  showUndone,
} from "./outcome.js";

/** @import { Draft, From, Receipt, SaveView, View } from "../interface/protocol.d.ts" */
/** @import { Tab } from "./drafts.js" */

// Asked first: all the rest is done while the browser looks.
const looked = ownTab();
translate(document);
drawGlyphs(document);
keepClear();
reserveHeight();
startKeys();

const saveButton = byId("save", HTMLButtonElement);
const form = new Form(edited, chosen, announce);
const details = new Details(form, announce);
const earlier = new Earlier(announce);
const article = new Article(edited, wanted);
const already = new Already(edited, showMeaning, announce);

/** @type {View | null} */
let view = null;
/** What was told before that, and may not be in it. @type {SaveView[]} */
const early = [];
/** @type {SaveView | null} the save that came of this form */
let current = null;
/** The failed save that the one on its way stands in for, and what becomes of it. @type {SaveView | null} */
let replaced = null;
/** A save is on its way: twenty presses of Enter are one save. */
let busy = false;
/** The form differs from what `current` was sent with. */
let editedSince = false;

/** The page's own address is known: only then is it worth asking about. */
let hasPage = false;

/** @type {Tab} */
let tab = {};
/** What the page says, once all of it is in its place. @type {Draft | null} */
let page = null;
/** Whether something can be saved, for all that is known without the page. @type {Promise<boolean>} */
let ready = Promise.resolve(false);
/** @type {Promise<Draft | null>} null when the popup shows why there is nothing to save */
let opened = start();

tellWhenReachable();
followAccess();
byId("settings", HTMLButtonElement).addEventListener("click", openOptions);
byId("form", HTMLFormElement).addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
byId("address", HTMLInputElement).addEventListener("change", () => lookWhetherSaved());
document.addEventListener("keydown", (event) => {
  const undo = document.querySelector('#outcome [data-action="undo"]');
  const isUndo = (event.ctrlKey || event.metaKey) && !event.shiftKey && event.key === "z";
  if (!isUndo || !(undo instanceof HTMLButtonElement) || !undo.checkVisibility()) return;
  event.preventDefault();
  undo.click();
});
byId("form", HTMLFormElement).addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
  // Enter in a single line saves. Text areas would take it as a line; the title is one line in all
  // but looks. On the button itself the browser turns Enter into the submit event.
  const single =
    event.target instanceof HTMLInputElement ||
    (event.target instanceof HTMLElement && event.target.id === "title");
  const command = event.ctrlKey || event.metaKey;
  if (!command && !single) return;
  event.preventDefault();
  if (!event.repeat) save();
});
browser.runtime.onMessage.addListener(
  (/** @type {{ kind?: unknown, value?: unknown }} */ message) => {
    if (message?.kind === "receiptChanged") showReceipt(/** @type {Receipt} */ (message.value));
    if (message?.kind !== "saveChanged") return;
    const changed = /** @type {SaveView} */ (message.value);
    if (changed.id === replaced?.id) replaced = changed;
    else if (changed.id === current?.id) {
      if (!busy) settle(changed);
    } else if (!busy) {
      // While this form's save is on its way its id is not known yet, and the news may be its own.
      earlier.update(changed);
      if (!view) early.push(changed);
    }
  },
);

/** The first look: what the tab says of itself, at once. */
async function start() {
  form.focus();
  keepFirstFocus(() => form.focus());
  showMeaning();
  tab = await looked;
  form.fill({
    ...(tab.title !== undefined && { title: tab.title }),
    ...(tab.url !== undefined && { address: tab.url }),
  });
  // For whoever measures: from here on it can be edited and saved.
  performance.mark("usable");
  return open();
}

/**
 * Asks for everything at once and puts each answer in its place.
 * @returns {Promise<Draft | null>}
 */
async function open() {
  const captured = /** @type {Promise<Draft>} */ (ask("draft", { tabId: tab.id ?? -1 }));
  captured.catch(() => {}); // heard below, when it is its turn
  ready = prepare();
  try {
    if (!(await ready)) return null;
    const expected = form.destination;
    const draft = await captured;
    form.show(draft);
    if (view) form.showDestinations(view, draft.destination ?? view.defaultDestination);
    details.captured(draft);
    const isPage = draft.clip.source === "page";
    const isUsual = isPage && !view?.preferences.linkOnly;
    if (canBeRead(draft)) await article.offer(tab.id ?? -1, draft.clip.selection, isUsual);
    else article.withhold();
    showMeaning();
    if (form.destination !== expected) chosen(form.destination);
    hasPage = true;
    lookWhetherSaved();
    page = draft;
    return draft;
  } catch (thrown) {
    const error = asError(thrown);
    if (error.code === "not-connected") showNotConnected();
    else if (error.code === "no-destination") showNoDestination();
    else showTrouble(error, error.code === "page-not-savable" ? null : again);
    return null;
  }
}

/** What is known without the page: what was done here before, what became of it, and where a save may go. */
async function prepare() {
  const recalled = recall(tab).then((kept) => {
    if (kept) form.restore(kept.edits);
    already.restore(kept?.edits.choice);
    article.restore(kept?.edits.article);
    return kept;
  });
  const [kept, seen] = await Promise.all([recalled, /** @type {Promise<View>} */ (ask("view"))]);
  view = seen;
  details.know(seen);
  const mine = seen.saves.find(({ id }) => id === kept?.sent?.id);
  earlier.show(seen.saves, mine?.id ?? null);
  for (const changed of early) if (changed.id !== mine?.id) earlier.update(changed);
  if (mine) {
    editedSince = kept?.sent?.edited ?? false;
    settle(mine);
    if (!isFailure(mine)) return false;
  }
  if (seen.accounts.length === 0) {
    showNotConnected();
    return false;
  }
  if (seen.destinations.length === 0) {
    showNoDestination();
    return false;
  }
  form.showDestinations(seen, seen.defaultDestination);
  chosen(form.destination);
  return true;
}

/**
 * Whether the browser let the page be read.
 * @param {Draft} draft
 */
function canBeRead({ notices }) {
  return !notices.some(({ code }) => code === "link-only");
}

function again() {
  hideOutcome();
  form.focus();
  page = null;
  opened = open();
}

/** Whether the page is in the database already; the form does not wait for the answer. */
function lookWhetherSaved() {
  if (hasPage) already.look(form.destination, form.address, view?.saves ?? []);
}

/** Saves what the form says; tries the same save again when it failed and nothing was changed. */
async function save() {
  if (busy) return;
  setBusy(true);
  try {
    if (!(await ready.catch(() => false))) return;
    // The page may choose a preset.
    if (!form.destination && !(await opened)) return;
    if (!form.destination) {
      setBusy(false);
      form.askForDestination();
      return;
    }
    const failed = current;
    const same = failed !== null && !editedSince;
    if (!same) replaced = failed;
    showFailure(null);
    editedSince = false;
    const at = Date.now();
    await remember(tab, edits(), { id: same ? failed.id : "", at, edited: false });
    const answer = same
      ? ask("retry", { id: failed.id })
      : withFiles(form.entries, () => send(from(at)));
    settle(/** @type {SaveView} */ (await answer));
    // It could not be taken away, or Notion has a part of it.
    if (replaced && replaced.state !== "gone" && replaced.id !== current?.id)
      earlier.tell(replaced);
  } catch (thrown) {
    keep();
    // Where nothing can be saved, that is shown.
    if (await opened) showFailure(asError(thrown));
  } finally {
    replaced = null;
    setBusy(false);
  }
}

/**
 * @param {number} at when it was asked for
 * @returns {From}
 */
function from(at) {
  const own = { tabId: tab.id ?? -1, address: tab.url ?? "", at };
  return replaced ? { ...own, replaces: replaced.id } : own;
}

/**
 * Hands the save over in one message, whatever is not read yet: this page may be closed by the next one.
 * @param {From} from
 */
async function send(from) {
  if (!page) return ask("saveUnread", { ...from, edits: edits(), shown: form.shown });
  const part = article.awaited;
  const made = part
    ? { ...form.submission(page), ...already.choice, article: "" }
    : await submission(page);
  return ask("save", { ...made, from: { ...from, part } });
}

/** The save as it stands; null where there is nothing to save. */
async function wanted() {
  const draft = await opened;
  return draft && submission(draft);
}

/** @param {Draft} draft */
async function submission(draft) {
  const made = form.submission(draft);
  const { clip, article: key, notices } = await article.submission(made.clip);
  // What is added to a page is the text itself, and no quote of it.
  if (key && already.choice.mode === "append") clip.selection = "";
  return { ...made, ...already.choice, clip, article: key, notices: [...made.notices, ...notices] };
}

/**
 * Shows how this form's save stands. Only a failure leaves the draft: in every other state the
 * background has the save and keeps it.
 * @param {SaveView} changed
 */
function settle(changed) {
  current = changed;
  earlier.remove(changed.id);
  if (isFailure(changed)) {
    hideOutcome();
    showFailure(changed.error ?? asError(null));
    keep();
  } else {
    const destination = destinationOf(changed.destination)?.title ?? "";
    showSave(changed, destination, {
      retry: (pressed) => retryCurrent(changed, pressed),
      undo: (pressed) => undo(changed, pressed),
    });
    if (!isUnderWay(changed)) forget(tab);
  }
  showMeaning();
}

/**
 * @param {SaveView} waiting
 * @param {HTMLButtonElement} pressed
 */
async function retryCurrent(waiting, pressed) {
  if (busy) return;
  busy = true;
  const words = text(waiting.state === "unclear" ? "unclear_heading" : "sending_now");
  try {
    const answer = await showingIn(pressed, words, ask("retry", { id: waiting.id }));
    settle(/** @type {SaveView} */ (answer));
  } catch (thrown) {
    showTrouble(asError(thrown), (again) => retryCurrent(waiting, again));
  } finally {
    busy = false;
  }
}

/**
 * @param {SaveView} made
 * @param {HTMLButtonElement} pressed
 */
async function undo(made, pressed) {
  if (busy) return;
  busy = true;
  try {
    const left = await showingIn(pressed, text("undoing"), ask("undo", { id: made.id }));
    showUndone(left, backToForm);
    current = null;
    keep();
  } catch (thrown) {
    showProblem(asError(thrown));
  } finally {
    busy = false;
  }
}

/** After taking a save back: as it was, to be changed and saved once more. */
async function backToForm() {
  showMeaning();
  if (await opened) {
    hideOutcome();
    form.focus();
    form.grow();
  } else again();
}

function edited() {
  article.changed();
  if (busy) return;
  editedSince = true;
  showMeaning();
  keep();
}

/** Keeps the edits, and which failed save they belong to, past the life of this popup. */
function keep() {
  const sent =
    current?.state === "attention"
      ? { id: current.id, at: current.createdAt, edited: editedSince }
      : null;
  remember(tab, edits(), sent);
}

/** What the reader changed, and what saving shall mean. */
function edits() {
  const { choice } = already;
  return {
    ...form.edits,
    ...(choice.mode !== "new" && { choice }),
    ...(article.choice !== undefined && { article: article.choice }),
  };
}

/** @param {boolean} value */
function setBusy(value) {
  busy = value;
  const fields = byId("fields", HTMLDivElement);
  // What is being sent must not change under the reader. The button keeps the focus meanwhile:
  // making the fields inert would drop it.
  if (value) saveButton.focus({ preventScroll: true });
  fields.inert = value;
  byId("destination", HTMLSelectElement).disabled = value;
  byId("form", HTMLFormElement).setAttribute("aria-busy", String(value));
  if (value) announce(text("saving"));
  showMeaning();
}

/** What saving means now: what the button says, and whether the page's text goes along. */
function showMeaning() {
  // To add text to what cannot be told from it is for the reader to ask for.
  article.room = already.choice.mode !== "update" ? "free" : already.knowsText ? "update" : "asked";
  already.explain(article.goesAlong);
  saveButton.setAttribute("aria-disabled", String(busy));
  if (busy) saveButton.replaceChildren(create("span", { class: "spinner" }), text("saving"));
  else
    saveButton.textContent =
      current?.state === "attention" && !editedSince ? text("retry") : already.label;
}

/**
 * Another destination has other tags, and its workspace may not take anything yet.
 * @param {string} destination
 */
function chosen(destination) {
  details.chosen();
  lookWhetherSaved();
  if (current || !view) return;
  const place = destinationOf(destination);
  const account = view.accounts.find(({ id }) => id === place?.account);
  if (account?.status === "rejected") showFailure(asError({ code: "token-rejected", message: "" }));
  else if (account && !account.confirmed)
    showFailure(asError({ code: "not-confirmed", message: "" }));
  else showFailure(null);
}

/**
 * The database behind a destination, which may be a preset.
 * @param {string} destination
 */
function destinationOf(destination) {
  const preset = view?.presets.find(({ id }) => id === destination);
  return view?.destinations.find(({ id }) => id === (preset?.destination ?? destination));
}

/** @param {string} message said aloud by screen readers */
function announce(message) {
  byId("status", HTMLParagraphElement).textContent = message;
}
