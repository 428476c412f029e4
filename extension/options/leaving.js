/** Disconnecting: the question before it, and what becomes of the saves that wait. */

import { button, byId, create } from "../interface/element.js";
import { countText, text } from "../interface/text.js";
import { ask } from "../messages.js";

/** @import { Page } from "./options.js" */

/**
 * Asks in place of the buttons that led here; or leaves, where that is decided and nothing waits.
 * @param {Page} page
 * @param {{ account: string, steps: HTMLElement, pressed: HTMLElement, isDecided?: boolean }} leaving
 */
export async function askToLeave(page, { account, steps, pressed, isDecided = false }) {
  steps.inert = true;
  // Where they cannot be counted, none is deleted.
  const waiting = await ask("waiting", { account }).catch(() => 0);
  steps.inert = false;
  if (waiting === 0 && isDecided) return leave(page, account, false, steps);
  const before = [...steps.childNodes];
  const stay = button(text("disconnect_stay"), () => {
    steps.removeAttribute("role");
    steps.removeAttribute("aria-label");
    steps.replaceChildren(...before);
    pressed.focus();
  });
  const words = [
    text("disconnect_question"),
    ...(waiting > 0 ? [countText("disconnect_waiting", waiting)] : []),
  ];
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

/**
 * @param {Page} page
 * @param {string} account
 * @param {boolean} withSaves
 * @param {HTMLElement} steps
 */
async function leave(page, account, withSaves, steps) {
  steps.inert = true;
  if (await page.change("disconnect", { account, withSaves }, text("disconnected_now")))
    byId("account-heading", HTMLHeadingElement).focus();
  steps.inert = false;
}
