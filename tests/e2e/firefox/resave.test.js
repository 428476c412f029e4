// A page that is updated in Firefox: its text is brought up to date where it stands, and the person's own stays.

import assert from "node:assert/strict";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { receipt } from "../harness/receipt.js";
import { ADDRESS, FIRST, publish, updatedAround, updateIn } from "../harness/resave.js";
import { chooseDestination, connect, filledForm, outcome } from "../harness/satchel.js";

firefoxScenario(
  "a page updated in Firefox has the new text, and what the person wrote",
  async (stage) => {
    const { workspace, display, browser, options } = stage;
    await connect(options, workspace.token, { articles: true });
    await chooseDestination(options, "Reading list");
    const popup = await open(FIRST);
    await display.press("Return");
    assert.equal((await outcome(popup)).tone, "good");
    await receipt(popup, "whole");
    await display.press("Escape");
    await popup.closes();
    await updatedAround(stage, async (words) => {
      const again = await open(words);
      await updateIn(again);
      return again;
    });

    /**
     * The popup on the page with these paragraphs.
     * @param {string[]} paragraphs
     */
    async function open(paragraphs) {
      await publish(stage, paragraphs);
      await browser.open(ADDRESS);
      await display.press("alt+shift+k");
      const popup = await FirefoxPopup.opened(stage);
      await filledForm(popup);
      return popup;
    }
  },
);
