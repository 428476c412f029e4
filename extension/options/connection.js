/** The account: connecting with a token, who is connected, disconnecting. */

import { button, byId, create, isolated } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";

/** @import { AccountView, ErrorView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {(view: View) => void}
 */
export function startConnection(page) {
  const token = byId("token", HTMLInputElement);
  const form = byId("connect", HTMLFormElement);
  const submit = byId("connect-button", HTMLButtonElement);
  const card = byId("account", HTMLDivElement);
  const reveal = byId("show-token", HTMLButtonElement);
  let busy = false;

  reveal.addEventListener("click", () => {
    const shown = token.type === "text";
    token.type = shown ? "password" : "text";
    reveal.setAttribute("aria-pressed", String(!shown));
  });
  token.addEventListener("input", () => showError(null));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    showError(null);
    submit.setAttribute("aria-disabled", "true");
    submit.replaceChildren(create("span", { class: "spinner" }), text("connecting"));
    const connected = await page.change(
      "connect",
      { token: token.value },
      text("connected_now"),
      showError,
    );
    busy = false;
    submit.removeAttribute("aria-disabled");
    submit.textContent = text("connect");
    if (!connected) return;
    token.value = ""; // the page has no more use for the secret
    token.type = "password";
    reveal.setAttribute("aria-pressed", "false");
    card.querySelector("h3")?.focus();
  });

  /** @param {ErrorView | null} error */
  function showError(error) {
    const { happened, next } = error ? explain(error) : { happened: "", next: "" };
    byId("token-error", HTMLParagraphElement).textContent = next ? `${happened} ${next}` : happened;
    if (error) {
      token.setAttribute("aria-invalid", "true");
      token.focus();
    } else {
      token.removeAttribute("aria-invalid");
    }
  }

  let shown = "";
  return (view) => {
    const account = view.accounts[0] ?? null;
    form.hidden = account !== null && account.status === "connected";
    card.hidden = account === null;
    // A card drawn anew would lose the focus, and a half-answered question with it.
    if (shown === JSON.stringify(account)) return;
    shown = JSON.stringify(account);
    card.replaceChildren();
    if (account) card.append(accountCard(account, page));
  };
}

/**
 * @param {AccountView} account
 * @param {Page} page
 */
function accountCard(account, page) {
  const steps = create("div", { class: "line" });
  const disconnect = button(text("disconnect"), () => {
    const keep = button(text("disconnect_keep"), () => {
      steps.replaceChildren(disconnect);
      disconnect.focus();
    });
    const confirm = button(
      text("disconnect_confirm"),
      async () => {
        steps.inert = true;
        if (await page.change("disconnect", { account: account.id }, text("disconnected_now")))
          byId("token", HTMLInputElement).focus();
        steps.inert = false;
      },
      "button danger",
    );
    steps.replaceChildren(create("p", {}, text("disconnect_question")), confirm, keep);
    keep.focus();
  });
  steps.append(disconnect);
  const rejected = account.status === "rejected";
  return create(
    "div",
    { class: "card stack" },
    create(
      "div",
      { class: "identity" },
      create(
        "span",
        { class: rejected ? "seal bad" : "seal" },
        glyph(rejected ? "warning" : "check", 18),
      ),
      create(
        "div",
        {},
        create("h3", { tabindex: -1 }, isolated(account.workspace || text("unnamed_workspace"))),
        create(
          "p",
          { class: "soft small" },
          text(rejected ? "account_rejected" : "account_connected"),
        ),
      ),
    ),
    rejected ? create("p", {}, text("account_rejected_next")) : null,
    create(
      "dl",
      { class: "facts" },
      create("dt", {}, text("account_user")),
      create("dd", {}, isolated(account.user || text("account_no_user"))),
      create("dt", {}, text("account_token")),
      create("dd", {}, text("account_token_ending", account.tokenEnding)),
    ),
    steps,
  );
}
