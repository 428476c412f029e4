// What is done where the core does not start, as a browser that forbids wasm or lacks the memory for
// it makes of it: the link is written down all the same, in both stores and as the core writes saves,
// so that it goes out once the core is back.

import { browser } from "./browser.js";
import { writeSave } from "./saves.js";

/**
 * Writes the link of a page down.
 *
 * @param {{ url?: string, title?: string }} page
 * @returns {Promise<boolean>} false where there is nowhere to save to
 */
export async function rescueLink({ url = "", title = "" }) {
  const { settings } = /** @type {{ settings?: any }} */ (
    await browser.storage.local.get("settings")
  );
  const place = placeIn(settings ?? {});
  if (!place || !/^https?:/.test(url)) return false;
  const address = new URL(url);
  address.username = address.password = "";
  const now = Date.now();
  const id = `${String(now).padStart(13, "0")}-${crypto.randomUUID()}`;
  // What is missing is what a new record has.
  const save = {
    version: 2,
    id,
    revision: 1,
    ...place,
    clip: { title: title.slice(0, 2_000) || address.host, address: address.href },
    notices: [{ code: "link-only", detail: "" }],
    createdAt: now,
    editedAt: now,
    state: "queued",
  };
  await writeSave(id, 0, save, save);
  return true;
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
