// The start page in Firefox: it opens by itself, and leads to the first page in Notion.

import assert from "node:assert/strict";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { connect } from "../harness/satchel.js";
import { done, firstSave, ticked } from "../harness/start.js";

firefoxScenario("Firefox opens the start page, and a first page is saved there", async (stage) => {
  const { browser, workspace } = stage;
  const start = await browser.shown(browser.address("start/start.html"));
  await start.says("Press the puzzle piece");
  await connect(start, workspace.token, { articles: true });
  await start.click(`#destinations input[value="${workspace.database("Reading list").source}"]`);
  await ticked(start, "where");
  await start.click("#sample");
  const { page } = await firstSave(start);
  const [saved] = await workspace.exactly(1);
  assert.equal(page, saved?.url);
  assert.deepEqual(await done(start), ["connect", "where", "try"]);
});
