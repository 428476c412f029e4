/** Whether the extension's button is in the toolbar: a browser puts it behind its puzzle piece at first. */

import { browser } from "../browser.js";
import { byId } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @typedef {{ addListener: (changed: () => void) => void }} Changes */

/**
 * Says where the button is, and how it gets to where it is at hand.
 * @param {(isPinned: boolean) => void} pinned told whenever that is looked at
 */
export function followPin(pinned) {
  const words = byId("pin", HTMLParagraphElement);
  const isFirefox = browser.runtime.getURL("").startsWith("moz-");

  async function look() {
    const { isOnToolbar } = await browser.action.getUserSettings();
    words.textContent = isOnToolbar
      ? text("start_pinned")
      : text(isFirefox ? "start_pin_firefox" : "start_pin");
    pinned(isOnToolbar ?? false);
  }

  look();
  // Chromium tells since version 130; before, whoever comes back to the page sees it.
  const { onUserSettingsChanged } = /** @type {{ onUserSettingsChanged?: Changes }} */ (
    browser.action
  );
  onUserSettingsChanged?.addListener(look);
  window.addEventListener("focus", look);
}
