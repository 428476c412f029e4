// Pictures of a page that was saved, fetched so that Notion can be given copies of them. Several at
// once, each with its own time and size, so that one that hangs delays nothing but itself.
//
// Who sees what: the site of the page gets its own cookies, as it does when the page is shown, because
// it may show its pictures to those only who are signed in. Every other site gets none: a page could
// otherwise have pictures copied that only the person may see. What came with cookies is therefore no
// other page's. Nobody is told which page it was.

import { canReach } from "./consent.js";
import { keepFile } from "./files.js";
import { BEGINNING, fileName, isOpen, kindOf } from "./picture-kind.js";

/**
 * What is wished for.
 * @typedef {object} Wish
 * @property {string[]} addresses of pictures
 * @property {string} page that shows them
 * @property {number} most bytes that one may have
 */

/**
 * What came of one.
 * @typedef {object} Taken
 * @property {string} address
 * @property {string} [fate] why there are no bytes of it, as `FATES` in `interface/pictures.js` has words for
 * @property {string} [key] where its bytes are kept
 * @property {string} [name] what such a file is called
 */

/** What the keys begin with under which bytes of pictures are kept: nobody else's are. */
export const PICTURE = "picture-";

/** So many are fetched at once. */
const AT_ONCE = 6;

/** So long one may take, in milliseconds. */
const PATIENCE = 15_000;

/** As browsers ask for what a picture shows: servers answer with what these can show. */
const ACCEPT = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

/**
 * Those that are under way or there, by what {@link keyOf} makes of them: a worker that dies begins anew.
 * @type {Map<string, Promise<Taken>>}
 */
const begun = new Map();

/** How many more may be fetched now, and who waits for that. */
let free = AT_ONCE;
/** @type {(() => void)[]} */
const waiting = [];

/**
 * One of the pictures that are wished for, whichever is there first; all of them go on meanwhile.
 *
 * @param {Wish} wish
 * @returns {Promise<Taken>}
 */
export async function picture({ addresses, page, most }) {
  for (const address of addresses)
    if (!begun.has(keyOf(address, page)))
      begun.set(
        keyOf(address, page),
        inTurn(() => take(address, page, most)),
      );
  const taken = await Promise.race(addresses.map((address) => begun.get(keyOf(address, page))));
  const found = /** @type {Taken} */ (taken);
  begun.delete(keyOf(found.address, page));
  return found;
}

/**
 * What is fetched with the page's own cookies is for pages of that site alone.
 *
 * @param {string} address
 * @param {string} page
 */
function keyOf(address, page) {
  return `${isOwn(address, page) ? "own" : "other"} ${address}`;
}

/** @param {() => Promise<Taken>} work */
async function inTurn(work) {
  if (free === 0) await new Promise((go) => waiting.push(() => go(undefined)));
  else free -= 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }
}

/**
 * @param {string} address
 * @param {string} page
 * @param {number} most
 * @returns {Promise<Taken>}
 */
async function take(address, page, most) {
  // It may have been taken back a moment ago.
  if (!(await canReach())) return { address, fate: "not-allowed" };
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const response = await ask(address, page, signal);
    // Where a redirect leads is known only when it was followed: what comes from there goes nowhere.
    if (!isOpen(response.url)) {
      await response.body?.cancel();
      return { address, fate: "insecure" };
    }
    if (!response.ok) return { address, fate: `answered ${response.status}` };
    const bytes = await read(response, most);
    if (bytes === null) return { address, fate: "too-large" };
    const kind = kindOf(new Uint8Array(await bytes.slice(0, BEGINNING).arrayBuffer()));
    if (kind === "") return { address, fate: "not-a-picture" };
    return { address, key: await keepFile(bytes, PICTURE), name: fileName(address, kind) };
  } catch {
    return { address, fate: signal.aborted ? "too-slow" : "unreached" };
  }
}

/**
 * @param {string} address
 * @param {string} page
 * @param {AbortSignal} signal
 */
async function ask(address, page, signal) {
  /** @type {RequestInit} */
  const usual = {
    // What was fetched for another page a moment ago need not be sent again.
    cache: "force-cache",
    credentials: "omit",
    headers: { Accept: ACCEPT },
    referrerPolicy: "no-referrer",
    signal,
  };
  if (!isOwn(address, page)) return fetch(address, usual);
  try {
    // A redirect may lead to somebody else, with cookies of theirs. And what is only for the person is not
    // left in the browser's cache, from where it would be had without them.
    return await fetch(address, {
      ...usual,
      cache: "no-store",
      credentials: "include",
      redirect: "error",
    });
  } catch {
    return fetch(address, usual);
  }
}

/**
 * Whether a picture is of the site of the page that shows it.
 *
 * @param {string} address
 * @param {string} page
 */
function isOwn(address, page) {
  return URL.canParse(page) && new URL(address).origin === new URL(page).origin;
}

/**
 * What was answered; null where it is more than that.
 *
 * @param {Response} response
 * @param {number} most
 */
async function read({ body, headers }, most) {
  if (Number(headers.get("content-length") ?? 0) > most) {
    await body?.cancel();
    return null;
  }
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const parts = [];
  let size = 0;
  const reader = body?.getReader();
  while (reader) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > most) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  return new Blob(parts);
}
