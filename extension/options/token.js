/** Connecting with a pasted token. */

import { byId } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { text } from "../interface/text.js";
import { complaining, revealing } from "./fields.js";

/** @import { Page } from "./options.js" */

/** @param {Page} page */
export function startToken(page) {
  const token = byId("token", HTMLInputElement);
  const submit = byId("connect-button", HTMLButtonElement);
  const complain = complaining(token, byId("token-error", HTMLParagraphElement));
  page.attempts.onSuccess(revealing(token, byId("show-token", HTMLButtonElement)));
  byId("token-form", HTMLFormElement).addEventListener("submit", (event) => {
    event.preventDefault();
    if (page.attempts.isBusy) return;
    complain("");
    page.attempts.begin(submit, "connect", { token: token.value }, (error) =>
      // Elsewhere this code is about a connection that once worked.
      complain(error.code === "token-rejected" ? text("token_refused") : explained(error)),
    );
  });
}
