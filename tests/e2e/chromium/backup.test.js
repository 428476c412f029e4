// The settings as a file: what is in it, what it would change, and that nothing is lost by it.

import assert from "node:assert/strict";
import { view } from "../harness/account.js";
import { ADDRESS, HTML } from "../harness/article.js";
import { chosen } from "../harness/backup.js";
import { withDownloads } from "../harness/history.js";
import { gets, keptPlan, mappingRow, planSays } from "../harness/mapping.js";
import { wording } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/**
 * Asks the worker as the options page does.
 * @param {Tab} options
 * @param {string} kind
 * @param {object} [value]
 */
function tell(options, kind, value) {
  return options.evaluate((/** @type {object} */ message) => chrome.runtime.sendMessage(message), {
    kind,
    value,
  });
}

/** Presses the button that exports, and returns the file. @param {import("../harness/scenario.js").Stage} stage */
async function exported({ browser, options }) {
  let content = "";
  await withDownloads(browser, async (downloaded) => {
    await options.click("#backup-export");
    content = await downloaded(".json");
  });
  return content;
}

scenario("settings are exported, and brought back after they were changed", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  const reading = workspace.database("Reading list").source;
  await tell(options, "addPreset", { destination: reading, name: "Papers" });
  const { presets } = await view(options);
  const papers = presets[0]?.id ?? "";
  await tell(options, "chooseDestination", { destination: papers });
  const content = await exported(stage);
  const file = JSON.parse(content);
  assert.deepEqual([file.satchel, file.version], ["settings", 1]);
  for (const secret of [workspace.token, workspace.token.slice(-4), "ntn_"])
    assert.ok(!content.includes(secret), "no token is in it");

  const same = await chosen(options, content);
  assert.deepEqual(same, { error: "", rows: [] });
  await options.says(await wording(options, "backup_nothing"));

  await tell(options, "removePreset", { id: papers });
  await tell(options, "chooseDestination", { destination: workspace.database("Bare").source });
  await tell(options, "setPreferences", {
    saveAtOnce: true,
    cleanAddresses: true,
    linkOnly: true,
  });
  const stored = () =>
    options.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
  const before = await stored();
  const { rows } = await chosen(options, content);
  assert.deepEqual(rows, [
    "New preset: Papers",
    "Saved to unless you choose otherwise: Papers",
    `Switched off: ${await wording(options, "prefer_save_at_once")}`,
  ]);
  assert.equal(await stored(), before, "saying it changes nothing");
  await options.click("#backup-changes .button:not(.primary)");
  assert.equal(await stored(), before, "nor does leaving it");

  await chosen(options, content);
  await options.click("#backup-changes .primary");
  await options.waitFor("the settings to be back", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets.length === 1 && !value.preferences.saveAtOnce;
  });
  await options.says(await wording(options, "import_done"));
  assert.equal((await view(options)).defaultDestination, papers);
  // What the toolbar button does follows, and the account is as it was. The button itself is not
  // pressed: the download has put another beside it.
  const click = await options.evaluate(() => chrome.action.getPopup({}));
  assert.match(click, /popup\.html$/u);
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  await workspace.exactly(1);
});

scenario(
  "a file of somebody else's is looked at closely, and what cannot be taken is named",
  async (stage) => {
    const { workspace, options } = stage;
    const file = JSON.parse(await exported(stage));
    const kept = (/** @type {object} */ change) => JSON.stringify({ ...file, ...change });
    /** @type {[string, string][]} */
    const wrong = [
      ["no JSON at all", "backup_unreadable"],
      ["{}", "backup_unreadable"],
      [JSON.stringify({ satchel: "saves", saves: [] }), "backup_other"],
      [kept({ version: 2 }), "backup_newer"],
      [kept({ destinations: [{ id: "no id" }] }), "backup_damaged"],
    ];
    for (const [content, code] of wrong) {
      const { error, rows } = await chosen(options, content);
      assert.ok(error.startsWith(await wording(options, `error_${code}`)), `${code}: ${error}`);
      assert.deepEqual(rows, []);
    }
    assert.match((await chosen(options, wrong.at(-1)?.[0] ?? "")).error, /\(destinations 1\)$/u);

    const hostile = "<img src=x onerror=alert(1)>\u202e";
    const elsewhere = file.destinations.map((/** @type {object} */ destination) => ({
      ...destination,
      account: "another",
      workspace: hostile,
      title: hostile,
    }));
    const { rows } = await chosen(options, kept({ destinations: elsewhere }));
    const named = hostile.slice(0, -1);
    assert.deepEqual(
      rows,
      Array(2).fill(`${named}: connect the workspace ${named}, then import this file again.`),
    );
    const { pictures, steps } = await options.evaluate(() => ({
      pictures: document.querySelectorAll("#backup-changes img").length,
      steps: document.querySelectorAll("#backup-changes button").length,
    }));
    assert.deepEqual({ pictures, steps }, { pictures: 0, steps: 0 }, "there is nothing to apply");
    assert.equal((await view(options)).destinations.length, workspace.shared.length);
  },
);

scenario(
  "what is imported is shown at once, and the next change does not undo it",
  async (stage) => {
    const { workspace, browser, options } = stage;
    const { source } = workspace.database("Reading list");
    await tell(options, "addPreset", { destination: source, name: "Papers" });
    const id = (await view(options)).presets[0]?.id ?? "";
    const description = await mappingRow(options, "Description");
    await options.pick(`${description} select`, "Fixed text");
    await options.fill(`${description} .template input`, "From the file");
    await planSays(options, "the plan to be kept", source, "From the file");
    const content = await exported(stage);

    await options.fill(`${description} .template input`, "From this page");
    await planSays(options, "another plan to be kept", source, "From this page");
    const conditions = [{ hosts: ["news.example"], path: "", kind: "" }];
    await tell(options, "setPreset", { id, name: "Talks", conditions });
    await options.go(browser.address("options/options.html"));
    const card = `[data-preset="${id}"]`;
    await options.find(`${card} .condition`);
    await chosen(options, content);
    await options.click("#backup-changes .primary");
    await options.says(await wording(options, "import_done"));

    await until(
      "the editor to show the file's plan",
      async () => (await gets(options, "Description")) === "Fixed text: From the file",
    );
    const shown = await options.evaluate((/** @type {string} */ card) => {
      const name = /** @type {HTMLInputElement} */ (
        document.querySelector(`${card} .preset-title`)
      );
      return [name.value, document.querySelectorAll(`${card} .condition`).length];
    }, card);
    assert.deepEqual(shown, ["Papers", 0]);

    await options.click("#mapping-icon");
    await planSays(options, "the icon to be kept", source, '"icon":true');
    assert.ok(JSON.stringify(await keptPlan(options, source)).includes("From the file"));
    await options.click(`${card} .add-condition`);
    await options.fill(`${card} .condition input`, "papers.example");
    await options.press("Tab");
    await options.waitFor("the rule to be kept", async () => {
      const { value } = await chrome.runtime.sendMessage({ kind: "view" });
      return value.presets[0]?.conditions[0]?.hosts[0] === "papers.example";
    });
    assert.equal((await view(options)).presets[0]?.name, "Papers");
  },
);
