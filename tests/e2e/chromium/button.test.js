// What the button says and does when a save does not go the usual way, and after Satchel was turned off.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML, another } from "../harness/article.js";
import { quietPage } from "../harness/killing.js";
import { network } from "../harness/network.js";
import { badge } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */
/** @typedef {import("../harness/satchel.js").Page} Page */

/** Longer than anybody waits. */
const NEVER_MS = 3_600_000;

/** Chooses that a click saves at once. @param {Stage} stage */
async function saveAtOnce({ options }) {
  // The page above it may still be growing; what is meant here is what comes of it.
  await options.evaluate(() => document.getElementById("save-at-once")?.click());
  await options.waitFor(
    "the preference to be kept",
    async () => (await chrome.action.getPopup({})) === "",
  );
}

/**
 * What a click opens in the tab in front; nothing where it saves at once.
 * @param {Page} page one of the extension's own pages
 */
function opens(page) {
  return page.evaluate(async () => {
    const [front] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    const popup = await chrome.action.getPopup(front?.id === undefined ? {} : { tabId: front.id });
    return popup && new URL(popup).pathname;
  });
}

scenario("L-10 disabled and enabled again, the button saves at once as before", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await saveAtOnce(stage);
  await standin.publish(ADDRESS, HTML);
  await browser.offAndOn();
  const page = await quietPage(browser);
  await page.waitFor(
    "the button to follow the preference",
    async () => (await chrome.action.getPopup({})) === "",
  );
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const [saved] = await workspace.exactly(1);
  assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
  assert.equal(browser.hasPopup(), false);
});

scenario(
  "a click explains while a save waits, and saves at once again when nothing waits any more",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await saveAtOnce(stage);
    await standin.publish(ADDRESS, HTML);
    const worker = await browser.worker();
    await network(false, worker);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    await until("the badge to count it", async () => (await badge(options)) === "1");
    await until("a click to explain", async () => (await opens(options)) === "/popup/popup.html");
    await network(true, worker);
    await workspace.exactly(1);
    await until("a click to save at once", async () => (await opens(options)) === "");
  },
);

scenario(
  "where a save stops for a reason that nobody knows, the button says that it waits",
  async ({ standin, display, browser, options }) => {
    await standin.publish(ADDRESS, HTML);
    const worker = await browser.worker();
    // Written down it is, but nobody gets the turn to send it.
    await worker.evaluate(() => {
      const given = navigator.locks.request.bind(navigator.locks);
      const request = (/** @type {string} */ name, /** @type {any[]} */ ...rest) =>
        name.startsWith("operation:")
          ? Promise.reject(new Error("no turn"))
          : /** @type {any} */ (given)(name, ...rest);
      Object.assign(navigator.locks, { request });
    });
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    await until("the badge to count it", async () => (await badge(options)) === "1");
    await until("a click to explain", async () => (await opens(options)) === "/popup/popup.html");
  },
);

scenario(
  "what was counted before a save takes nothing of its alarm away",
  async ({ standin, workspace, display, browser, options }) => {
    const pages = [1, 2].map(another);
    for (const { address, html } of pages) await standin.publish(address, html);
    const worker = await browser.worker();
    // Once the button shows that nothing waits, whoever showed it hears of that late.
    await worker.evaluate(() => {
      const { action } = chrome;
      const shown = action.setBadgeText.bind(action);
      const held = new Promise((release) => Object.assign(globalThis, { release }));
      const hold = async (/** @type {chrome.action.BadgeTextDetails} */ details) => {
        await shown(details);
        if (details.text !== "" || details.tabId !== undefined) return;
        Object.assign(globalThis, { isHeld: true });
        await held;
      };
      Object.assign(action, { setBadgeText: hold });
    });
    await browser.open(pages[0]?.address ?? "");
    await display.press("alt+shift+l");
    await workspace.pages(1);
    await worker.waitFor("what waits to be counted", () => "isHeld" in globalThis);

    await standin.control("POST", "/faults", {
      method: "POST",
      path: "/v1/pages$",
      answerDelayMs: NEVER_MS,
    });
    await browser.open(pages[1]?.address ?? "");
    await display.press("alt+shift+l");
    await workspace.pages(2);
    const alarm = await worker.evaluate(async () => {
      /** @type {any} */ (globalThis).release();
      // Whatever comes of that is asked of the browser before this is.
      await chrome.runtime.getPlatformInfo();
      return chrome.alarms.get("outbox");
    });
    assert.ok(alarm, "it brings a worker back for the second save");
    // It says so where it takes a tenth of a second.
    await until(
      "the button to say that it is being saved",
      async () => (await badge(options)) === "…",
    );
  },
);
