/** Why a save failed, in the form, where it can be put right. */

import { byId, button, create } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { openOptions } from "../interface/places.js";
import { text } from "../interface/text.js";
import { scrollClear } from "./foot.js";

/** @import { ErrorView, SaveView } from "../interface/protocol.d.ts" */

/**
 * Whether a save has to be put right in the form. One that only waits for its workspace to be
 * confirmed is kept, and goes out by itself then.
 * @param {SaveView} save
 */
export function isFailure({ state, error }) {
  return state === "attention" && error?.code !== "not-confirmed";
}

/**
 * Why the save failed, above the button that tries again.
 * @param {ErrorView | null} error null takes the note away
 */
export function showFailure(error) {
  const note = byId("failure", HTMLElement);
  note.hidden = error === null;
  note.replaceChildren();
  if (!error) return;
  const { happened, next, inOptions } = explain(error);
  note.append(
    glyph("warning"),
    create("strong", {}, happened),
    create("p", {}, next || text("draft_kept")),
  );
  const request = requestLine(error);
  if (request) note.append(request);
  if (inOptions) note.append(create("div", {}, button(text("open_options"), openOptions, "link")));
  scrollClear(note);
}

/**
 * What Notion calls the request that failed, for whoever asks its makers.
 * @param {ErrorView} error
 */
export function requestLine(error) {
  return error.requestId
    ? create(
        "p",
        { class: "small soft" },
        `${text("request_id")} `,
        create("code", {}, error.requestId),
      )
    : null;
}
