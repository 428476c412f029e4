// The start page: from the installation to the first page in Notion.

import assert from "node:assert/strict";
import { connected } from "../harness/account.js";
import { withBroker } from "../harness/broker.js";
import { choose } from "../harness/properties.js";
import { chooseDestination, connect } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { actsOfSigningIn, actsWithToken, done, firstSave, ticked } from "../harness/start.js";

const SAMPLE = {
  title: "Satchel - Wikipedia",
  address: "https://en.wikipedia.org/wiki/Satchel",
  description: "A sample, from the first steps with Satchel.",
  tags: [],
};

scenario(
  "with a token, five acts lead from the installation to the first page in Notion",
  async ({ options: start, workspace }) => {
    await start.says("Steps done: 1 of 4");
    assert.deepEqual(await done(start), ["hand"]);
    const acts = actsWithToken({ options: start, workspace });
    assert.equal(acts.length, 5);
    for (const act of acts) await act();
    const { title, page } = await firstSave(start);
    assert.equal(title, SAMPLE.title);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, SAMPLE);
    assert.equal(page, saved?.url, "the link leads to the page that was made");
    await start.says("All set.");
    assert.deepEqual(await done(start), ["connect", "where", "try", "hand"]);
    assert.equal(await start.evaluate(() => document.activeElement?.id), "try-heading");
  },
  { connected: false, start: true },
);

scenario(
  "with a sign-in service, six acts do, the browser's own question with them",
  async (stage) => {
    const { options: start, workspace } = stage;
    await withBroker(stage, async () => {
      const acts = actsOfSigningIn(stage);
      assert.equal(acts.length, 6);
      for (const act of acts) await act();
      await firstSave(start);
      const [saved] = await workspace.exactly(1);
      assert.deepEqual(saved?.values, SAMPLE);
    });
  },
  { connected: false, start: true },
);

scenario(
  "whoever has no database has one made on the way",
  async ({ options: start, standin }) => {
    const token = "ntn_5a7c4e10starttoken00123456789ABCDEFGHIJKLMNOPQRSTU";
    const pages = [{ title: "Home", sharedWith: [token] }];
    const connections = [{ kind: "internal", name: "Satchel", token }];
    const workspaces = [{ name: "Empty", connections, pages }];
    await standin.control("POST", "/seed", { workspaces });
    await connect(start, token, { articles: true });
    await start.find("#new-database[open] #new-database-page");
    assert.deepEqual(await done(start), ["connect", "hand"]);
    assert.ok(await start.evaluate(() => document.querySelector("#try[hidden]") !== null));
    await choose(start, "#new-database-place", "ho", "Home");
    await start.click("#new-database-form button[type=submit]");
    await ticked(start, "where");
    await start.click("#sample");
    await firstSave(start);
  },
  { connected: false, start: true },
);

scenario(
  "what is done in the options is ticked off on the start page, without looking there",
  async ({ options: start, browser, workspace }) => {
    const options = await browser.open(browser.address("options/options.html"));
    await connect(options, workspace.token);
    await ticked(start, "connect");
    await chooseDestination(options, "Bare");
    await start.waitFor("the database to be chosen", () => {
      const row = document.querySelector("#destinations li:has(input:checked)");
      return row?.querySelector(".destination-title")?.textContent === "Bare";
    });
    await options.click("#account .disconnect");
    await options.click("#account .danger");
    await start.waitFor("the steps to be as at first", () =>
      document.querySelector("#try[hidden]"),
    );
    assert.deepEqual(await done(start), ["hand"]);
    await connected(start, 0);
  },
  { connected: false, start: true },
);

scenario(
  "a button behind the puzzle piece is a step that is left",
  async ({ options: start }) => {
    await start.says("Press the puzzle piece");
    assert.deepEqual(await done(start), []);
    const shown = await start.evaluate(
      () => /** @type {HTMLElement} */ (document.querySelector("#shortcuts")).innerText,
    );
    assert.match(shown.replaceAll(/\s/g, ""), /Alt\+Shift\+K.*Alt\+Shift\+L/);
  },
  { connected: false, start: true, isPinned: false },
);

scenario("the start page is found again in the options", async ({ browser, options }) => {
  await options.click("a[href$='start.html']");
  const start = await browser.opened("start/");
  await ticked(start, "where");
  await start.says("Reading list");
});

scenario(
  "an extension that is loaded anew opens no start page",
  async ({ browser, options }) => {
    await browser.reload(options);
    const page = await browser.open(browser.address("options/options.html"));
    // It is answered after what the start of the worker began.
    await page.evaluate(() => chrome.runtime.sendMessage({ kind: "view" }));
    const start = browser.target(({ url }) => url.startsWith(browser.address("start/")));
    assert.equal(start, undefined);
  },
  { connected: false },
);
