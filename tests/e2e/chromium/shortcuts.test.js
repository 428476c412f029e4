// The two shortcuts, pressed on a real keyboard.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

for (const stopped of [false, true]) {
  const state = stopped ? "after the worker was stopped" : "while the worker runs";

  scenario(`Alt+Shift+K opens the popup ${state}`, async (stage) => {
    const { standin, workspace, display, browser } = stage;
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    if (stopped) await browser.stopWorker();
    await display.press("alt+shift+k");
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await display.press("Return");
    assert.equal((await outcome(popup)).tone, "good");
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
  });

  scenario(`Alt+Shift+L saves at once ${state}`, async (stage) => {
    const { standin, workspace, display, browser } = stage;
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    if (stopped) await browser.stopWorker();
    await display.press("alt+shift+l");
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
    assert.equal(browser.hasPopup(), false);
  });
}

scenario("where no popup opens, a click still does what the person prefers", async (stage) => {
  const { standin, display, browser, options } = stage;
  await options.click("#save-at-once");
  await standin.publish(ADDRESS, HTML);
  const own = await options.evaluate(async () => (await chrome.tabs.getCurrent())?.id);
  await browser.open(ADDRESS);
  const worker = await browser.worker();
  const tabId = await worker.waitFor(
    "the page to be in front",
    async (/** @type {number | undefined} */ own) => {
      const [front] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      return front?.id === own ? undefined : front?.id;
    },
    own,
  );
  await worker.waitFor(
    "a click to save at once",
    async (/** @type {number} */ tabId) => (await chrome.action.getPopup({ tabId })) === "",
    tabId,
  );
  await worker.evaluate(() => {
    chrome.action.openPopup = () => {
      Object.assign(globalThis, { wasAsked: true });
      return Promise.reject(new Error("there is no window to open it in"));
    };
  });
  await display.press("alt+shift+k");
  await worker.waitFor("the popup to be asked for", () => "wasAsked" in globalThis);
  await worker.waitFor(
    "a click to save at once again",
    async (/** @type {number} */ tabId) => (await chrome.action.getPopup({ tabId })) === "",
    tabId,
  );
});

scenario("the options show the shortcuts as they are", async ({ options }) => {
  const shown = await options.waitFor(
    "the shortcuts",
    () => /** @type {HTMLElement} */ (document.querySelector("#shortcuts")).innerText,
  );
  const keys = shown.replaceAll(/\s/g, "");
  assert.ok(keys.includes("Alt+Shift+K"), shown);
  assert.ok(keys.includes("Alt+Shift+L"), shown);
});

for (const language of ["en", "ar", "he"])
  scenario(
    `keys pressed together are shown from left to right in ${language}`,
    async ({ standin, display, browser, options }) => {
      await options.find("#shortcuts kbd");
      assert.deepEqual(await options.evaluate(shownKeys), ["Alt+Shift+K", "Alt+Shift+L"]);
      await standin.publish(ADDRESS, HTML);
      await browser.open(ADDRESS);
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup, ARTICLE.description);
      await popup.click("#keys-button");
      await popup.find("#keys kbd");
      const shown = await popup.evaluate(shownKeys);
      assert.ok(shown.includes("Ctrl+Enter") && shown.includes("Ctrl+Z"), shown.join());
    },
    { language },
  );

/** In a page: its keys as the eye meets them, from left to right. */
function shownKeys() {
  return [...document.querySelectorAll(".keys")].map((together) => {
    /** @type {{ left: number, words: string }[]} */
    const parts = [];
    const words = document.createTreeWalker(together, NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
      const range = document.createRange();
      range.selectNodeContents(words.currentNode);
      const { left } = range.getBoundingClientRect();
      parts.push({ left, words: words.currentNode.textContent?.trim() ?? "" });
    }
    return parts
      .toSorted((one, other) => one.left - other.left)
      .map(({ words }) => words)
      .join("");
  });
}
