// A page that is too busy to answer, for as long as a test wants.

/**
 * @typedef {import("./chromium.js").Chromium} Chromium
 * @typedef {import("./tab.js").Tab} Tab
 */

/** How long Satchel waits for a page, as `capture.js` has it. */
const PATIENCE = 4_000;

/**
 * Makes Satchel wait for a page as long as it takes: what is tested here is what comes after.
 * @param {Chromium} browser
 */
export async function waitForPages(browser) {
  const worker = await browser.worker();
  await worker.evaluate((/** @type {number} */ patience) => {
    const usual = globalThis.setTimeout;
    /** @type {(go: () => void, time: number, ...given: unknown[]) => unknown} */
    const patient = (go, time, ...given) => usual(go, time === patience ? 600_000 : time, ...given);
    Object.assign(globalThis, { setTimeout: patient });
  }, PATIENCE);
}

/**
 * Makes a page hang at whatever runs in it next.
 * @param {Tab} tab
 * @returns {Promise<() => Promise<void>>} lets it go on
 */
export async function hang(tab) {
  await tab.send("Debugger.enable");
  await tab.send("Debugger.pause");
  return () => tab.send("Debugger.disable");
}

/**
 * Keeps Satchel from asking any page for now, as one does that is not ready yet: then it is asked again, or
 * whichever page the tab has by then.
 * @param {Chromium} browser
 * @returns {Promise<() => Promise<void>>} lets it go on
 */
export async function holdPages(browser) {
  const worker = await browser.worker();
  await worker.evaluate(() => {
    const { scripting } = chrome;
    const usual = scripting.executeScript.bind(scripting);
    const ready = new Promise((goOn) => Object.assign(globalThis, { goOn }));
    const held = async (/** @type {any} */ given) => {
      await ready;
      return usual(given);
    };
    Object.assign(scripting, { executeScript: held });
  });
  return () => worker.evaluate(() => /** @type {any} */ (globalThis).goOn());
}

/**
 * Waits until the popup has handed its save over: what it was sent with is kept just before.
 * @param {Tab} popup
 */
export async function handedOver(popup) {
  await popup.waitFor("the save to be handed over", async () => {
    const all = /** @type {Record<string, any>} */ (await chrome.storage.session.get(null));
    return Object.values(all).some(({ sent }) => sent?.id === "");
  });
}
