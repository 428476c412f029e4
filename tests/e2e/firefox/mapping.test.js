// What goes where, changed in Firefox with the real mouse and the real keyboard.

import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { FirefoxByHand } from "../harness/firefox-hand.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { changePlan, readingList, saveAsPlanned } from "../harness/mapping.js";
import { filledForm } from "../harness/satchel.js";

firefoxScenario(
  "what a property gets is changed in Firefox, and a save keeps to it",
  async (stage) => {
    const { standin, display, browser, options } = stage;
    const { id } = await readingList(stage);
    await changePlan(new FirefoxByHand(options, display), id);
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.press("alt+shift+k");
    const popup = await FirefoxPopup.opened(stage);
    await filledForm(popup, ARTICLE.description);
    await saveAsPlanned(stage, popup, id);
  },
);
