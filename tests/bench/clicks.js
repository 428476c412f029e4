// What every measuring of clicks has need of.

/** @typedef {import("../e2e/harness/chromium.js").Chromium} Chromium */
/** @typedef {import("../e2e/harness/standin.js").Standin} Standin */
/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

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

/**
 * Leaves the options for a page of the extension that asks the worker nothing: the options look at the saves
 * a while after each of them, which would start a worker that was just stopped.
 * @param {Tab} options
 * @param {Chromium} browser
 */
export function fallSilent(options, browser) {
  return options.go(browser.address("manifest.json"));
}

/**
 * Stops an extension's worker if it shall not run at the click that comes next, and makes sure of either.
 * @param {Chromium} browser
 * @param {string} id
 * @param {boolean} cold
 */
export async function prepareWorker(browser, id, cold) {
  if (cold) await browser.stopWorker(id);
  const own = `chrome-extension://${id}/`;
  const isWorker = (/** @type {{ type: string, url: string }} */ { type, url }) =>
    type === "service_worker" && url.startsWith(own);
  const isRunning = browser.target(isWorker) !== undefined;
  if (isRunning === cold)
    throw new Error(`a worker is ${cold ? "" : "not "}running before a click`);
}
