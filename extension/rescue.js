// What is done where the core does not start, as a browser that forbids wasm or lacks the memory for
// it makes of it: the link is written down all the same, in both stores and as the core writes saves,
// so that it goes out once the core is back.

import { browser } from "./browser.js";
import { capture } from "./capture.js";
import { writeSave } from "./saves.js";

/** @import { Captured } from "./wasm/satchel.js" */

/**
 * Writes the link down that a click meant.
 *
 * @param {chrome.tabs.Tab} tab
 * @param {Partial<Captured>} [pointed]
 * @returns {Promise<boolean>} false where there is nowhere to save to, or nothing that can be saved
 */
export async function rescueLink(tab, pointed) {
  const { settings } = /** @type {{ settings?: any }} */ (
    await browser.storage.local.get("settings")
  );
  const place = placeIn(settings ?? {});
  const clip = await meant(tab, pointed);
  if (!place || !clip) return false;
  const now = Date.now();
  const id = `${String(now).padStart(13, "0")}-${crypto.randomUUID()}`;
  // What is missing is what a new record has.
  const save = {
    version: 2,
    id,
    revision: 1,
    ...place,
    clip,
    notices: clip.source === "link" ? [] : [{ code: "link-only", detail: "" }],
    createdAt: now,
    editedAt: now,
    state: "queued",
  };
  await writeSave(id, 0, save, save);
  return true;
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
