/**
 * The history: every save on this device, how it stands, and what can be done about it.
 *
 * The background reads fifty at a time. What changes while the page is open is told save by save; the
 * numbers are counted on here and put right by the next look.
 */

import { browser } from "../browser.js";
import { followAccess } from "../interface/access.js";
import { byId } from "../interface/element.js";
import { exportButtons } from "../interface/exporting.js";
import { drawGlyphs } from "../interface/glyphs.js";
import { openOptions } from "../interface/places.js";
import { tellWhenReachable } from "../interface/reachable.js";
import { SaveList } from "../interface/save-list.js";
import { announce } from "../interface/status.js";
import { countText, text, translate } from "../interface/text.js";
import { AT_ONCE, showingIn, spinner } from "../interface/under-way.js";
import { asError, ask } from "../messages.js";
import { tellingIfSlow } from "../slow.js";
import { Counts } from "./counts.js";
import { Filter } from "./filter.js";
import { showEmpty, showNoMatch, showOffline, showTrouble, showUnreadable } from "./notes.js";
import { Progress } from "./progress.js";

/** @import { History, Receipt, SaveView } from "../interface/protocol.d.ts" */
/** @import { Wanted } from "./filter.js" */

/** Looking again reads every save: no sooner than this after the last time, and longer where it was slow. */
const PAUSE_MS = 1_000;
const PAUSE_FACTOR = 5;

translate(document);
drawGlyphs(document);

const list = new SaveList(
  byId("saves", HTMLUListElement),
  (id) => ({
    changed: told,
    gone: (said) => {
      list.remove(id, toSearch);
      announce(said);
      look();
    },
    announce,
  }),
  { everything: true },
);
const progress = new Progress();
const filter = new Filter(asked(), () => look(true));
const more = byId("more", HTMLButtonElement);
const retryAll = byId("retry-all", HTMLButtonElement);

const counts = new Counts();
/** Where the list goes on, null at its end. @type {string | null} */
let next = null;
/** Late answers to an earlier question are dropped. */
let question = 0;
/** When the latest question was asked. */
let askedAt = 0;
/** What was told since the latest question was asked: its answer may be older. @type {SaveView[]} */
let toldSince = [];
let pause = PAUSE_MS;
let isLooking = false;

byId("settings", HTMLButtonElement).addEventListener("click", openOptions);
byId("export", HTMLElement).append(exportButtons(announce));
more.addEventListener("click", showMore);
retryAll.addEventListener("click", retry);
for (const name of ["online", "offline"]) globalThis.addEventListener(name, showOffline);
browser.runtime.onMessage.addListener(
  (/** @type {{ kind?: unknown, value?: unknown }} */ message) => {
    if (message?.kind === "saveChanged") told(/** @type {SaveView} */ (message.value));
    if (message?.kind === "receiptChanged") list.receive(/** @type {Receipt} */ (message.value));
  },
);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") lookSoon();
});
// What became of a save's pictures is known some time after the save is over.
browser.storage.local.onChanged.addListener((changes) => {
  if (Object.keys(changes).some((key) => key.startsWith("pictures:"))) lookSoon();
});
tellWhenReachable();
followAccess();
showOffline();
look();

/** The state that the link to this page asks for. @returns {Wanted} */
function asked() {
  const hash = location.hash.slice(1);
  return hash === "waiting" || hash === "attention" || hash === "saved" ? hash : "";
}

/**
 * Reads the list from its start.
 * @param {boolean} [anew] another list is wanted, so its first page is enough
 */
async function look(anew = false) {
  // What the reader asked for comes first; this would drop it.
  if (!anew && more.getAttribute("aria-busy")) return lookSoon();
  const mine = askAnew();
  const wanted = { query: filter.query, state: filter.state };
  // Whoever looked at the third fifty does not lose them because a save was sent.
  const enough = anew ? 1 : list.size;
  const started = performance.now();
  try {
    /** @type {SaveView[]} */
    const saves = [];
    /** @type {History} */
    let page;
    /** @type {string | null} */
    let after = null;
    do {
      const reading = ask("history", { ...wanted, after });
      // What the reader did not ask for is read behind what is shown.
      const isAwaited = anew || list.size === 0;
      page = await (isAwaited ? tellingIfSlow(reading, AT_ONCE, showReading) : reading);
      // What came in between may know less of what happened.
      if (mine !== question) return lookSoon();
      saves.push(...page.saves);
      after = page.next;
    } while (after !== null && saves.length < enough);
    for (const save of saves) follow(list.stateOf(save.id), save);
    list.show(saves);
    hear(page);
    showReceipts(saves);
    showTrouble(null, true, look);
  } catch (thrown) {
    if (mine === question) trouble(thrown);
  } finally {
    pause = Math.max(PAUSE_MS, PAUSE_FACTOR * (performance.now() - started));
  }
}

/**
 * What became of those that are in Notion. The list does not wait for that.
 * @param {SaveView[]} saves
 */
async function showReceipts(saves) {
  const ids = saves.filter(({ state }) => state === "saved").map(({ id }) => id);
  try {
    for (const receipt of await ask("receipts", { ids })) list.receive(receipt);
  } catch {
    // The rows say what matters without them.
  }
}

/** Looks again once things have calmed down, and at least that often while they have not. */
function lookSoon() {
  if (isLooking) return;
  isLooking = true;
  setTimeout(() => {
    isLooking = false;
    look();
  }, pause);
}

async function showMore() {
  if (more.getAttribute("aria-busy")) return;
  const mine = askAnew();
  const wanted = { query: filter.query, state: filter.state, after: next };
  try {
    const page = await showingIn(more, text("loading"), ask("history", wanted));
    if (mine !== question) return;
    list.append(page.saves);
    hear(page);
    showReceipts(page.saves);
  } catch (thrown) {
    trouble(thrown);
  }
}

/** Everything that waits or needs attention, at once. */
async function retry() {
  if (retryAll.getAttribute("aria-busy")) return;
  announce(text("retrying_all"));
  try {
    const now = await showingIn(retryAll, text("retrying_all"), ask("retryAll"));
    // What is sent before the next look is answered is some of so many.
    for (const save of now.saves) if (list.stateOf(save.id) !== null) list.update(save);
    counts.take(now.counts, Date.now());
    showCounts();
    progress.begin();
  } catch (thrown) {
    trouble(thrown);
  } finally {
    look();
  }
}

/** The number of a new question. */
function askAnew() {
  toldSince = [];
  askedAt = Date.now();
  return ++question;
}

/**
 * A save stands differently now.
 * @param {SaveView} save
 */
function told(save) {
  toldSince.push(save);
  if (list.stateOf(save.id) === null) counts.add(save.id);
  // What has no row is most likely one that waited: the next look knows.
  follow(list.stateOf(save.id) ?? "waiting", save);
  place(save);
  showCounts();
  lookSoon();
}

/**
 * Notices that a save has arrived, whichever says so first: what is told or what is read.
 * @param {SaveView["state"] | null} before null where nothing was known of it
 * @param {SaveView} save
 */
function follow(before, save) {
  if (before !== null && before !== "saved" && save.state === "saved") progress.sent(save.id);
}

/**
 * Shows a save as it stands now, in its row and in the numbers.
 * @param {SaveView} save
 */
function place(save) {
  const before = list.stateOf(save.id) ?? "waiting";
  if (save.state === "gone") list.remove(save.id, toSearch);
  else list.update(save);
  counts.move(before, save.state);
}

/** @param {History} page */
function hear(page) {
  counts.take(page.counts, askedAt);
  next = page.next;
  // An answer that is older must not take back the end of the progress, which is shown once.
  for (const save of toldSince)
    if (list.stateOf(save.id) !== null || counts.add(save.id)) place(save);
  showCounts();
  more.hidden = next === null;
  more.textContent = text("show_more");
  showShown();
  showNothing();
  showUnreadable(counts.now.unreadable);
}

/** The list is being read. */
function showReading() {
  byId("shown", HTMLParagraphElement).replaceChildren(spinner(), text("loading"));
}

/** How many of them the list shows. */
function showShown() {
  const all = filter.state === "" ? counts.all : counts.of(filter.state);
  byId("shown", HTMLParagraphElement).textContent =
    list.size === 0
      ? ""
      : filter.query || next === null
        ? countText("history_shown", list.size)
        : text("history_shown_of", number(list.size), number(all));
}

/** @param {unknown} thrown */
function trouble(thrown) {
  showShown();
  showTrouble(asError(thrown), list.size > 0, () => look());
}

/** Where the reader goes on when there is nothing else. */
function toSearch() {
  byId("query", HTMLInputElement).focus();
}

function showCounts() {
  const { waiting, attention } = counts.now;
  filter.show(counts.now);
  progress.show(waiting);
  retryAll.hidden = waiting + attention === 0;
}

/** The words for a list without rows: nothing was saved, or nothing fits. */
function showNothing() {
  const note = byId("nothing", HTMLDivElement);
  note.hidden = list.size > 0 || (counts.all === 0 && counts.now.unreadable > 0);
  if (note.hidden) return;
  const isFiltered = filter.query !== "" || filter.state !== "";
  if (!isFiltered || counts.all === 0) return showEmpty();
  showNoMatch(() => {
    filter.clear();
    look(true);
  });
}

/** @param {number} value */
function number(value) {
  return value.toLocaleString(text("language"));
}
