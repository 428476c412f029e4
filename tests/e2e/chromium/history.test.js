// The history: what it lists, what can be done from it, and what it says when there is nothing to list.

import assert from "node:assert/strict";
import { ADDRESS, another, HTML } from "../harness/article.js";
import {
  counts,
  manyPages,
  openHistory,
  rowIs,
  rows,
  rowsAre,
  saveAll,
  withDownloads,
} from "../harness/history.js";
import { network } from "../harness/network.js";
import { filledForm } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const REFUSAL = {
  method: "POST",
  path: "/v1/pages$",
  status: 403,
  code: "restricted_resource",
  message: "Insufficient permissions for this endpoint.",
};

/**
 * Saves a page with the shortcut, and is refused.
 * @param {Stage} stage
 */
async function refused({ standin, display, browser }) {
  await standin.publish(ADDRESS, HTML);
  await standin.control("POST", "/faults", REFUSAL);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  const history = await openHistory(browser);
  await rowIs(history, "attention");
  return history;
}

scenario("an empty history says what will be in it", async ({ browser }) => {
  const history = await openHistory(browser);
  await history.says("Nothing saved yet");
  assert.deepEqual(await counts(history), { all: 0, waiting: 0, attention: 0, saved: 0 });
});

scenario("a save appears in the open history and leads to its page", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  const history = await openHistory(browser);
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  const [saved] = await workspace.exactly(1);
  await rowIs(history, "saved");
  const link = await history.evaluate(
    () => /** @type {HTMLAnchorElement} */ (document.querySelector('[data-action="open"]')).href,
  );
  assert.equal(link, saved?.url);
  await until("the numbers to follow", async () => (await counts(history)).saved === 1);
});

scenario("the popup and the options lead to the history", async (stage) => {
  const { standin, display, browser, options } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await display.click((await popup.find("#history")).screen);
  const history = await browser.opened("history/");
  await history.says("Nothing saved yet");
  await history.close();
  await browser.open(another(1).address);
  await saveAll(options, "", manyPages(1));
  await options.show();
  // What is said of the save moves what stands below it.
  await rowIs(options, "saved");
  await options.click('#saves-foot a[href*="history"]');
  await rowsAre(await browser.opened("history/"), 1);
});

scenario("what needs attention is edited in the history and sent", async (stage) => {
  const { workspace } = stage;
  const history = await refused(stage);
  await history.click('[data-action="edit"]');
  await history.fill('[data-field="title"]', "A better title");
  await history.fill('[data-field="tags"]', "sea, night");
  await history.fill('[data-field="description"]', "Mine.");
  await history.click('.save-editor [type="submit"]');
  await history.says("A better title");
  if ((await rows(history))[0]?.state === "attention") await history.click('[data-action="retry"]');
  await rowIs(history, "saved");
  const [saved, ...others] = await workspace.pages(1);
  assert.deepEqual(others, []);
  assert.deepEqual(saved?.values, {
    title: "A better title",
    address: ADDRESS,
    description: "Mine.",
    tags: ["sea", "night"],
  });
});

scenario("an edit that is given up changes nothing", async (stage) => {
  const history = await refused(stage);
  const before = await rows(history);
  await history.click('[data-action="edit"]');
  await history.fill('[data-field="title"]', "Not this");
  await history.press("Escape");
  await history.find('[data-action="edit"]');
  assert.deepEqual(await rows(history), before);
  assert.equal(
    await history.evaluate(
      () => /** @type {HTMLElement} */ (document.activeElement).dataset.action,
    ),
    "edit",
    "the focus is where it was",
  );
});

scenario("deleting asks first, and nothing deleted is sent", async (stage) => {
  const { workspace } = stage;
  const history = await refused(stage);
  await history.click('[data-action="discard"]');
  // The question waits on the harmless answer.
  await history.press("Enter");
  await rowsAre(history, 1);
  await history.click('[data-action="discard"]');
  await history.click(".save-actions .danger");
  await history.says("Nothing saved yet");
  assert.deepEqual(await workspace.pages(0), []);
});

scenario("what is in Notion is removed from the list, and stays in Notion", async (stage) => {
  const { workspace, browser, options } = stage;
  await saveAll(options, "", manyPages(1));
  await workspace.exactly(1);
  const history = await openHistory(browser);
  await rowIs(history, "saved");
  await history.click('[data-action="discard"]');
  await history.says("The page stays in Notion");
  await history.click(".save-actions .danger");
  await history.says("Nothing saved yet");
  const [page] = await workspace.exactly(1);
  assert.equal(page?.page.in_trash, false);
});

scenario("one save and all that wait can be taken away as files", async (stage) => {
  const { browser, options } = stage;
  await network(false, await browser.worker());
  await saveAll(options, "", manyPages(3));
  const history = await openHistory(browser);
  await rowsAre(history, 3);
  await withDownloads(browser, async (exported) => {
    await history.click(".export-all .export-buttons button:last-child");
    const all = JSON.stringify(JSON.parse(await exported(".json")));
    for (const { title, address } of manyPages(3))
      assert.ok(all.includes(title) && all.includes(address), `${title} is in the file`);
    await history.click('[data-action="export"]');
    await history.click(".save-actions .button:not([data-action])");
    const one = await exported(".md");
    assert.equal(manyPages(3).filter(({ address }) => one.includes(address)).length, 1);
  });
});

scenario("a long history is shown fifty at a time, searched and filtered", async (stage) => {
  const { browser, options } = stage;
  await network(false, await browser.worker());
  await saveAll(options, "", manyPages(120));
  const history = await openHistory(browser);
  await rowsAre(history, 50);
  assert.deepEqual(await counts(history), { all: 120, waiting: 120, attention: 0, saved: 0 });
  await history.says("50 of 120 saves shown");
  await history.click("#more");
  await rowsAre(history, 100);
  const focused = await history.evaluate(() =>
    [...document.querySelectorAll(".save")].findIndex((row) =>
      row.contains(document.activeElement),
    ),
  );
  assert.equal(focused, 50, "the reader goes on at the first new one");
  await history.click("#more");
  await rowsAre(history, 120);
  assert.equal(
    await history.evaluate(
      () => /** @type {HTMLElement} */ (document.querySelector("#more")).hidden,
    ),
    true,
  );
  await history.fill("#query", "page-77");
  await rowsAre(history, 1);
  await history.says("1 save");
  await history.click('.filter-choice[data-state="attention"] input');
  await history.says("No save fits");
  await history.click("#nothing .button");
  await rowsAre(history, 50);
});

scenario(
  "D-11 ten thousand saves are counted, searched and shown fifty at a time",
  async (stage) => {
    const { workspace, browser, options } = stage;
    await saveAll(options, "", manyPages(1));
    await workspace.exactly(1);
    // The page is there before its save says so, and what is copied below has to be a save that is over.
    const before = await openHistory(browser);
    await until("the first one to be saved", async () => (await counts(before)).saved === 1);
    await before.close();
    await options.evaluate(async () => {
      const settled = (/** @type {IDBRequest} */ request) =>
        new Promise((done, failed) => {
          request.onsuccess = () => done(request.result);
          request.onerror = () => failed(request.error);
        });
      const database = await settled(indexedDB.open("satchel"));
      const saves = database.transaction("saves", "readwrite").objectStore("saves");
      const [made] = await settled(saves.getAll());
      for (let number = 1; number <= 10_000; number += 1) {
        const at = 1_700_000_000_000 + number;
        const { live, ...old } = structuredClone(made);
        void live;
        saves.put({
          ...old,
          id: `${at}-old`,
          clip: {
            ...old.clip,
            title: `Old page ${number}.`,
            address: `https://old.example/${number}/`,
          },
          createdAt: at,
          editedAt: at,
          settledAt: at,
          checkAt: null,
        });
      }
      await new Promise((done) => {
        saves.transaction.oncomplete = done;
      });
      database.close();
    });
    const history = await openHistory(browser);
    await rowsAre(history, 50);
    assert.equal((await counts(history)).saved, 10_001);
    await history.says("50 of 10,001 saves shown");
    await history.fill("#query", "old.example/77/");
    await rowsAre(history, 1);
    assert.equal((await rows(history))[0]?.title, "Old page 77.");
  },
);

scenario("all that failed are sent with one press, and it says how far it is", async (stage) => {
  const { standin, workspace, browser, options } = stage;
  await standin.control("POST", "/faults", { ...REFUSAL, times: null });
  await saveAll(options, "", manyPages(6));
  const history = await openHistory(browser);
  await until("all to need attention", async () => (await counts(history)).attention === 6);
  await standin.control("DELETE", "/faults");
  await history.evaluate(() => {
    /** @type {Set<string>} */
    const said = new Set();
    const section = /** @type {HTMLElement} */ (document.querySelector("#progress"));
    new MutationObserver(() => said.add(section.innerText)).observe(section, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    Object.assign(globalThis, { said });
  });
  await history.click("#retry-all");
  await history.says("All 6 saves are now in Notion");
  const said = await history.evaluate(() => [
    .../** @type {{ said: Set<string> }} */ (/** @type {unknown} */ (globalThis)).said,
  ]);
  assert.ok(
    said.some((words) => /^[1-5] of 6 sent$/.test(words.trim())),
    said.join(" | "),
  );
  const pages = await workspace.pages(6);
  assert.equal(pages.length, 6);
  assert.deepEqual(
    pages.map(({ values }) => values.title),
    manyPages(6).map(({ title }) => title),
    "in the order they were saved",
  );
});

scenario(
  "D-10 a store that cannot be read has words of its own, and the export stays",
  async (stage) => {
    const { browser, options } = stage;
    const worker = await browser.worker();
    await network(false, worker);
    await saveAll(options, "", manyPages(1));
    await worker.evaluate(() => {
      const broken = () => Promise.reject(new Error("the disk is on fire"));
      Object.assign(chrome.storage.local, { get: broken, getKeys: broken });
      IDBDatabase.prototype.transaction = () => {
        throw new DOMException("the disk is on fire", "UnknownError");
      };
    });
    const history = await browser.open(browser.address("history/history.html"));
    await history.says("This browser’s storage can’t be read.");
    await withDownloads(browser, async (exported) => {
      await history.click("#trouble .export-buttons button");
      assert.match(await exported(".md"), /news\.example\/page-1/);
    });
  },
);
