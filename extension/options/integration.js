/** Signing in through an integration of one's own. */

import { byId } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { complaining, copying, revealing } from "./fields.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startIntegration(page) {
  const redirect = byId("redirect", HTMLInputElement);
  const here = byId("redirect-here", HTMLInputElement);
  const choice = byId("redirect-choice", HTMLLabelElement);
  /** @type {string[]} */
  let redirects = [];
  const id = byId("client-id", HTMLInputElement);
  const secret = byId("client-secret", HTMLInputElement);
  const submit = byId("connect-integration", HTMLButtonElement);
  const general = byId("integration-error", HTMLParagraphElement);
  /** Which field an error belongs to. @type {Record<string, (words: string) => void>} */
  const complaints = {
    "client-id-malformed": complaining(id, byId("client-id-error", HTMLParagraphElement)),
    "client-secret-malformed": complaining(
      secret,
      byId("client-secret-error", HTMLParagraphElement),
    ),
  };
  const clearSecret = revealing(secret, byId("show-client-secret", HTMLButtonElement));
  page.attempts.onSuccess(() => {
    clearSecret();
    id.value = "";
  });
  copying(redirect, byId("copy-redirect", HTMLButtonElement), page.announce);
  byId("integration", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (page.attempts.isBusy) return;
    general.textContent = "";
    for (const complain of Object.values(complaints)) complain("");
    const wish = {
      account: null,
      way: "integration",
      clientId: id.value,
      clientSecret: secret.value,
      redirect: redirect.value,
    };
    page.attempts.begin(submit, "signIn", wish, (error) => {
      const complain = complaints[error.code];
      if (complain) complain(explained(error));
      else general.textContent = explained(error);
    });
  });
  here.addEventListener("change", showRedirect);
  return (view) => {
    redirects = view.redirects;
    choice.hidden = redirects.length < 2;
    showRedirect();
  };

  function showRedirect() {
    const address = redirects[here.checked ? 1 : 0] ?? "";
    // Set again, it would lose what is selected.
    if (redirect.value !== address) redirect.value = address;
  }
}
