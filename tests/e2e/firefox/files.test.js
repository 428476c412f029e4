// Files that are chosen in Firefox, whose popup closes when a dialog for files opens: they are chosen in the
// window that comes in its place, in the dialog itself.

import assert from "node:assert/strict";
import { ADDRESS, HTML } from "../harness/article.js";
import { fileChips, filesOf, withFolder } from "../harness/files.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { dataSource, property } from "../harness/properties.js";
import { chooseDestination, connect, filledForm, outcome } from "../harness/satchel.js";
import { SHAPES_TOKEN, TYPES, workspaceOf } from "../harness/shapes.js";

/** Far over the size from which a browser keeps what it stores in a file of its own. */
const LONG = "Minutes of the harbour board. ".repeat(10_000);

firefoxScenario("a file is chosen in Firefox, and is in the page with its bytes", async (stage) => {
  const { standin, display, browser, options } = stage;
  await standin.control("POST", "/seed", workspaceOf(TYPES));
  await connect(options, SHAPES_TOKEN);
  await chooseDestination(options, "Every type");
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.press("alt+shift+k");
  const popup = await FirefoxPopup.opened(stage);
  await filledForm(popup);
  await popup.fill("#title", "What the board said");
  await popup.click(`${await property(popup, "Attachments")} .file-button`);

  const aside = await browser.shown(browser.address("popup/popup.html#tab="));
  await popup.closes();
  const form = await filledForm(aside);
  assert.deepEqual([form.title, form.address], ["What the board said", ADDRESS]);
  const row = await property(aside, "Attachments");
  await withFolder({ "minutes.txt": LONG }, async ({ "minutes.txt": path = "" }) => {
    await display.focus("--name", "Satchel");
    await display.click(await aside.find(`${row} .file-button`));
    await display.focus("--name", "File Upload");
    await display.type(path);
    await display.press("Return");
    assert.deepEqual(await fileChips(aside, row, 1), ["minutes.txt 293 kB"]);
  });
  await display.click(await aside.find("#save"));
  const { tone, text } = await outcome(aside);
  assert.equal(tone, "good", text);
  const { id } = await dataSource(standin, "Every type");
  const pages = await standin.control("GET", `/pages?dataSource=${id}&atLeast=1`);
  assert.equal(pages.length, 1);
  assert.deepEqual(await filesOf(standin, pages[0]), [{ name: "minutes.txt", content: LONG }]);
});
