// What waits in Firefox: without a network, and with the event page ended in the middle.

import assert from "node:assert/strict";
import { another, ARTICLE } from "../harness/article.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { manyPages, rowIs, saveAll } from "../harness/history.js";
import { drained, RECONCILED_MS } from "../harness/killing.js";
import { badge, chooseDestination, connect } from "../harness/satchel.js";
import { until } from "../harness/until.js";

firefoxScenario(
  "N-01 Firefox keeps what is saved without a network, and sends it in order when it is back",
  async ({ standin, workspace, display, browser, options }) => {
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    const { address, html, values } = another(1);
    await standin.publish(address, html);
    const history = await browser.open(browser.address("history/history.html"));
    await browser.open(address);
    await browser.inBrowser("Services.io.offline = true;");
    await display.press("alt+shift+l");
    await until("the badge to count it", async () => (await badge(options)) === "1");
    await saveAll(options, "", manyPages(6));
    await until("the badge to count all", async () => (await badge(options)) === "7");
    await rowIs(history, "waiting");
    assert.match(await history.text(), /You are offline\. Saves wait on this device/u);

    await browser.inBrowser("Services.io.offline = false;");
    const pages = await workspace.pages(7);
    await history.says("All 7 saves are now in Notion");
    assert.deepEqual(pages[0]?.values, { ...values, tags: [] });
    assert.deepEqual(
      (await workspace.exactly(7)).map((page) => page.values.title),
      [ARTICLE.title, ...manyPages(6).map(({ title }) => title)],
    );
    await until("the badge to be done", async () => ["", "✓"].includes(await badge(options)));
  },
);

firefoxScenario(
  "L-16 Firefox ends the event page while Notion answers, and there is one page",
  async ({ standin, workspace, display, browser, options }) => {
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    const { address, html, values } = another(1);
    await standin.publish(address, html);
    // Longer than it takes to see that the page is there, and to end who waits for the answer.
    const slow = { method: "POST", path: "/v1/pages$", answerDelayMs: 10_000, times: 1 };
    await standin.control("POST", "/faults", slow);
    await browser.open(address);
    await display.press("alt+shift+l");
    await workspace.pages(1);
    await browser.endEventPage();
    await drained(options, RECONCILED_MS);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...values, tags: [] });
  },
);

firefoxScenario(
  "L-10 Firefox disables Satchel and enables it again, and what waited is sent without anybody's doing",
  async ({ standin, workspace, browser, options }) => {
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    const overload = { path: "/v1/pages$", status: 529, code: "service_overload", times: null };
    await standin.control("POST", "/faults", overload);
    await saveAll(options, "", manyPages(1));
    await until("the badge to count it", async () => (await badge(options)) === "1");
    // Another page stays when those of the extension close.
    await browser.open("about:blank");
    await browser.turn(false);
    await standin.control("DELETE", "/faults");
    await browser.turn(true);
    const pages = await workspace.pages(1, "Reading list", RECONCILED_MS);
    assert.equal(pages.length, 1);
  },
);
