// What the outbox promises, looked at from Notion's side.

import assert from "node:assert/strict";

/**
 * @typedef {import("./standin.js").Standin} Standin
 * @typedef {import("./workspace.js").Workspace} Workspace
 */

/** `SATCHEL_LONG=1` asks for as many kills and saves as the goals name, not for what fits a test run. */
export const LONG = process.env.SATCHEL_LONG === "1";

/** So many requests may come in a second, on average: what Notion documents. */
const A_SECOND = 3;

/**
 * How many pages of each title there are.
 * @param {Workspace} workspace
 */
export async function pagesByTitle(workspace) {
  /** @type {Map<string, number>} */
  const found = new Map();
  for (const { values } of await workspace.pages(0))
    found.set(values.title, (found.get(values.title) ?? 0) + 1);
  return found;
}

/**
 * Makes sure that each of these is in Notion, and once.
 * @param {Workspace} workspace
 * @param {string[]} titles
 */
export async function onePageEach(workspace, titles) {
  const found = await pagesByTitle(workspace);
  const wrong = titles.filter((title) => found.get(title) !== 1);
  assert.deepEqual(
    wrong.map((title) => `${title}: ${found.get(title) ?? 0} pages`),
    [],
  );
  assert.equal(found.size, titles.length, "and nothing else is there");
}

/**
 * Every request that Notion got, and when.
 * @param {Standin} standin
 * @returns {Promise<(import("./standin.js").Logged & { at: string })[]>}
 */
export function requests(standin) {
  return standin.control("GET", "/requests");
}

/**
 * Those that make a page, in their order.
 * @param {Standin} standin
 */
export async function creations(standin) {
  const all = await requests(standin);
  return all.filter(({ method, path }) => method === "POST" && path === "/v1/pages");
}

/**
 * The most requests that came within any so many seconds.
 * @param {Standin} standin
 * @param {number} seconds
 */
export async function busiest(standin, seconds) {
  const moments = (await requests(standin)).map(({ at }) => Date.parse(at));
  let most = 0;
  for (const [index, start] of moments.entries()) {
    const end = moments.findIndex((moment) => moment >= start + seconds * 1_000);
    most = Math.max(most, (end < 0 ? moments.length : end) - index);
  }
  return most;
}

/**
 * Has the stand-in turn away what comes faster than Notion documents.
 * @param {Standin} standin
 */
export async function limitPace(standin) {
  await standin.control("DELETE", "/requests");
  await standin.control("POST", "/settings", { rateLimit: true });
}

/**
 * Makes sure that nothing was turned away, and that no second saw more than the documented average.
 * @param {Standin} standin
 */
export async function keptThePace(standin) {
  const refused = (await requests(standin)).filter(({ status }) => status === 429);
  assert.equal(refused.length, 0, "requests that came too fast");
  const most = await busiest(standin, 1);
  assert.ok(most <= A_SECOND, `${most} requests came within a second`);
}
