// A preset in Firefox: made in the options, and chosen by the popup on the pages it is for.

import { ADDRESS, HTML } from "../harness/article.js";
import { FirefoxByHand } from "../harness/firefox-hand.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { addHarbourNews, saveAsHarbourNews } from "../harness/presets.js";
import { chooseDestination, connect } from "../harness/satchel.js";

firefoxScenario(
  "a preset made in Firefox is chosen by itself on the pages it is for",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    await addHarbourNews(new FirefoxByHand(options, display));
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.press("alt+shift+k");
    await saveAsHarbourNews(await FirefoxPopup.opened(stage), workspace);
  },
);
