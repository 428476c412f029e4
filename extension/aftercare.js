// What is done for a save after it is in Notion: its receipt, and then copies of its pictures, where they
// are wanted. None of it holds anything up, and a worker that dies meanwhile is brought back for it.

import { awake } from "./awake.js";
import { browser } from "./browser.js";
import { keepsPictures } from "./consent.js";
import { picturesIn } from "./contents.js";
import { late } from "./core.js";
import { removeFiles } from "./files.js";
import { host } from "./host.js";
import { isOpen } from "./picture-kind.js";
import { lookAfter } from "./receipts.js";
import { saveCopies } from "./saves.js";

/** The alarm that brings the worker back. */
export const AFTERCARE = "aftercare";

/** What the keys begin with under which pictures are, before and after it is known what became of each. */
const DUE = "pictures-due:";
const KNOWN = "pictures:";

/** How long it is remembered what became of them: as long as the saves, in milliseconds. */
const REMEMBERED = 90 * 86_400_000;

/** How long it is tried, once Notion has the save. */
const PATIENCE = 86_400_000;

/** The states of a save that nothing comes of any more but pictures. */
const OVER = ["saved", "undoing", "discarded"];

/** How soon it is tried again. The alarm is no sooner. */
const LATER = 60_000;

/** @typedef {{ address: string, fate: string, key?: string }} Picture what is noted of it; no fate while it is due */

const local = browser.storage.local;

/** How often it is under way, and whether any of these left something: the last one sees to it. */
let underWay = 0;
let isLeft = false;

/** When something is tried again that went wrong. */
let notBefore = 0;

/**
 * Writes down which pictures of a save are wanted, before it is sent: however long it waits, nothing ends
 * that but doing it, or a day in vain after Notion has the save.
 *
 * @param {string} save
 * @param {string} article as the save names it
 */
export async function expectPictures(save, article) {
  if (article === "" || !(await keepsPictures())) return;
  const [due, known] = [DUE + save, KNOWN + save];
  const named = await picturesIn(article);
  // The same thing may be asked for twice.
  if (named.length === 0 || Object.keys(await local.get([due, known])).length > 0) return;
  const pictures = named.map((address) => ({ address, fate: isOpen(address) ? "" : "insecure" }));
  await local.set({ [due]: { pictures } });
}

/** Does what there is to do, and sees to it that the rest is done another time. */
export async function care() {
  // First, as it learns which block of the page is which: a picture may take the place of another block.
  await lookAfter().catch(() => {});
  const keys = await host.keys();
  const past = keys.filter((key) => key.startsWith(KNOWN) && age(key) > REMEMBERED);
  if (past.length > 0) await local.remove(past);
  const due = keys.filter((key) => key.startsWith(DUE));
  if (due.length === 0) {
    await browser.alarms.clear(AFTERCARE);
    return;
  }
  await browser.alarms.create(AFTERCARE, { delayInMinutes: 1, periodInMinutes: 1 });
  if (Date.now() < notBefore) return;
  const { history } = await late();
  if (underWay === 0) isLeft = false;
  underWay += 1;
  const leaves = await awake(history(host, { id: "", pictures: true })).finally(() => {
    underWay -= 1;
  });
  isLeft = isLeft || leaves;
  if (isLeft) notBefore = Date.now() + LATER;
  if (underWay > 0) return;
  await putAway((await host.keys()).filter((key) => key.startsWith(DUE)));
  if (!isLeft && underWay === 0) await browser.alarms.clear(AFTERCARE);
}

/**
 * Puts away what is done, or was tried for long enough, and the bytes that were kept for it.
 *
 * @param {string[]} keys
 */
async function putAway(keys) {
  const found = /** @type {Record<string, { pictures: Picture[] }>} */ (await local.get(keys));
  for (const [key, { pictures }] of Object.entries(found)) {
    if (await wasTriedLongEnough(key)) for (const picture of pictures) picture.fate ||= "late";
    if (pictures.some(({ fate }) => fate === "")) continue;
    await local.set({ [KNOWN + key.slice(DUE.length)]: { pictures } });
    await local.remove(key);
    await removeFiles(
      pictures.flatMap(({ key }) => key || []),
      false,
    );
  }
}

/**
 * Whether the pictures of a save had their time. What waits to be sent has not begun with that.
 *
 * @param {string} key under which they are due
 */
async function wasTriedLongEnough(key) {
  if (age(key) <= PATIENCE) return false;
  const copies = /** @type {{ state?: string, settledAt?: number | null }[]} */ (
    (await saveCopies(key.slice(DUE.length))).filter(Boolean)
  );
  const since = Math.max(...copies.map(({ settledAt }) => settledAt ?? 0), 0);
  if (since > 0) return Date.now() - since > PATIENCE;
  // One that is gone, or that never was in Notion, has no such moment.
  return copies.every(({ state = "" }) => OVER.includes(state));
}

/**
 * How old a save is: its id begins with its moment.
 *
 * @param {string} key
 */
function age(key) {
  return Date.now() - Number.parseInt(key.slice(key.indexOf(":") + 1), 10);
}
