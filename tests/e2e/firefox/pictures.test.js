// Copies of pictures in Firefox: offered in its popup, asked for in its own words, and kept.

import assert from "node:assert/strict";
import { fetched } from "../harness/files.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { answerPermission } from "../harness/permission.js";
import { ADDRESS, BLOCKS, KEPT, publishPictures, shownIn } from "../harness/pictures.js";
import { chooseDestination, connect, filledForm, outcome } from "../harness/satchel.js";
import { until } from "../harness/until.js";

firefoxScenario("Firefox's popup offers copies of pictures, and they are kept", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await connect(options, workspace.token, { articles: true });
  await chooseDestination(options, "Reading list");
  await publishPictures(standin);
  await browser.open(ADDRESS);
  await display.press("alt+shift+k");
  const popup = await FirefoxPopup.opened(stage);
  await filledForm(popup);
  await popup.says("Pictures are linked to their site and go when it does.");
  await popup.click("#pictures-offer button:first-child");
  await answerPermission(browser, "accept");
  await options.waitFor("the preference to be kept", async () => {
    const { keepPictures } = await chrome.storage.local.get("keepPictures");
    return keepPictures === true && document.querySelector("#keep-pictures:checked") !== null;
  });
  await popup.click("#save");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.equal(saved?.blocks.length, BLOCKS);
  const kept = await until("the pictures to be kept", async () => {
    const [page] = await workspace.pages(1);
    const found = shownIn(page?.page).filter((picture) => picture.kept !== null);
    return found.length === KEPT.length ? found : undefined;
  });
  await standin.control("DELETE", "/sites");
  for (const [at, picture] of kept.entries())
    assert.deepEqual(await fetched(standin, String(picture.kept)), KEPT[at]?.bytes);
});
