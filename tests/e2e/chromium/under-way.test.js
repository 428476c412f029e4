// What is said while something that was pressed is under way: there while it lasts, and gone when it is over.

import assert from "node:assert/strict";
import { ADDRESS, HTML } from "../harness/article.js";
import { manyPages, openHistory, rowIs, rowsAre, saveAll } from "../harness/history.js";
import { network } from "../harness/network.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/**
 * @typedef {import("../harness/scenario.js").Stage} Stage
 * @typedef {import("../harness/tab.js").Tab} Tab
 */

/** What Notion answers late, whatever it does. */
const LATE = { answerDelayMs: 5_000, times: 1 };
const CREATION = { method: "POST", path: "/v1/pages$" };
const SEARCH = { method: "POST", path: "/v1/data_sources/[^/]+/query" };
const TRASHING = { method: "PATCH", path: "/v1/pages/" };

/**
 * Waits until a row says that something is being done with its save.
 * @param {Tab} page
 * @param {string} words
 */
async function says(page, words) {
  await page.waitFor(
    `the row to say ${words}`,
    (/** @type {string} */ wanted) =>
      document.querySelector(".save-state > .spinner + .save-word")?.textContent === wanted,
    words,
  );
  const { aloud, isShown } = await page.evaluate(() => {
    const status = document.querySelector("#status");
    return { aloud: status?.textContent, isShown: status?.classList.contains("shown") };
  });
  assert.equal(aloud, words, "it is said to whoever listens");
  assert.equal(isShown, false, "and shown in one place only");
}

/** @param {Tab} page */
async function saysNothing(page) {
  await page.waitFor("nothing to be under way", () =>
    [...document.querySelectorAll('.spinner, [aria-busy="true"]')].every(
      (each) => !each.checkVisibility(),
    ),
  );
}

/**
 * What has the focus, by the name of what it does.
 * @param {Tab} page
 */
function focused(page) {
  return page.evaluate(
    () => /** @type {HTMLElement} */ (document.activeElement).dataset.action ?? null,
  );
}

/**
 * Keeps a save's record for itself, as another page that writes it would.
 * @param {Tab} history
 */
async function hold(history) {
  await history.evaluate(async () => {
    const row = /** @type {HTMLElement} */ (document.querySelector(".save"));
    await new Promise((held) => {
      navigator.locks.request(`record:${row.dataset.id}`, () => {
        held(undefined);
        return new Promise((release) => Object.assign(globalThis, { release }));
      });
    });
  });
}

/** @param {Tab} history */
async function release(history) {
  await history.evaluate(() => /** @type {any} */ (globalThis).release());
}

/**
 * A history with one save that Notion refused.
 * @param {Stage} stage
 */
async function refused({ standin, browser, options }) {
  await standin.control("POST", "/faults", { ...CREATION, status: 403 });
  await saveAll(options, "", manyPages(1));
  const history = await openHistory(browser);
  await rowIs(history, "attention");
  return history;
}

scenario("a row says that its save is sent once more, and keeps the focus", async (stage) => {
  const history = await refused(stage);
  await stage.standin.control("POST", "/faults", { ...CREATION, ...LATE });
  await history.click('[data-action="retry"]');
  await says(history, "Sending…");
  assert.equal(await focused(history), "retry");
  await rowIs(history, "saved");
  await saysNothing(history);
  assert.equal(await focused(history), "open");
  assert.equal(
    await history.evaluate(() => document.querySelector("#status")?.textContent),
    "In Notion",
  );
});

scenario("a row says that its save is being taken back", async (stage) => {
  const { standin, browser, options } = stage;
  const history = await openHistory(browser);
  await saveAll(options, "", manyPages(1));
  await rowIs(history, "saved");
  await standin.control("POST", "/faults", { ...TRASHING, ...LATE });
  await history.click('[data-action="undo"]');
  await says(history, "Undoing…");
  assert.equal(await focused(history), "undo");
  assert.equal(
    await history.evaluate(() => document.querySelector("#progress:not([hidden])")),
    null,
    "it is no second of two that are sent",
  );
  await rowsAre(history, 0);
  await history.says("trash");
});

scenario("a row that is looked up says so", async (stage) => {
  const { standin, browser, options } = stage;
  await standin.control("POST", "/faults", { ...CREATION, truncate: true });
  // Looking it up does not help either, until somebody asks for it once more.
  await standin.control("POST", "/faults", { ...SEARCH, status: 503 });
  await saveAll(options, "", manyPages(1));
  const history = await openHistory(browser);
  await history.says("Notion had a fault of its own");
  await rowIs(history, "unclear");
  await standin.control("POST", "/faults", { ...SEARCH, ...LATE });
  await history.click('[data-action="retry"]');
  await says(history, "Checking with Notion");
  await rowIs(history, "saved");
  await saysNothing(history);
});

scenario("changing and discarding a save say so for as long as they take", async (stage) => {
  const history = await refused(stage);
  await history.click('[data-action="edit"]');
  await history.fill('[data-field="title"]', "A better title");
  await hold(history);
  await history.click('.save-editor [type="submit"]');
  await history.waitFor("the button to say it", () => {
    const submit = /** @type {HTMLElement} */ (document.activeElement);
    return submit.querySelector(":scope > .spinner") && submit.innerText.trim() === "Saving…";
  });
  await release(history);
  await history.says("A better title");
  await saysNothing(history);

  await rowIs(history, "saved");
  await history.click('[data-action="discard"]');
  await hold(history);
  await history.click(".save-actions .danger");
  await says(history, "Removing…");
  await release(history);
  await rowsAre(history, 0);
});

scenario(
  "a history that takes its time says that it is being read",
  async ({ browser, options }) => {
    const [first, second] = manyPages(2);
    assert.ok(first && second);
    await saveAll(options, "", [first, second]);
    const history = await openHistory(browser);
    await rowsAre(history, 2);
    await history.evaluate(() => {
      const { runtime } = chrome;
      const usual = runtime.sendMessage.bind(runtime);
      const held = new Promise((go) => Object.assign(globalThis, { release: () => go(undefined) }));
      /** @param {any} message */
      const slow = async (message) => {
        if (message.kind === "history") await held;
        return usual(message);
      };
      Object.assign(runtime, { sendMessage: slow });
    });
    await history.fill("#query", second.title);
    await history.waitFor("it to be said", () => {
      const said = /** @type {HTMLElement} */ (document.querySelector("#shown"));
      return said.querySelector(".spinner") && said.innerText.trim() === "Loading…";
    });
    await release(history);
    await rowsAre(history, 1);
    await saysNothing(history);
    await history.says("1 save");
  },
);

scenario("all that are tried again are counted from the first", async (stage) => {
  const { standin, workspace, browser, options } = stage;
  await standin.control("POST", "/faults", { ...CREATION, status: 403, times: null });
  await saveAll(options, "", manyPages(2));
  const history = await openHistory(browser);
  await rowIs(history, "attention", 1);
  await rowIs(history, "attention", 0);
  await standin.control("DELETE", "/faults");
  await standin.control("POST", "/faults", { ...CREATION, ...LATE });
  await history.click("#retry-all");
  await history.says("0 of 2 sent");
  await history.says("All 2 saves are now in Notion");
  await workspace.pages(2);
  await saysNothing(history);
});

/**
 * Saves from the popup and waits for how that goes.
 * @param {Stage} stage
 */
async function save({ standin, display, browser }) {
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await display.press("Return");
  await outcome(popup);
  return popup;
}

/**
 * Waits until the button that has the focus says that it is at work.
 * @param {Tab} popup
 * @param {string} words
 */
async function buttonSays(popup, words) {
  await popup.waitFor(
    `the button to say ${words}`,
    (/** @type {string} */ wanted) => {
      const pressed = /** @type {HTMLElement} */ (document.activeElement);
      return pressed.querySelector(":scope > .spinner") && pressed.innerText.trim() === wanted;
    },
    words,
  );
  assert.equal(
    await popup.evaluate(() => document.querySelector("#status")?.textContent),
    words,
    "it is said to whoever listens",
  );
}

scenario("the popup says that a save is being taken back", async (stage) => {
  const { standin, workspace, display } = stage;
  const popup = await save(stage);
  await popup.says("Saved to");
  await standin.control("POST", "/faults", { ...TRASHING, ...LATE });
  await display.press("Tab", "Tab", "Return");
  await buttonSays(popup, "Undoing…");
  await popup.says("in Notion’s trash");
  await saysNothing(popup);
  await until("the page to be in the trash", async () => {
    const [page] = await workspace.pages(0);
    return page === undefined || page.page.in_trash;
  });
});

scenario("the popup says that what waits is being sent", async (stage) => {
  const { standin, workspace, browser } = stage;
  const worker = await browser.worker();
  await network(false, worker);
  const popup = await save(stage);
  await popup.says("Saved on this device");
  // The worker is not told that the network is back, so nobody is quicker than the press.
  await worker.evaluate(() => {
    globalThis.addEventListener("online", (event) => event.stopImmediatePropagation(), true);
  });
  await standin.control("POST", "/faults", { ...CREATION, ...LATE });
  await network(true, worker);
  await popup.click('[data-action="retry"]');
  await buttonSays(popup, "Sending to Notion…");
  await workspace.exactly(1);
  await popup.says("Saved to");
  await saysNothing(popup);
});

scenario("the popup says that the save of an earlier visit is being taken back", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  await workspace.exactly(1);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await standin.control("POST", "/faults", { ...TRASHING, ...LATE });
  await popup.click('#already [data-action="undo"]');
  await buttonSays(popup, "Undoing…");
  await popup.says("in Notion’s trash");
  await saysNothing(popup);
});
