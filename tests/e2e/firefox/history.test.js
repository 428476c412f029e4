// The history in Firefox: a save is put right in it, taken back, and taken away as a file.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { rowIs, rowsAre } from "../harness/history.js";
import { chooseDestination, connect } from "../harness/satchel.js";
import { until } from "../harness/until.js";

const REFUSAL = {
  method: "POST",
  path: "/v1/pages$",
  status: 403,
  code: "restricted_resource",
  message: "Insufficient permissions for this endpoint.",
};

firefoxScenario("in Firefox's history a save is put right, sent and undone", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await connect(options, workspace.token);
  await chooseDestination(options, "Reading list");
  await standin.publish(ADDRESS, HTML);
  await standin.control("POST", "/faults", REFUSAL);
  await browser.open(ADDRESS);
  await display.press("alt+shift+l");
  const history = await browser.open(browser.address("history/history.html"));
  await rowIs(history, "attention");
  const press = async (/** @type {string} */ selector) =>
    display.click(await history.find(selector));
  await press('[data-action="edit"]');
  await press('[data-field="title"]');
  await display.press("ctrl+a");
  await display.type("A better title");
  await press('.save-editor [type="submit"]');
  await history.says("A better title");
  await rowIs(history, "saved");
  const [saved] = await workspace.pages(1);
  assert.deepEqual(saved?.values, { ...ARTICLE, title: "A better title", tags: [] });

  await press('[data-action="undo"]');
  await until("the page to be in the trash", async () => {
    const [page] = await workspace.pages(1);
    return page?.page.in_trash;
  });
  await rowsAre(history, 0);
});
