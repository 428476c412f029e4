// The report for whoever helps: what is in it, and that nothing is in it that is somebody's.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { breakCore } from "../harness/breaking.js";
import { manyPages, saveAll, withDownloads } from "../harness/history.js";
import { badge } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/** What Notion answers to a save: its words are nobody's business either. */
const REFUSAL = {
  method: "POST",
  path: "/v1/pages$",
  status: 403,
  code: "restricted_resource",
  message: "canary words of Notion",
};

/** Records as a store that lost its mind might have them: a text wherever there may be one. */
const DAMAGED = {
  "canary key": 1,
  "save:canary-1": {
    id: "canary-1",
    state: "canary state",
    clip: { title: "canary title", address: "https://canary.example/" },
    error: { code: "canary-code", status: "canary status", message: "canary message" },
    editedAt: "canary time",
  },
  "save:canary-2": { id: "canary-2", clip: "canary clip" },
};

/** The report, as it is shown. @param {Tab} options */
async function report(options) {
  await options.click("#diagnose");
  const shown = await options.waitFor("the report", () => {
    const { hidden } = /** @type {HTMLElement} */ (document.querySelector("#diagnostics-report"));
    const { value } = /** @type {HTMLTextAreaElement} */ (
      document.querySelector("#diagnostics-text")
    );
    return hidden ? "" : value;
  });
  return { shown, told: JSON.parse(shown) };
}

scenario("a report tells numbers and codes, and nothing of anybody's", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await standin.publish(ADDRESS, HTML);
  await standin.control("POST", "/faults", REFUSAL);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  await until("the badge to ask for attention", async () => (await badge(options)) === "!");
  await options.show();
  /** Every text that is kept: in each is something that must not be told. */
  const kept = await options.evaluate(async (/** @type {object} */ damaged) => {
    const { settings } = /** @type {any} */ (await chrome.storage.local.get("settings"));
    settings.broker = "https://canary-broker.example";
    settings.accounts[0].way = "canary way";
    await chrome.storage.local.set({ ...damaged, settings });
    return JSON.stringify([await chrome.storage.local.get(null)]);
  }, DAMAGED);
  const { shown, told } = await report(options);

  const database = workspace.database("Reading list");
  const secrets = [
    "canary",
    workspace.token,
    workspace.token.slice(-4),
    workspace.name,
    database.id,
    database.source,
    "Reading list",
    ARTICLE.title,
    ARTICLE.description,
    "news.example",
    ...(kept.match(/[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}/gu) ?? []),
  ];
  assert.ok(secrets.length > 15, "there are ids among them");
  for (const secret of secrets)
    assert.ok(!shown.toLowerCase().includes(secret.toLowerCase()), `“${secret}” is told`);

  assert.equal(told.satchel, "diagnostics");
  assert.match(told.browser, /Chrome\/\d+/u);
  assert.deepEqual(told.language, { browser: "en-US", texts: "en" });
  assert.ok(told.permissions.granted.includes("storage"));
  assert.deepEqual(told.permissions.sites, ["https://api.notion.com/*"]);
  assert.deepEqual(told.modules, { first: "loads", late: "loads", article: "loads" });
  assert.equal(told.settings.accounts.all, 1);
  assert.deepEqual(told.settings.accounts.by, { other: 1 });
  assert.equal(told.settings.destinations, 2);
  assert.equal(told.settings.ownBroker, true);
  assert.deepEqual(told.saves.by, { attention: 1, other: 1 });
  assert.equal(told.saves.unreadable, 1);
  const [newest] = told.saves.errors;
  assert.equal(newest.code, "forbidden");
  assert.equal(newest.status, 403);
  assert.ok(Math.abs(Date.parse(newest.at) - Date.now()) < 600_000, newest.at);
  assert.deepEqual(told.saves.errors.slice(1), [
    { at: null, code: "other", status: null, state: "other" },
  ]);
  assert.ok(told.storage.usage > 0 && told.storage.local > 0);
  assert.equal(told.storage.records.other, 1);
  assert.ok(told.storage.database.saves >= 1);
  assert.ok(Array.isArray(told.alarms));

  await withDownloads(browser, async (downloaded) => {
    await options.click("#diagnostics-download");
    assert.equal(await downloaded(".json"), shown, "the file is what was shown");
  });
});

scenario(
  "a report can be had when the core cannot, and says so",
  async ({ standin, browser, options: before, extension }) => {
    const overload = { path: "/v1/pages$", status: 529, code: "service_overload", times: null };
    await standin.control("POST", "/faults", overload);
    await saveAll(before, "", manyPages(2));
    await breakCore(extension);
    await browser.reload(before);
    const options = await browser.open(browser.address("options/options.html"));
    await options.says("Satchel’s core couldn’t be loaded.");
    const { told } = await report(options);
    const failed = { failed: "core-failed" };
    assert.deepEqual(told.modules, { first: failed, late: failed, article: "loads" });
    assert.equal(told.saves.all, 2);
    assert.equal(told.settings.accounts.all, 1);
  },
  { spoilt: true },
);
