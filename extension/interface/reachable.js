/** The network comes back: an open page hears of it at once, a worker not in every browser. */

import { ask } from "../messages.js";

/** Lets the background know, from now on. */
export function tellWhenReachable() {
  // Should it not be listening, its alarm brings it back within the minute.
  globalThis.addEventListener("online", () => ask("reachable").catch(() => {}));
}
