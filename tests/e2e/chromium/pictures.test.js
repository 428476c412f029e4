// Pictures that stay: copies of them in Notion, once the text is there.

import assert from "node:assert/strict";
import { join } from "node:path";
import { fetched, keptFiles } from "../harness/files.js";
import { network } from "../harness/network.js";
import { TARGET } from "../harness/paths.js";
import { refusePermission } from "../harness/permission.js";
import {
  ADDRESS,
  BLOCKS,
  KEPT,
  LINKED,
  keepPictures,
  preferenceReady,
  noted,
  publishPictures,
  shownIn,
} from "../harness/pictures.js";
import { badge, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

/** How long one is waited for that never comes. */
const HANGING_MS = 15_000;

/** How long it may take that an interrupted step is certain to be over, and the rest. */
const INTERRUPTED_MS = 300_000;

/**
 * Saves the page with the pictures, and gives what Notion has of it at that moment.
 * @param {Stage} stage
 */
async function savePictures({ standin, workspace, display, browser }) {
  await publishPictures(standin);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  const [saved] = await workspace.exactly(1);
  assert.ok(saved);
  return saved;
}

/**
 * Waits until all that can be kept is, and gives what the page shows.
 * @param {Stage} stage
 * @param {number} [patience]
 */
function allKept({ workspace }, patience) {
  return until(
    "all pictures to be kept",
    async () => {
      const [saved] = await workspace.pages(1);
      const shown = shownIn(saved?.page);
      const count = shown.filter(({ kept }) => kept !== null).length;
      if (count < KEPT.length || shown.some(({ type }) => type === "bookmark"))
        throw new Error(`${count} of ${KEPT.length} are kept`);
      return shown;
    },
    patience,
  );
}

/**
 * Waits until it is known what became of each.
 * @param {Stage} stage
 * @param {number} [patience]
 */
function allKnown({ options }, patience) {
  return until(
    "every picture to be settled",
    async () => {
      const found = await noted(options);
      return found?.isDone ? found.pictures : undefined;
    },
    patience,
  );
}

/** The receipt of the only save. @param {Stage} stage */
function receipt({ options }) {
  return options.evaluate(async () => {
    const all = /** @type {Record<string, any>} */ (await chrome.storage.local.get(null));
    return Object.entries(all).find(([key]) => key.startsWith("receipt:"))?.[1];
  });
}

/** @param {Stage} stage @param {number} [patience] */
async function endsWell(stage, patience) {
  const { standin, workspace, options } = stage;
  const pictures = await allKnown(stage, patience);
  const fates = Object.fromEntries(pictures.map(({ address, fate }) => [address, fate]));
  const linked = Object.entries(fates).filter(([, fate]) => fate !== "kept");
  assert.deepEqual(Object.fromEntries(linked), LINKED);

  // Nothing is twice, nothing is lost, and everything is where it was.
  const [saved] = await workspace.exactly(1);
  assert.equal(saved?.blocks.length, BLOCKS);
  const shown = shownIn(saved?.page);
  const kept = shown.filter((picture) => picture.kept !== null);
  assert.deepEqual(
    kept.map(({ caption }) => caption),
    KEPT.map(({ caption }) => caption),
  );
  assert.deepEqual(
    shown.filter((picture) => picture.kept === null).map(({ address }) => address),
    Object.keys(LINKED),
  );

  // The sites go away; what Notion keeps stays.
  await standin.control("DELETE", "/sites");
  for (const [at, { kept: address }] of kept.entries())
    assert.deepEqual(await fetched(standin, String(address)), KEPT[at]?.bytes, `picture ${at}`);
  await until(
    "no bytes to be left on this device",
    async () => (await keptFiles(options)).length === 0,
  );
}

scenario(
  "the text is there at once, then each picture is kept, and one that hangs delays nothing but itself",
  async (stage) => {
    const { workspace, browser, options } = stage;
    await keepPictures(stage);
    const saved = await savePictures(stage);
    assert.equal(saved.blocks.length, BLOCKS);
    const began = performance.now();
    await allKept(stage, HANGING_MS);
    const took = performance.now() - began;
    assert.ok(took < HANGING_MS, `${took} ms`);
    const known = await noted(options);
    const hanging = known?.pictures.find(({ address }) => address.includes("hanging"));
    assert.deepEqual([known?.isDone, hanging?.fate], [false, ""], "it still hangs");

    await endsWell(stage, 2 * HANGING_MS);
    // The same bytes at two addresses, twice at one: four different pictures, four uploads.
    const sent = (await workspace.requests()).filter(({ path }) => path === "/v1/file_uploads");
    assert.equal(sent.length, 4);

    const history = await browser.open(browser.address("history/history.html"));
    await history.says("6 pictures kept in Notion.");
    await history.says("hanging.png stays linked: its site did not send it in time.");
    await history.says("missing.png stays linked: its site answered with error 404.");

    // No receipt misses the cards that pictures stand for.
    const { checkedAt: before } = await receipt(stage);
    await history.click('.receipt [data-action="check"]');
    await until("the page to be read again", async () => {
      const { checkedAt } = await receipt(stage);
      return checkedAt > before;
    });
    const { standing, stored, sent: wanted } = await receipt(stage);
    assert.deepEqual([standing, stored], ["whole", wanted]);
  },
  { articles: true },
);

scenario(
  "with the worker killed between a card and its picture it ends the same, and nothing is twice",
  async (stage) => {
    const { standin, workspace, display, browser } = stage;
    await keepPictures(stage);
    // The picture is put behind its card, and the worker dies before it hears of that.
    await standin.control("POST", "/faults", {
      method: "PATCH",
      path: "/v1/blocks/[^/]+/children",
      answerDelayMs: 5_000,
      times: 1,
    });
    await savePictures(stage);
    await until("a picture behind its card", async () => {
      const [saved] = await workspace.pages(1);
      return shownIn(saved?.page).some(
        ({ type }, at, all) => type === "bookmark" && all[at + 1]?.kept,
      );
    });
    await browser.stopWorker();
    // Opening the popup is quicker than the alarm.
    await display.click(browser.icon);
    await allKept(stage, INTERRUPTED_MS);
    await endsWell(stage, INTERRUPTED_MS);
  },
  { articles: true },
);

scenario(
  "pictures of a save that waited for more than a day are kept once it is in Notion",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await keepPictures(stage);
    await publishPictures(standin);
    const worker = await browser.worker();
    await network(false, worker);
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    await until("the badge to count it", async () => (await badge(options)) === "1");
    const due = await options.evaluate(async () => {
      const keys = Object.keys(await chrome.storage.local.get(null));
      return keys.find((key) => key.startsWith("pictures-due:"));
    });
    assert.ok(due);
    await passesBy(worker, 26 * 3_600_000);
    // Those of a save that is gone come after it, and are given up: by then, it is known what becomes of both.
    const gone = `${due}-gone`;
    await options.evaluate(async (/** @type {string} */ key) => {
      const pictures = [{ address: "https://pictures.example/tower.png", fate: "" }];
      await chrome.storage.local.set({ [key]: { pictures } });
      await chrome.alarms.create("aftercare", { when: 0, periodInMinutes: 1 });
    }, gone);
    await options.waitFor(
      "pictures to be given up",
      async (/** @type {string} */ key) => {
        const found = /** @type {Record<string, any>} */ (await chrome.storage.local.get(key));
        return found[key]?.pictures[0].fate === "late";
      },
      gone.replace("pictures-due:", "pictures:"),
    );
    await options.evaluate(
      (/** @type {string} */ key) => chrome.storage.local.remove(key),
      gone.replace("pictures-due:", "pictures:"),
    );
    const waiting = await noted(options);
    assert.equal(waiting?.isDone, false, "what waits is not given up");
    assert.equal(waiting?.pictures.filter(({ fate }) => fate === "late").length, 0);

    // What went wrong is tried again a minute later.
    await passesBy(worker, 120_000);
    await network(true, worker);
    await workspace.exactly(1);
    await allKept(stage, INTERRUPTED_MS);
    await endsWell(stage, 2 * HANGING_MS);
  },
  { articles: true },
);

/**
 * Lets time pass by for the worker.
 * @param {import("../harness/tab.js").Tab} worker
 * @param {number} time
 */
async function passesBy(worker, time) {
  await worker.evaluate((/** @type {number} */ time) => {
    const now = Date.now;
    Date.now = () => now() + time;
  }, time);
}

scenario(
  "where the browser's question is answered with no, nothing is fetched and all stay linked",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await preferenceReady(options);
    await options.click("#keep-pictures");
    await refusePermission(display, options);
    await options.waitFor("a word about it", () => {
      const error = /** @type {HTMLElement} */ (document.querySelector("#keep-pictures-error"));
      return error.innerText && document.querySelector("#keep-pictures:not(:checked)") !== null;
    });
    // The keyboard is nobody's after the question: by the popup, as after any click.
    await publishPictures(standin);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    // What is said at the first use moves the button.
    await popup.find("#first-use button");
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const [saved] = await workspace.exactly(1);
    assert.equal(saved?.blocks.length, BLOCKS);
    assert.ok(shownIn(saved?.page).every(({ kept }) => kept === null));
    assert.equal(await noted(options), undefined);
  },
  { articles: true },
);

scenario(
  "the popup offers copies once, and says what for",
  async ({ standin, display, browser }) => {
    await publishPictures(standin);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    await popup.says("Pictures are linked to their site and go when it does.");
    await popup.screenshot(join(TARGET, "screenshots", "pictures-offer.png"));
    await popup.click("#pictures-offer button:last-child");
    await popup.waitFor("the offer to be gone", () =>
      Boolean(document.querySelector("#pictures-offer[hidden]")),
    );
    await display.press("Escape");
    await browser.popupCloses();
    await display.click(browser.icon);
    const again = await browser.popup();
    await filledForm(again);
    await again.says("pictures");
    assert.ok(
      await again.evaluate(() => document.querySelector("#pictures-offer[hidden]") !== null),
    );
  },
  { articles: true },
);
