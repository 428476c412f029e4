/** Signing in through a service that keeps the secret of a shared integration; and which one. */

import { browser } from "../browser.js";
import { byId } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { hostOf } from "../interface/places.js";
import { text } from "../interface/text.js";
import { asError } from "../messages.js";
import { complaining } from "./fields.js";

/** @import { ErrorView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startBroker(page) {
  const signIn = byId("connect-with-notion", HTMLButtonElement);
  const origin = byId("broker", HTMLInputElement);
  const remove = byId("remove-broker", HTMLButtonElement);
  const complain = complaining(origin, byId("broker-error", HTMLParagraphElement));
  /** @type {string | null} */
  let broker = null;

  signIn.addEventListener("click", async () => {
    if (page.attempts.isBusy || broker === null) return;
    // Browsers ask only in the very turn of the click: nothing is awaited before.
    const asked = mayReach(broker);
    showError(null);
    if (!(await asked)) showError(asError({ code: "broker-not-allowed", message: "" }));
    else
      page.attempts.begin(
        signIn,
        "signIn",
        { account: null, way: "broker", clientId: "", clientSecret: "", redirect: null },
        showError,
      );
  });
  byId("broker-form", HTMLFormElement).addEventListener("submit", async (event) => {
    event.preventDefault();
    complain("");
    const saved = await page.change(
      "setBroker",
      { origin: origin.value },
      text("changes_saved"),
      (error) => complain(explained(error)),
    );
    if (saved && broker !== null) signIn.focus();
  });
  remove.addEventListener("click", async () => {
    complain("");
    if (await page.change("setBroker", { origin: "" }, text("changes_saved"))) origin.focus();
  });

  /** @param {ErrorView | null} error */
  function showError(error) {
    byId("with-notion-error", HTMLParagraphElement).textContent = explained(error);
    if (error) signIn.focus();
  }

  let shown = "";
  return (view) => {
    const state = JSON.stringify([view.broker, view.brokerIsChosen]);
    // What is being typed stays.
    if (shown === state) return;
    shown = state;
    broker = view.broker;
    byId("with-notion", HTMLDivElement).hidden = broker === null;
    byId("with-notion-note", HTMLParagraphElement).textContent =
      broker === null ? "" : text("with_notion_note", hostOf(broker));
    origin.value = view.brokerIsChosen ? (broker ?? "") : "";
    remove.hidden = !view.brokerIsChosen;
    showError(null);
  };
}

/**
 * Asks the person to let this origin be reached, if they did not before. A match pattern has no
 * port: it stands for all of them.
 * @param {string} origin
 * @returns {Promise<boolean>}
 */
export async function mayReach(origin) {
  try {
    const { protocol, hostname } = new URL(origin);
    return await browser.permissions.request({ origins: [`${protocol}//${hostname}/*`] });
  } catch {
    return false;
  }
}
