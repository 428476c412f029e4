// Without a network, which is a normal state; and without the core, which is not.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { breakCore } from "../harness/breaking.js";
import { manyPages, openHistory, rowIs, saveAll, withDownloads } from "../harness/history.js";
import { network } from "../harness/network.js";
import { badge, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

scenario(
  "N-01 offline is said everywhere, and what waited goes out when the network is back",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await standin.publish(ADDRESS, HTML);
    const page = await browser.open(ADDRESS);
    const history = await openHistory(browser);
    const worker = await browser.worker();
    // From here on no page may close: the tools that take the network away give it back then.
    await network(false, worker, history);
    await page.show();
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await display.press("Return");
    const said = await outcome(popup);
    assert.equal(said.tone, "waiting");
    assert.match(
      said.text,
      /Saved on this device.*You are offline\. It goes to Notion by itself/su,
    );
    await until("the badge to count it", async () => (await badge(options)) === "1");
    const title = await options.evaluate(async () => {
      const [front] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
      return chrome.action.getTitle(front?.id === undefined ? {} : { tabId: front.id });
    });
    assert.match(title, /offline, and 1 save waits/u);
    await rowIs(history, "waiting");
    const shown = await history.text();
    assert.match(shown, /You are offline\. Saves wait on this device and go out by themselves\./u);
    assert.match(shown, /You are offline: it goes out by itself\./u);
    await network(true, worker, history);
    await popup.says("Saved to");
    await rowIs(history, "saved");
    await history.waitFor(
      "no word of being offline",
      () => /** @type {HTMLElement} */ (document.querySelector("#offline")).hidden,
    );
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
    await until("the badge to be done", async () => ["", "✓"].includes(await badge(options)));
  },
);

scenario("many that waited are counted on the badge and go out in order", async (stage) => {
  const { workspace, browser, options } = stage;
  const worker = await browser.worker();
  await network(false, worker);
  await saveAll(options, "", manyPages(7));
  await until("the badge to count them", async () => (await badge(options)) === "7");
  const history = await openHistory(browser);
  await network(false, history);
  await network(true, worker, history);
  await history.says("All 7 saves are now in Notion");
  assert.deepEqual(
    (await workspace.exactly(7)).map(({ values }) => values.title),
    manyPages(7).map(({ title }) => title),
  );
});

scenario(
  "L-14 with its core unreadable, Satchel says so and still gives every waiting save",
  async ({ standin, browser, options: before, display, extension }) => {
    const overload = { path: "/v1/pages$", status: 529, code: "service_overload", times: null };
    await standin.control("POST", "/faults", overload);
    await saveAll(before, "", manyPages(4));
    await breakCore(extension);
    await browser.reload(before);
    const options = await browser.open(browser.address("options/options.html"));
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    await until(
      "the badge to count the link with the others",
      async () => (await badge(options)) === "5",
    );
    await display.click(browser.icon);
    const popup = await browser.popup();
    await popup.says("Satchel’s core couldn’t be loaded.");
    await popup.find("#outcome .export-buttons");
    await options.show();
    await options.evaluate(() => location.reload());
    await options.says("Satchel’s core couldn’t be loaded.");
    await options.find("#trouble .export-buttons");
    const history = await browser.open(browser.address("history/history.html"));
    await history.says("Satchel’s core couldn’t be loaded.");
    await withDownloads(browser, async (exported) => {
      await history.click("#trouble .export-buttons button:last-child");
      const kept = JSON.stringify(JSON.parse(await exported(".json")));
      await history.click("#trouble .export-buttons button");
      const readable = await exported(".md");
      for (const { title, address } of [...manyPages(4), ARTICLE]) {
        assert.ok(kept.includes(title) && kept.includes(address), `${title} is in the file`);
        assert.ok(readable.includes(title) && readable.includes(address), `${title} can be read`);
      }
    });
  },
  { spoilt: true },
);

scenario(
  "L-14 a link kept while the core is unreadable goes to Notion once it can be read",
  async ({ standin, workspace, browser, options: before, display, extension }) => {
    const mend = await breakCore(extension);
    await browser.reload(before);
    const options = await browser.open(browser.address("options/options.html"));
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    await until(
      "the badge to say that the link is kept",
      async () => (await badge(options)) === "1",
    );
    assert.deepEqual(await workspace.pages(0), []);
    assert.ok(
      await options.evaluate(() => chrome.alarms.get("outbox")),
      "and the alarm brings the worker back for it",
    );
    await mend();
    await browser.reload(options);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, description: "", tags: [] });
    await rowIs(await openHistory(browser), "saved");
  },
  { spoilt: true },
);
