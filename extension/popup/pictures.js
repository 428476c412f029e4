/** The offer to keep copies of an article's pictures: made once, where there are some. */

import { hasChosen, refusePictures, wantPictures } from "../consent.js";
import { byId, create } from "../interface/element.js";
import { text } from "../interface/text.js";

/** Shows it, unless the person said what they want before. */
export async function offerPictures() {
  if (await hasChosen()) return;
  const box = byId("pictures-offer", HTMLDivElement);
  const keep = create("button", { type: "button", class: "button" }, text("pictures_keep"));
  const leave = create("button", { type: "button", class: "button" }, text("pictures_leave"));
  const close = () => {
    box.hidden = true;
    byId("keep-article", HTMLInputElement).focus();
  };
  // Browsers ask only in the very turn of the click; the question may close the popup.
  keep.addEventListener("click", () => wantPictures().then(close));
  leave.addEventListener("click", () => refusePictures().then(close));
  box.replaceChildren(
    create("p", {}, text("pictures_offer")),
    create("div", { class: "line" }, keep, leave),
  );
  box.hidden = false;
}
