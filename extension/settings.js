// The settings, read before there is a core that asks for them. Nobody but the worker writes settings.

import { browser } from "./browser.js";

/** Where the core keeps them. */
export const SETTINGS = "settings";

/** What was read when the worker started. @type {ReturnType<typeof read> | null} */
let ahead = null;

/** Reads them for the click that starts the worker, and arrives a moment later. */
export function readAhead() {
  ahead = read();
}

/** What was read ahead, for the first who wants it; for all others what is there now. */
export function takeSettings() {
  const taken = ahead ?? read();
  ahead = null;
  return taken;
}

/** Something is written: what was read before may be old. */
export function forgetAhead() {
  ahead = null;
}

function read() {
  const settings = browser.storage.local.get(SETTINGS);
  settings.catch(() => {}); // Who asks for them hears of it.
  return settings;
}
