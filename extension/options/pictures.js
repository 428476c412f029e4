/** Whether copies of pictures are kept, which takes the browser's permission as well. */

import { browser } from "../browser.js";
import { keepsPictures, refusePictures, wantPictures } from "../consent.js";
import { byId } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { Page } from "./options.js" */

/** @param {Page} page */
export function startPictures(page) {
  const box = byId("keep-pictures", HTMLInputElement);
  const error = byId("keep-pictures-error", HTMLParagraphElement);

  box.addEventListener("change", async () => {
    error.textContent = "";
    // Browsers ask only in the very turn of the click: nothing is awaited before.
    const done = box.checked ? wantPictures() : refusePictures().then(() => true);
    if (await done) page.announce(text("changes_saved"));
    else error.textContent = text("pictures_not_allowed");
    await show();
  });
  browser.permissions.onAdded.addListener(show);
  browser.permissions.onRemoved.addListener(show);
  show();

  async function show() {
    box.checked = await keepsPictures();
    box.disabled = false;
  }
}
