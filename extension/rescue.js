// What is done where the core does not start, as a browser that forbids wasm or lacks the memory for
// it makes of it: the link is written down all the same, in both stores and as the core writes saves,
// so that it goes out once the core is back.

import { capture } from "./capture.js";
import { liveSaves, writeSave } from "./saves.js";
import { SETTINGS, readRecords } from "./settings.js";

/** @import { Overall } from "./badge.js" */
/** @import { Captured } from "./wasm/satchel.js" */
/** @typedef {ReturnType<typeof made>} Save */

/** The core's turn of whoever writes a new save down, and how long the same asked for again is the same save. */
const TURN = "enqueue";
const SAME_INTENT = 10_000;

/** The states of what the outbox has still to do. */
const WAITING = ["queued", "sent", "unclear", "undoing"];

/**
 * Writes the link down that a click meant.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured>} [pointed]
 * @returns {Promise<Overall | null>} how all saves stand then; null where there is nowhere to save to, or nothing
 *   that can be saved
 */
export async function rescueLink(tab, pointed) {
  const { settings } = /** @type {{ settings?: any }} */ (await readRecords([SETTINGS]));
  const place = placeIn(settings ?? {});
  const clip = await meant(tab, pointed);
  if (!place || !clip) return null;
  await navigator.locks.request(TURN, async () => {
    const save = made(place, clip);
    const recent = await liveSaves(idAt(save.createdAt - SAME_INTENT)).catch(() => []);
    // The second click of a double click.
    if (!recent.some((other) => isSame(other, save))) await writeSave(save.id, 0, save, save);
  });
  return standing().catch(() => ({ waiting: 1, attention: 0 }));
}

/**
 * The save, made now. What is missing is what a new record has.
 *
 * @param {NonNullable<ReturnType<typeof placeIn>>} place
 * @param {NonNullable<Awaited<ReturnType<typeof meant>>>} clip
 */
function made(place, clip) {
  const now = Date.now();
  return {
    version: 2,
    id: idAt(now) + crypto.randomUUID(),
    revision: 1,
    ...place,
    clip,
    notices: clip.source === "link" ? [] : [{ code: "link-only", detail: "" }],
    createdAt: now,
    editedAt: now,
    state: "queued",
  };
}

/** How the ids begin that were made at a moment. @param {number} moment */
function idAt(moment) {
  return `${String(moment).padStart(13, "0")}-`;
}

/**
 * Whether a recent save means the same. Nothing is sent meanwhile: it still waits.
 *
 * @param {any} other as a store has it
 * @param {Save} save
 */
function isSame(other, { destination, preset, clip }) {
  const { address, source, selection, image } = other?.clip ?? {};
  return (
    other?.state === "queued" &&
    (other.kind ?? "new") === "new" &&
    other.destination === destination &&
    other.preset === preset &&
    address === clip.address &&
    (source ?? "page") === clip.source &&
    (selection ?? "") === clip.selection &&
    (image ?? "") === clip.image
  );
}

/** How many saves wait, and how many need a person. @returns {Promise<Overall>} */
async function standing() {
  const states = (await liveSaves("")).map((save) => save?.state);
  const waiting = states.filter((state) => WAITING.includes(state)).length;
  return { waiting, attention: states.filter((state) => state === "attention").length };
}

/**
 * What of it can be told without the core: a link's own address and text, or the page's, with what was selected
 * or the picture. Nothing where that has no address to save.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured>} [pointed]
 */
async function meant(tab, { source = "page", link = "", selection = "", image = "" } = {}) {
  const isLink = source === "link";
  const address = savable(isLink ? link : tab.url);
  if (!address) return null;
  // Only the page knows what a link says, and where the lines of what is selected end.
  const { facts } = link || selection ? await capture(tab, { link }, false) : { facts: null };
  const title = line(isLink ? facts?.linkText : tab.title);
  return {
    source,
    title: title || (isLink ? address.href : address.host),
    address: address.href,
    selection: selection && (facts?.selection.trim() || selection),
    image: savable(image)?.href ?? "",
  };
}

/** On one line, as a title is. */
function line(words = "") {
  return words.replace(/\s+/gu, " ").trim();
}

/** An address without what is a secret in it; nothing where it is none that is saved. */
function savable(address = "") {
  if (!/^https?:/iu.test(address) || !URL.canParse(address)) return null;
  const found = new URL(address);
  found.username = found.password = "";
  return found;
}

/**
 * Where a click saves to: a preset's id may stand for its destination, as it does for the core.
 *
 * @param {{ destinations?: { id: string, account: string }[], presets?: { id: string, destination: string }[],
 *   defaultDestination?: string | null }} settings
 */
function placeIn({ destinations = [], presets = [], defaultDestination }) {
  const preset = presets.find(({ id }) => id === defaultDestination);
  const wanted = preset?.destination ?? defaultDestination;
  const known = destinations.find(({ id }) => id === wanted);
  return (
    known && { account: known.account, destination: known.id, ...(preset && { preset: preset.id }) }
  );
}
