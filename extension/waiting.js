// What still waits to be sent: when the worker comes back for it, and what the button says of it meanwhile.

import { care } from "./aftercare.js";
import { awake } from "./awake.js";
import { browser } from "./browser.js";
import { setClick, showFace, showOverall, tabsLeft } from "./badge.js";
import { core, late } from "./core.js";
import { explainMeanwhile, explainNoMore } from "./explaining.js";
import { host } from "./host.js";
import { report } from "./messages.js";

/** @import { Pending } from "./wasm/satchel.js" */

/** The alarm that brings the worker back for what waits. */
export const ALARM = "outbox";

/** Alarms come no sooner than this. */
const SOONEST_ALARM = 30_000;

/** How long saves are counted together, in milliseconds. */
const SETTLING = 250;

/** How often what waits is counted while it is sent, in milliseconds. */
const COUNTING = 1_000;

/** Counting reads all that waits: of the time, it takes no more than one part in so many, however much that is. */
const COUNTING_SHARE = 10;

/**
 * Moves on everything that can be: after a start, an alarm, or when the network is back.
 *
 * @param {{ started?: boolean, reachable?: boolean }} [occasion]
 */
export async function resume({ started = false, reachable = false } = {}) {
  const [{ drain }, alarm] = await Promise.all([late(), browser.alarms.get(ALARM)]);
  // Browsers lose alarms, so it is made anew each time. Should the worker die on the way, it brings
  // it back.
  await keepAlarm();
  let isOver = false;
  const count = async () => {
    const { pending } = await core();
    const { waiting, attention } = await pending(host);
    // The last word is what the drain itself says.
    if (!isOver) await showOverall({ waiting, attention });
  };
  const keepCounting = async () => {
    const before = performance.now();
    await count().catch(report);
    const took = performance.now() - before;
    if (!isOver) counting = setTimeout(keepCounting, Math.max(COUNTING, took * COUNTING_SHARE));
  };
  let counting = setTimeout(keepCounting, COUNTING);
  // What was counted before this began says nothing of what this moves on.
  changes += 1;
  const before = changes;
  try {
    const left = await awake(drain(host, started, reachable));
    isOver = true;
    await show(left, before);
    if (alarm) await showInTabsLeft(left);
    care().catch(report);
  } finally {
    isOver = true;
    clearTimeout(counting);
  }
}

/** Sees to it that the worker comes back, whatever becomes of it. */
export async function keepAlarm() {
  await browser.alarms.create(ALARM, { delayInMinutes: 1, periodInMinutes: 1 });
}

/** How many saves are being written down or moved on here, and how often one, or all that waits, began or ended. */
let underWay = 0;
let changes = 0;

/**
 * A save begins to be written down or moved on. Until it ends, the alarm that it made stays, whatever was
 * counted before; then all is counted anew.
 *
 * @returns {() => void} ends it
 */
export function begin() {
  underWay += 1;
  changes += 1;
  return () => {
    underWay -= 1;
    changes += 1;
    settle();
  };
}

/** Whether {@link settle} is about to look, and for which tabs. */
let settling = false;
/** @type {Set<number>} */
const unsettled = new Set();

/**
 * Shows what still waits, a moment later: many saves in a row are counted once.
 *
 * @param {number} [tabId] a tab that shows something of its own no longer
 */
export function settle(tabId) {
  if (tabId !== undefined) unsettled.add(tabId);
  if (settling) return;
  settling = true;
  setTimeout(() => {
    settling = false;
    const tabs = [...unsettled];
    unsettled.clear();
    showWaiting(...tabs).catch((thrown) => {
      report(thrown);
      // How it stands cannot be known: that it is still being saved would be wrong in any case.
      for (const tab of tabs) showFace("attention", tab).catch(report);
    });
  }, SETTLING);
}

/**
 * Shows what still waits, and sees to it that the worker comes back for it.
 *
 * @param {...(number | undefined)} tabs that show something of their own no longer
 */
export async function showWaiting(...tabs) {
  const { pending } = await core();
  const before = changes;
  await show(await pending(host), before, ...tabs);
}

/**
 * @param {Pending} pending
 * @param {number} before how many changes there were when it was counted
 * @param {...(number | undefined)} tabs
 */
async function show({ waiting, attention, nextAt, saveAtOnce }, before, ...tabs) {
  for (const tab of tabs.length > 0 ? tabs : [undefined])
    await showOverall({ waiting, attention }, tab);
  if (changes !== before) return settle();
  // Of what is on its way, this says nothing: its alarm stays, and all is counted anew when it ends. That
  // may take as long as an answer of Notion's does, and what is left to the outbox does not wait for it.
  if (underWay > 0) return comeBackSoon(nextAt);
  if (nextAt === null) await browser.alarms.clear(ALARM);
  else {
    const when = Math.max(nextAt, Date.now() + SOONEST_ALARM);
    await browser.alarms.create(ALARM, { when, periodInMinutes: 1 });
  }
  comeBackSoon(nextAt);
  if (waiting + attention === 0 && changes === before) await explainNoMore({ saveAtOnce });
}

/**
 * A worker that is still alive by then is quicker than the alarm.
 *
 * @param {number | null} at
 */
function comeBackSoon(at) {
  clearTimeout(sooner);
  if (at === null) return;
  const wait = Math.max(at - Date.now(), 1_000);
  if (wait < SOONEST_ALARM) sooner = setTimeout(() => resume().catch(report), wait);
}

/** Whether it was looked what a worker left that is gone: there is nothing of it later. */
let hasLooked = false;

/**
 * Shows how all saves stand in tabs whose own save was never seen to end.
 *
 * @param {Pending} pending
 */
async function showInTabsLeft({ waiting, attention }) {
  if (hasLooked) return;
  hasLooked = true;
  for (const { tab, isSaving } of await tabsLeft()) {
    if (isSaving && waiting + attention > 0) await explainMeanwhile(tab);
    await showOverall({ waiting, attention }, tab);
  }
}

/** The one timer that is quicker than the alarm. @type {ReturnType<typeof setTimeout> | undefined} */
let sooner;

/**
 * A click in this tab does again what the person prefers.
 *
 * @param {number | undefined} tabId
 */
export async function followPreference(tabId) {
  const { pending } = await core();
  await setClick(await pending(host), tabId);
}
