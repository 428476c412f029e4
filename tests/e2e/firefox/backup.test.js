// Settings as a file in Firefox: downloaded, changed, and chosen in its own dialog.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { withDownloads } from "../harness/history.js";
import { chooseDestination, connect } from "../harness/satchel.js";

firefoxScenario("Firefox exports settings as a file, and brings them back", async (stage) => {
  const { workspace, display, browser, options } = stage;
  await connect(options, workspace.token);
  await chooseDestination(options, "Reading list");
  await withDownloads(browser, async (downloaded, folder) => {
    const press = async (/** @type {string} */ selector) =>
      display.click(await options.find(selector));
    await press("#backup-export");
    const content = await downloaded(".json");
    const file = JSON.parse(content);
    assert.deepEqual([file.satchel, file.version], ["settings", 1]);
    assert.ok(!content.includes(workspace.token.slice(-4)), "no token is in it");

    const path = join(folder, "changed.json");
    const destination = workspace.database("Bare").source;
    await writeFile(path, JSON.stringify({ ...file, defaultDestination: destination }));
    await press("#backup-import");
    await display.focus("--name", "File Upload");
    await display.type(path);
    await display.press("Return");
    await press("#backup-changes .primary");
    await options.waitFor(
      "the settings to be the file's",
      async (wanted) => {
        const { value } = await chrome.runtime.sendMessage({ kind: "view" });
        return value.defaultDestination === wanted;
      },
      destination,
    );
  });
});
