// Saves, each in two stores: whole in IndexedDB, and small in `storage.local` while there is something
// left to do about it. Which copy is to be believed is the core's to say; here they are read and
// written. IndexedDB knows by an index which saves have a small copy, so that nothing ever reads all
// that were finished.

import { browser } from "./browser.js";
import { inDatabase } from "./database.js";

/** @typedef {{ id: string, live?: 1, [field: string]: unknown }} Whole as IndexedDB has it */

const PREFIX = "save:";
const local = browser.storage.local;

/** Another context changed the save meanwhile: the core knows the error by its name. */
const TAKEN = "SaveTaken";

/**
 * The copies of the save that this worker wrote last, until it is asked for them: whoever writes a new save down
 * goes on with it at once. Should another worker have changed it since, the next write says so.
 *
 * @type {{ id: string, copies: unknown[] } | undefined}
 */
let written;

/** @param {string} id */
export async function saveCopies(id) {
  const known = written;
  written = undefined;
  if (known?.id === id) return known.copies;
  const results = await Promise.allSettled([
    inDatabase("saves", "readonly", (saves) => saves.get(id)),
    local.get(PREFIX + id).then((found) => found[PREFIX + id]),
  ]);
  const [first, second] = results;
  if (first.status === "rejected" && second.status === "rejected") throw first.reason;
  const whole = first.status === "fulfilled" ? first.value : undefined;
  const small = second.status === "fulfilled" ? second.value : undefined;
  // A save that is over has no small copy, and lacks none.
  return whole && !whole.live && !small ? [whole] : [whole, small];
}

/**
 * @param {string} id
 * @param {number} before
 * @param {any} whole
 * @param {any} small
 */
export async function writeSave(id, before, whole, small) {
  let taken = false;
  written = undefined;
  const kept = small === undefined ? whole : { ...whole, live: 1 };
  const results = await Promise.allSettled([
    inDatabase("saves", "readwrite", (saves) => {
      // Read and written in one transaction: nobody comes in between.
      const known = saves.get(id);
      known.onsuccess = () => {
        taken = known.result !== undefined && known.result.revision > before;
        if (!taken) saves.put(kept);
        // There is nothing more to come, which the browser would find out a moment later.
        saves.transaction.commit();
      };
      return undefined;
    }),
    writeSmall(),
  ]);
  async function writeSmall() {
    const key = PREFIX + id;
    // Whoever could not read this copy a moment ago may know less than it does. A new save has none.
    const known = before > 0 ? /** @type {any} */ ((await local.get(key))[key]) : undefined;
    if (known?.revision > before) taken = true;
    else if (small === undefined) await local.remove(key);
    else await local.set({ [key]: small });
  }
  if (taken)
    throw Object.assign(new Error(`save ${id} is no longer of revision ${before}`), {
      name: TAKEN,
    });
  const [first, second] = results;
  if (first.status === "rejected" && second.status === "rejected") throw first.reason;
  const isWhole = first.status === "fulfilled" && second.status === "fulfilled";
  if (isWhole && before === 0) written = { id, copies: [kept, small] };
  return isWhole;
}

/**
 * The ids that each store has of saves with a small copy.
 *
 * @returns {Promise<[Set<string>, Set<string>]>}
 */
async function liveIds() {
  const [whole, small] = await Promise.all([
    // A browser that lost this store has the other.
    inDatabase("saves", "readonly", (saves) => saves.index("live").getAllKeys()).catch(() => []),
    smallKeys(),
  ]);
  const ids = /** @type {string[]} */ (whole ?? []);
  return [new Set(ids), new Set(small.map((key) => key.slice(PREFIX.length)))];
}

async function smallKeys() {
  // `getKeys` spares reading every record; browsers from before 2025 lack it.
  const keys = local.getKeys ? await local.getKeys() : Object.keys(await local.get(null));
  return keys.filter((key) => key.startsWith(PREFIX));
}

/** What the outbox does by itself, and what a person must. All other saves are over. */
const BUSY = ["queued", "sent", "unclear", "undoing"];
const STOPPED = "attention";

/** How much of a save is done already. @param {string | undefined} state */
function rest(state) {
  if (state === STOPPED) return 1;
  return state === undefined || BUSY.includes(state) ? 0 : 2;
}

/**
 * The states of whole saves that are not over, by the index alone.
 *
 * @returns {Promise<Map<string, string>>}
 */
async function openStates() {
  const states = [...BUSY, STOPPED];
  /** @type {IDBRequest<IDBValidKey[]>[]} */
  let requests = [];
  await inDatabase("saves", "readonly", (saves) => {
    requests = states.map((state) => saves.index("state").getAllKeys(state));
    return undefined;
  }).catch(() => {
    requests = [];
  });
  const found = requests.map(({ result }) => /** @type {string[]} */ (result));
  return new Map(found.flatMap((ids, at) => ids.map((id) => [id, states[at] ?? ""])));
}

/** Oldest first. @param {any[]} records */
function inOrder(records) {
  return records.sort((one, other) => (String(one?.id) < String(other?.id) ? -1 : 1));
}

/**
 * The saves since a moment that have a small copy or lost it, without asking for any that came before: a click
 * waits for this, however many wait to be sent.
 *
 * @param {string} from
 */
async function recentSaves(from) {
  const [whole, keys] = await Promise.all([
    inDatabase("saves", "readonly", (saves) => saves.getAll(IDBKeyRange.lowerBound(from))).catch(
      () => [],
    ),
    smallKeys(),
  ]);
  const known = new Set(whole?.map(({ id }) => id));
  const missing = keys.filter(
    (key) => key >= PREFIX + from && !known.has(key.slice(PREFIX.length)),
  );
  const small = missing.length > 0 ? Object.values(await local.get(missing)) : [];
  return inOrder([...(whole?.filter(({ live }) => live) ?? []), ...small]);
}

/** @param {string} from */
export async function liveSaves(from) {
  if (from !== "") return recentSaves(from);
  const [[whole, small], open] = await Promise.all([liveIds(), openStates()]);
  /** @type {Record<string, any>} */
  const found = small.size > 0 ? await local.get([...small].map((id) => PREFIX + id)) : {};
  const records = Object.values(found);
  // A small copy that missed the last write must not hide what is still to be done.
  const stands = records.filter(
    ({ id, state }) => !open.has(id) || rest(state) <= rest(open.get(id)),
  );
  const known = new Set(stands.map(({ id }) => id));
  const missing = [...whole].filter((id) => !known.has(id));
  const others = await Promise.all(missing.map(wholeSave));
  return inOrder([...stands, ...others].filter((record) => record !== undefined));
}

export async function unevenSaves() {
  const [whole, small] = await liveIds();
  const ids = [...new Set([...whole, ...small])].sort();
  const uneven = await Promise.all(
    ids.map(async (id) => {
      const [one, other] = /** @type {any[]} */ (await saveCopies(id));
      return one?.revision !== other?.revision || one?.state !== other?.state;
    }),
  );
  return ids.filter((_, at) => uneven[at]);
}

/** @param {string} id */
function wholeSave(id) {
  return inDatabase("saves", "readonly", (saves) => saves.get(id)).catch(() => undefined);
}

/**
 * @param {string | undefined} before
 * @param {number} count
 */
export async function pastSaves(before, count) {
  /** @type {Whole[]} */
  const found = [];
  const range = before === undefined ? null : IDBKeyRange.upperBound(before, true);
  await inDatabase("saves", "readonly", (saves) => {
    const request = saves.openCursor(range, "prev");
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      found.push(cursor.value);
      if (found.length < count) cursor.continue();
    };
    return undefined;
  }).catch(() => {});
  return found;
}

/** @param {string} address */
export async function savesAt(address) {
  const [whole, records] = await Promise.all([
    inDatabase("saves", "readonly", (saves) => saves.index("address").getAll(address)).catch(() => [
      null,
    ]),
    local.get(await smallKeys()),
  ]);
  const small = Object.values(/** @type {Record<string, any>} */ (records)).filter(
    (record) => record?.clip?.address === address,
  );
  return [...(whole ?? []), ...small];
}

/** @param {string} state */
export async function countSaves(state) {
  const counted = inDatabase("saves", "readonly", (saves) => saves.index("state").count(state));
  return (await counted.catch(() => 0)) ?? 0;
}

/** @param {string} before */
export async function forgetSaves(before) {
  await inDatabase("saves", "readwrite", (saves) => {
    const request = saves.openCursor(IDBKeyRange.upperBound(before, true));
    request.onsuccess = () => {
      const cursor = request.result;
      if (!cursor) return;
      const { live, state } = cursor.value;
      // What is not over, or not understood, stays.
      if (!live && (state === "saved" || state === "discarded")) cursor.delete();
      cursor.continue();
    };
    return undefined;
  });
}
