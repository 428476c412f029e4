// What every measuring of clicks has need of.

/** @typedef {import("../e2e/harness/standin.js").Standin} Standin */

/** Between two clicks: a save that comes sooner waits for Notion's pace, and is told of later. */
export const PAUSE_MS = 1_200;

/** Not measured: the first saves find nothing compiled and nothing cached. */
export const WARM_UP = 3;

/**
 * When the head of the request for that page was at Notion; nothing before it is.
 * @param {Standin} standin
 * @param {string} address
 */
export async function arrived(standin, address) {
  /** @type {{ arrived: number, body: unknown }[]} */
  const all = await standin.control("GET", "/requests?path=/v1/pages&method=POST");
  const found = all.find(({ body }) => JSON.stringify(body).includes(`"${address}"`));
  return found && found.arrived / 1_000;
}
