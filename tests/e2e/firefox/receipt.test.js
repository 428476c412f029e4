// The receipt in Firefox: the history says that the page has all of its text, names what is missing, and sends it again.

import assert from "node:assert/strict";
import { FirefoxByHand } from "../harness/firefox-hand.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { checkAgain, EVERYTHING, receipt, remove, sendMissing, shown } from "../harness/receipt.js";
import { chooseDestination, connect, filledForm, outcome } from "../harness/satchel.js";
import { paced } from "../harness/until.js";

firefoxScenario("Firefox's history names what a page has lost, and puts it back", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await connect(options, workspace.token, { articles: true });
  await chooseDestination(options, "Reading list");
  await standin.publish(EVERYTHING.address, await EVERYTHING.html());
  await browser.open(EVERYTHING.address);
  await display.press("alt+shift+k");
  const popup = await FirefoxPopup.opened(stage);
  await filledForm(popup);
  await display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  await receipt(popup, "whole");
  await display.press("Escape");
  await popup.closes();

  const tab = await browser.open(browser.address("history/history.html"));
  const history = new FirefoxByHand(tab, display);
  assert.match(await receipt(history, "whole"), /All of it is in Notion/u);
  const before = await shown(stage);
  assert.ok((await remove(stage, ["image", "divider", "table"])) > 2);
  await checkAgain(history);
  assert.match(await receipt(history, "missing"), /Picture: “A satchel/u);
  await sendMissing(history);
  // The page is read back after each block that is put into it.
  assert.match(await receipt(history, "whole", paced(60)), /All of it is in Notion/u);
  assert.deepEqual(await shown(stage), before);
});
