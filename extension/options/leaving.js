/** Disconnecting: the question before it, and what becomes of the saves that wait. */

import { button, byId, create } from "../interface/element.js";
import { countText, text } from "../interface/text.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** So many saves a view holds at most: there may be more. */
const SHOWN = 20;

/**
 * How many saves of an account are not in Notion, as far as the view tells.
 * @param {View} view
 * @param {string} account
 */
export function waitingSaves(view, account) {
  return view.saves.filter((save) => save.account === account && save.state !== "saved").length;
}

/**
 * Asks in place of the buttons that led here.
 * @param {Page} page
 * @param {{ account: string, waiting: number, steps: HTMLElement, pressed: HTMLElement }} leaving
 */
export function askToLeave(page, { account, waiting, steps, pressed }) {
  const before = [...steps.childNodes];
  const stay = button(text("disconnect_stay"), () => {
    steps.removeAttribute("role");
    steps.removeAttribute("aria-label");
    steps.replaceChildren(...before);
    pressed.focus();
  });
  const words = [text("disconnect_question"), ...(waiting > 0 ? [waitingText(waiting)] : [])];
  /** @param {string} label @param {boolean} withSaves @param {string} [style] */
  const way = (label, withSaves, style) =>
    button(label, () => leave(page, account, withSaves, steps), style);
  // Read out with the first button in it that has the focus.
  steps.setAttribute("role", "group");
  steps.setAttribute("aria-label", words.join(" "));
  steps.replaceChildren(
    ...words.map((sentence) => create("p", {}, sentence)),
    ...(waiting === 0
      ? [way(text("disconnect"), false, "button danger")]
      : [
          way(countText("disconnect_keeping", waiting), false),
          way(countText("disconnect_deleting", waiting), true, "button danger"),
        ]),
    stay,
  );
  stay.focus();
}

/** @param {number} waiting */
function waitingText(waiting) {
  return waiting < SHOWN
    ? countText("disconnect_waiting", waiting)
    : text("disconnect_waiting_at_least", waiting);
}

/**
 * @param {Page} page
 * @param {string} account
 * @param {boolean} withSaves
 * @param {HTMLElement} steps
 */
export async function leave(page, account, withSaves, steps) {
  steps.inert = true;
  if (await page.change("disconnect", { account, withSaves }, text("disconnected_now")))
    byId("account-heading", HTMLHeadingElement).focus();
  steps.inert = false;
}
