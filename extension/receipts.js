// Receipts: the page of each save is read back when Notion has all of it, one after the other, and what
// came of that is told to the open pages. What is left is the core's to know; here is only when it is
// asked again.

import { awake } from "./awake.js";
import { browser } from "./browser.js";
import { leftOutOf } from "./contents.js";
import { late } from "./core.js";
import { host } from "./host.js";
import { tell } from "./messages.js";

/** @import { Receipt } from "./wasm/satchel.js" */

/** The alarm that brings the worker back for what is left. */
export const RECEIPTS = "receipts";

/** Alarms come no sooner than this. */
const SOONEST_ALARM = 30_000;

/** Whether there may be something to do. */
let isWanted = false;

/** Somebody is at it. @type {Promise<void> | null} */
let underWay = null;

/** Does what is due. Whoever asks while that goes on waits for it as well. */
export function lookAfter() {
  isWanted = true;
  underWay ??= workOffAll().finally(() => {
    underWay = null;
  });
  return underWay;
}

async function workOffAll() {
  while (isWanted) {
    isWanted = false;
    await awake(workOff());
  }
}

async function workOff() {
  const { history } = await late();
  // Should the worker die on the way, it comes back.
  await keepAlarm();
  for (;;) {
    const { receipts, nextAt } = await history(host, { id: "" });
    for (const receipt of receipts) tell("receiptChanged", receipt);
    if (nextAt === null) {
      await browser.alarms.clear(RECEIPTS);
      return;
    }
    if (nextAt > Date.now()) return comeBack(nextAt);
  }
}

async function keepAlarm() {
  await browser.alarms.create(RECEIPTS, { delayInMinutes: 1, periodInMinutes: 1 });
}

/** @param {number} at */
async function comeBack(at) {
  const wait = at - Date.now();
  await browser.alarms.create(RECEIPTS, {
    when: Date.now() + Math.max(wait, SOONEST_ALARM),
    periodInMinutes: 1,
  });
  // A worker that is still alive by then is quicker than the alarm.
  clearTimeout(sooner);
  if (wait < SOONEST_ALARM) sooner = setTimeout(() => lookAfter().catch(() => {}), wait);
}

/** The one timer that is quicker than the alarm. @type {ReturnType<typeof setTimeout> | undefined} */
let sooner;

/** What is kept of a save's receipt, by its id, which begins with the moment it was made. */
const KEPT_AS = /** @type {const} */ (["receipt:", "sent:", "left:", "renewal:"]);

/** How long a save stays in the list, and its receipt with it. */
const KEPT = 90 * 86_400_000;

/**
 * Notes what is left out of a save's article, for its receipt: what Notion never got cannot be missing
 * there.
 *
 * @param {string} id
 * @param {string} article as the save names it
 */
export async function noteLeftOut(id, article) {
  if (article === "") return;
  const left = await leftOutOf(article);
  if (Object.keys(left).length > 0) await browser.storage.local.set({ [KEPT_AS[2] + id]: left });
}

/**
 * Notes that an update brings the page's text up to date, before it is sent: from then on nothing but
 * doing it ends that. The core knows no language, so the words of a heading that it may need go along.
 *
 * @param {string} id
 * @param {import("./wasm/satchel.js").Submission} submission
 */
export async function expectText(id, { mode, article = "" }) {
  if (mode !== "update" || article === "") return;
  const [receipt, , , due] = KEPT_AS;
  // The same thing may be asked for twice.
  const known = await browser.storage.local.get([receipt + id, due + id]);
  if (Object.keys(known).length > 0) return;
  const language = browser.i18n.getMessage("language");
  const date = new Date().toLocaleDateString(language, { dateStyle: "long" });
  const heading = browser.i18n.getMessage("text_heading", date);
  await browser.storage.local.set({ [due + id]: { heading, before: [] } });
}

/**
 * Forgets the receipt of a save that is forgotten.
 *
 * @param {string} id
 */
export async function forgetReceipt(id) {
  await browser.storage.local.remove(KEPT_AS.map((kind) => kind + id));
}

/** Forgets the receipts of saves that are no longer in the list. */
export async function sweepReceipts() {
  const oldest = String(Date.now() - KEPT).padStart(13, "0");
  const old = (await host.keys()).filter((key) =>
    KEPT_AS.some((kind) => key.startsWith(kind) && key.slice(kind.length) < oldest),
  );
  if (old.length > 0) await browser.storage.local.remove(old);
}

/**
 * The receipts of these saves, as far as there are any.
 *
 * @param {string[]} ids
 * @returns {Promise<Receipt[]>}
 */
export async function receiptsOf(ids) {
  const found = await browser.storage.local.get(ids.map((id) => KEPT_AS[0] + id));
  return /** @type {Receipt[]} */ (Object.values(found));
}

/**
 * Reads a save's page now.
 *
 * @param {string} id
 * @param {boolean} [missing] and sends again what is missing in it
 * @returns {Promise<Receipt | null>}
 */
export async function inspect(id, missing = false) {
  const { history } = await late();
  // Should the worker die while it sends, it comes back.
  if (missing) await keepAlarm();
  const { receipts } = await history(host, { id, missing });
  lookAfter().catch(() => {});
  return receipts[0] ?? null;
}
