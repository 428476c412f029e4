// From a click to a save: reads the page, hands it to the core, shows how it goes. The outbox itself
// is the core's; what is kept here is only who works on what.

import { care, expectPictures } from "./aftercare.js";
import { takeText } from "./article.js";
import { awake } from "./awake.js";
import { browser } from "./browser.js";
import { clickExplains, showFace, showOverall } from "./badge.js";
import { capture } from "./capture.js";
import { core, late } from "./core.js";
import { explainMeanwhile, explainsOther } from "./explaining.js";
import { host } from "./host.js";
import { expectLeftovers } from "./leftovers.js";
import { asError, report, tell } from "./messages.js";
import { expectText, noteLeftOut } from "./receipts.js";
import { sentAs } from "./popup/drafts.js";
import { rescueLink } from "./rescue.js";
import { SETTINGS, takeSettings } from "./settings.js";
import { tellingIfSlow } from "./slow.js";
import { begin, followPreference, keepAlarm, settle, showWaiting } from "./waiting.js";

/** @import { Captured, Host, SaveView, Submission } from "./wasm/satchel.js" */

/** What a save may need of a page, as the core says it. */
const FIELDS = 1;
export const ARTICLE = 2;

/** No longer than this seems to be at once, in milliseconds. */
const AT_ONCE = 100;

/** How long the button says that a page was saved. */
const MOMENT = 10_000;

/**
 * Saves what a click meant, without asking anything.
 *
 * @param {chrome.tabs.Tab | undefined} tab
 * @param {Partial<Captured>} [pointed]
 */
export async function saveNow(tab, pointed) {
  if (!tab) return;
  const loading = core();
  const seen = lookOnce();
  const reading = read(tab, pointed, loading, seen);
  // Should the core not load, nobody waits for the page.
  reading.catch(() => {});
  try {
    await sayingSo(
      tab.id,
      loading.then(() => saveRead(reading, seen, tab.id)),
    );
  } catch (thrown) {
    const isBroken = await loading.then(
      () => false,
      () => true,
    );
    if (!isBroken) return explain(thrown, tab.id);
    report(thrown);
    return keepLink(tab, pointed);
  }
}

/**
 * What is only shown holds nothing up: the button says that a page is being saved where that takes long.
 *
 * @template Value
 * @param {number | undefined} tabId
 * @param {Promise<Value>} work
 * @returns {Promise<Value>}
 */
function sayingSo(tabId, work) {
  return tellingIfSlow(work, AT_ONCE, () => showFace("saving", tabId).catch(report));
}

/**
 * Saves what was read of a page.
 *
 * @param {ReturnType<typeof read>} reading
 * @param {Host} seen
 * @param {number | undefined} tabId
 */
async function saveRead(reading, seen, tabId) {
  const { drafted, text } = await reading;
  const { clip, destination, notices, tags } = drafted;
  // A selection that is none of the page's text (in a field, say) is meant all the same.
  const article = text && (text.isSelected || !clip.selection) ? text.key : "";
  // Of a page that cannot be read at all, that is said already.
  if (text === UNREAD && !notices.some(({ code }) => code === "link-only"))
    notices.push({ code: "article-unread", detail: "" });
  await save(
    { clip, tags, destination: destination ?? "", notices, mode: "new", page: null, article },
    tabId,
    seen,
  );
}

/**
 * Reads of a page what a save of it needs. What every save needs is asked for at once, while the core
 * that knows of the rest is being compiled.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured> | undefined} pointed
 * @param {Promise<import("./core.js").Core>} loading
 * @param {Host} seen
 */
async function read(tab, pointed, loading, seen) {
  const loaded = loading.then(async (core) => ({ core, wanted: await core.wants(seen) }));
  const wantsFields = loaded.then(({ wanted }) => (wanted & FIELDS) !== 0);
  const draft = async () => {
    const captured = await capture(tab, pointed, wantsFields);
    return (await loaded).core.draft(seen, captured, await wantsFields);
  };
  const readText = async () => {
    if (((await loaded).wanted & ARTICLE) === 0) return null;
    // What sends an article is compiled meanwhile. Should it not load, the save waits, and whoever sends says so.
    late().catch(() => {});
    return takeText(tab, pointed).catch(unread);
  };
  const [drafted, text] = await Promise.all([draft(), readText()]);
  return { drafted, text };
}

/**
 * The browser as one click sees it: its settings are read once, while the core is being compiled. Writing
 * a save down changes none of them.
 *
 * @returns {Host}
 */
function lookOnce() {
  const settings = takeSettings();
  const isThem = (/** @type {string[]} */ keys) => keys.length === 1 && keys[0] === SETTINGS;
  return { ...host, read: (keys) => (isThem(keys) ? settings : host.read(keys)) };
}

/** Stands for an article that could not be read. */
const UNREAD = { key: "", isSelected: false };

/** @param {unknown} thrown */
function unread(thrown) {
  report(thrown);
  return UNREAD;
}

/**
 * The core does not start: the link is kept until it does.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured>} [pointed]
 */
async function keepLink(tab, pointed) {
  const overall = await rescueLink(tab, pointed).catch(() => null);
  if (!overall) return showFace("attention", tab.id, browser.i18n.getMessage("error_core_failed"));
  // Brings the worker back again and again, until the core starts and sends it.
  await keepAlarm();
  await showOverall(overall, tab.id);
}

/**
 * Nothing could even be written down: says so on the button and, where the next step is in the
 * options, opens them.
 *
 * @param {unknown} thrown
 * @param {number | undefined} tabId
 */
async function explain(thrown, tabId) {
  await sayWhy(thrown, tabId);
  const { code } = asError(thrown);
  if (code === "not-connected" || code === "no-destination")
    await browser.runtime.openOptionsPage();
}

/**
 * Says on the button why nothing was written down.
 *
 * @param {unknown} thrown
 * @param {number | undefined} tabId
 */
export async function sayWhy(thrown, tabId) {
  const { code, message } = asError(thrown);
  const title = browser.i18n.getMessage(`error_${code.replaceAll("-", "_")}`) || message;
  await showFace("attention", tabId, title);
  if (tabId !== undefined) {
    await explainsOther(tabId);
    await clickExplains(tabId);
  }
  // The page's text may have been kept by then.
  expectLeftovers().catch(report);
}

/**
 * Writes a save down, which is what is answered, and moves it on, which is told when it happens.
 *
 * @param {Submission} submission
 * @param {number} [tabId] whose button shows how it goes
 * @param {Host} [seen] by the click that it comes of
 * @param {number} [asked] when, in a popup over that tab
 * @returns {Promise<SaveView>}
 */
export async function save(submission, tabId, seen = host, asked = undefined) {
  const end = begin();
  try {
    const made = await writeDown(submission, seen, (id) => sentAs(tabId, asked, id));
    const article = submission.article ?? "";
    move(made.id, false, tabId)
      // What is looked after afterwards takes its time, and holds up nothing else.
      .finally(end)
      // A save without an article needs no care, and nothing is loaded for it.
      .then(({ state }) => (article && state === "saved" ? care() : undefined))
      .catch(report);
    return made;
  } catch (thrown) {
    end();
    throw thrown;
  }
}

/**
 * @param {Submission} submission
 * @param {Host} seen
 * @param {(id: string) => Promise<void>} note
 * @returns {Promise<SaveView>}
 */
async function writeDown(submission, seen, note) {
  const { enqueue } = await core();
  // The alarm comes before the request: should the worker die, it brings the outbox back.
  const writing = Promise.all([enqueue(seen, submission), keepAlarm()]);
  const article = submission.article ?? "";
  const [made] = await writing;
  tell("saveChanged", made);
  await Promise.all([
    expectPictures(made.id, article).catch(report),
    noteLeftOut(made.id, article).catch(report),
    expectText(made.id, submission).catch(report),
    note(made.id),
  ]);
  return made;
}

/**
 * Moves a save on, and shows how it goes.
 *
 * @param {string} id
 * @param {boolean} retry also if it needed a person
 * @param {number} [tabId] whose button shows how it goes
 * @returns {Promise<SaveView>}
 */
export async function move(id, retry, tabId) {
  const end = begin();
  let isSaved = false;
  try {
    const { advance } = await core();
    const [view] = await Promise.all([
      sayingSo(tabId, awake(advance(host, id, retry))),
      // A new save has one.
      retry ? keepAlarm() : undefined,
    ]);
    isSaved = view.state === "saved";
    if (retry && isSaved) care().catch(report);
    return view;
  } finally {
    // Whatever went wrong, it is over here, and the button does not say any more that it is being saved.
    await showEnd(isSaved, tabId).catch(report);
    end();
  }
}

/**
 * Shows what came of a save, or how all saves stand where this one still waits.
 *
 * @param {boolean} isSaved
 * @param {number | undefined} tabId
 */
async function showEnd(isSaved, tabId) {
  if (tabId === undefined) return;
  if (!isSaved) {
    settle(tabId);
    return explainMeanwhile(tabId);
  }
  // The tab may show another page by then, which is not the one that was saved.
  setTimeout(() => showWaiting(tabId).catch(report), MOMENT);
  await Promise.all([showFace("saved", tabId), followPreference(tabId)]);
}
