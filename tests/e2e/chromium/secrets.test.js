// Where the token is kept, who cannot read it there, and that it goes when it should.

import assert from "node:assert/strict";
import { disconnect, signIn, view } from "../harness/account.js";
import { confirm } from "../harness/satchel.js";
import { ADDRESS, HTML } from "../harness/article.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";
import { CLIENT } from "../harness/workspace.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

const afresh = { connected: false };

/** How many tokens each store holds. @param {Tab} options */
function copies(options) {
  return options.evaluate(async () => {
    const opened = indexedDB.open("satchel");
    // Who looks must not make one: the extension would find it there, and nothing in it.
    opened.onupgradeneeded = () => opened.transaction?.abort();
    /** @type {IDBDatabase | undefined} */
    const database = await new Promise((done, failed) => {
      opened.onsuccess = () => done(opened.result);
      // Nothing but that means that there is none: whoever could not look has not seen an empty store.
      opened.onerror = () =>
        opened.error?.name === "AbortError" ? done(undefined) : failed(opened.error);
    });
    /** @type {unknown[]} */
    const records = await new Promise((done) => {
      if (!database) return done([]);
      const all = database.transaction("copies").objectStore("copies").getAll();
      all.onsuccess = () => done(all.result);
    });
    database?.close();
    const tokens = (/** @type {unknown[]} */ records) =>
      records.filter((record) => /** @type {any} */ (record)?.access).length;
    const local = await chrome.storage.local.get(null);
    return { local: tokens(Object.values(local)), database: tokens(records) };
  });
}

scenario("T-12 a store that lost the token gets it back from the other", async (stage) => {
  const { options } = stage;
  assert.deepEqual(await copies(options), { local: 1, database: 1 });
  /** @type {(() => Promise<unknown>)[]} */
  const losses = [
    () => chrome.storage.local.clear(),
    () =>
      new Promise((done, failed) => {
        const gone = indexedDB.deleteDatabase("satchel");
        gone.onsuccess = done;
        gone.onerror = failed;
      }),
  ];
  for (const loss of losses) {
    await options.evaluate(async () => {
      const { settings } = await chrome.storage.local.get("settings");
      Object.assign(globalThis, { settings });
    });
    await options.evaluate(loss);
    await options.evaluate(() => {
      const { settings } = /** @type {any} */ (globalThis);
      return chrome.storage.local.set({ settings });
    });
    // While it is still reading the list from before, a press means nothing.
    await options.click("#refresh:not([aria-disabled])");
    await until("the copy to be back", async () => {
      const { local, database } = await copies(options);
      return local === 1 && database === 1;
    });
    assert.equal((await view(options)).accounts[0]?.status, "connected");
  }
});

scenario(
  "T-14 disconnecting revokes the token and wipes every store",
  async (stage) => {
    const { standin, options } = stage;
    await signIn(stage);
    await confirm(options);
    assert.deepEqual(await copies(options), { local: 1, database: 1 });
    await disconnect(options);
    const [connection] = await standin.control("GET", `/connections?client=${CLIENT.id}`);
    assert.equal(connection.revoked, true);
    assert.deepEqual(await copies(options), { local: 0, database: 0 });
    const left = await options.evaluate(async () =>
      JSON.stringify([
        await chrome.storage.local.get(null),
        await chrome.storage.session.get(null),
      ]),
    );
    for (const secret of [CLIENT.id, CLIENT.secret, connection.token, connection.refreshToken])
      assert.ok(!left.includes(secret), "nothing of it is left");
    assert.deepEqual((await view(options)).destinations, []);
  },
  afresh,
);

scenario("T-15 a script in a page cannot read the token", async (stage) => {
  const { standin, browser, options } = stage;
  await standin.publish(ADDRESS, HTML);
  const tab = await browser.open(ADDRESS);
  // The click lets Satchel's own scripts into the page, for as long as it shows.
  await browser.trigger(tab);
  await browser.popup();
  const inPage = async (/** @type {string} */ address) => {
    const [{ id = 0 } = {}] = await chrome.tabs.query({ url: address });
    const [frame] = await chrome.scripting.executeScript({
      target: { tabId: id },
      func: async () => {
        try {
          return Object.keys(await chrome.storage.local.get(null));
        } catch (refused) {
          return String(refused);
        }
      },
    });
    return frame?.result;
  };
  const found = await options.waitFor("the page to let it in", inPage, ADDRESS);
  assert.match(String(found), /not allowed/i);
});
