// Texts of pages that no save came of: they do not stay.

import assert from "node:assert/strict";
import { ADDRESS, publishPictures } from "../harness/pictures.js";
import { filledForm } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */
/** @typedef {import("../harness/tab.js").Tab} Tab */

/** By then, what was kept when the alarm was set is old enough. */
const LATER_MS = 65 * 60_000;

/** What is older and has no save is taken away. */
const SPARED_MS = 60 * 60_000;

/** How far two clocks may be apart here. */
const ABOUT_MS = 60_000;

scenario(
  "the text of a page that was looked at and never saved is gone an hour or two later",
  async (stage) => {
    const { standin, browser, options } = stage;
    await publishPictures(standin);
    await browser.open(ADDRESS);
    await look(stage);
    const due = await until("the alarm", () => options.evaluate(alarmTime));
    assert.ok(Math.abs(due - Date.now() - LATER_MS) < ABOUT_MS, `${due - Date.now()} ms`);
    // It comes in the end, however often pages are looked at.
    await look(stage);
    assert.equal(await options.evaluate(alarmTime), due);

    await ring(options);
    const again = await until("the alarm to be set anew", async () => {
      const time = await options.evaluate(alarmTime);
      return time > Date.now() + ABOUT_MS && time;
    });
    assert.notEqual(again, due);
    assert.ok((await options.evaluate(textsKept)) > 0, "what is new is spared");

    await options.evaluate(makeOlder, SPARED_MS + ABOUT_MS);
    await ring(options);
    await until("the texts to be gone", async () => (await options.evaluate(textsKept)) === 0);
    await until("no alarm", async () => (await options.evaluate(alarmTime)) === 0);
  },
  { articles: true },
);

/**
 * Opens the popup in front of the page, and closes it when it has read the text.
 * @param {Stage} stage
 */
async function look({ display, browser, options }) {
  const before = await options.evaluate(textsKept);
  await display.click(browser.icon);
  await filledForm(await browser.popup());
  await until("the text to be kept", async () => (await options.evaluate(textsKept)) > before);
  await display.press("Escape");
  await browser.popupCloses();
}

/** Lets the alarm go off now. @param {Tab} page one of the extension's own */
async function ring(page) {
  await page.evaluate(() => chrome.alarms.create("leftovers", { when: Date.now() }));
}

/** In one of the extension's pages: when the alarm goes off; 0 where none is set. */
async function alarmTime() {
  return (await chrome.alarms.get("leftovers"))?.scheduledTime ?? 0;
}

/** In one of the extension's pages: how many records there are of texts. */
function textsKept() {
  return new Promise((/** @type {(count: number) => void} */ done, failed) => {
    const opening = indexedDB.open("satchel");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const request = opening.result.transaction("contents").objectStore("contents").count();
      request.onsuccess = () => {
        opening.result.close();
        done(request.result);
      };
    };
  });
}

/**
 * In one of the extension's pages: as if all of them had been kept so much earlier.
 * @param {number} time
 */
function makeOlder(time) {
  return new Promise((done, failed) => {
    const opening = indexedDB.open("satchel");
    opening.onerror = () => failed(opening.error);
    opening.onsuccess = () => {
      const transaction = opening.result.transaction("contents", "readwrite");
      const request = transaction.objectStore("contents").openCursor();
      request.onsuccess = () => {
        const cursor = request.result;
        if (!cursor) return;
        cursor.update({ ...cursor.value, at: cursor.value.at - time });
        cursor.continue();
      };
      transaction.oncomplete = () => {
        opening.result.close();
        done(null);
      };
    };
  });
}
