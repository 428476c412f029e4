/** The connected workspaces, a card each: whose it is, whether it works, whether it is the right one. */

import { button, byId, create, isolated } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";
import { asError } from "../messages.js";
import { mayReach } from "./broker.js";
import { askToLeave } from "./leaving.js";

/** @import { AccountView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @param {{ pasteToken: () => void, useIntegration: () => void }} forms where what was pasted is put
 *   right
 * @returns {(view: View) => void}
 */
export function startAccounts(page, { pasteToken, useIntegration }) {
  const list = byId("account", HTMLUListElement);
  /** The cards by what they show. @type {Map<string, HTMLLIElement>} */
  let cards = new Map();

  return (view) => {
    list.hidden = view.accounts.length === 0;
    const kept = cards;
    // A card drawn anew would lose the focus, and a half-answered question with it.
    cards = new Map(
      view.accounts.map((account) => {
        const state = JSON.stringify(account);
        return [state, kept.get(state) ?? card(account, { page, pasteToken, useIntegration })];
      }),
    );
    const wanted = [...cards.values()];
    if (
      wanted.some((element, at) => list.children[at] !== element) ||
      list.children.length !== wanted.length
    )
      list.replaceChildren(...wanted);
  };
}

/**
 * Puts the reader where a workspace that was just connected asks for something.
 * @param {string | null} account null when none changed
 */
export function focusAccount(account) {
  const card = [...byId("account", HTMLUListElement).children].find(
    (element) => element instanceof HTMLElement && element.dataset.account === account,
  );
  const target = card?.querySelector(".confirm") ?? card?.querySelector("h3");
  if (target instanceof HTMLElement) target.focus();
  else byId("account-heading", HTMLHeadingElement).focus();
}

/**
 * What a card works with.
 * @typedef {object} Tools
 * @property {Page} page
 * @property {() => void} pasteToken
 * @property {() => void} useIntegration
 */

/**
 * @param {AccountView} account
 * @param {Tools} tools
 */
function card(account, tools) {
  const content =
    account.status === "rejected"
      ? rejected(account, tools)
      : account.confirmed
        ? connected(account, tools)
        : question(account, tools);
  const state = account.status === "connected" && !account.confirmed ? "asking" : account.status;
  return create(
    "li",
    { class: "card stack", "data-account": account.id, "data-state": state },
    ...content,
  );
}

/**
 * @param {AccountView} account
 * @param {Tools} tools
 */
function connected(account, tools) {
  const { reconnect, failed } = reconnecting(account, tools);
  // What a renewal meets (a service that is gone, say) may need the person long before it fails.
  const ways = account.way === "token" ? [] : [reconnect];
  return [
    identity(account, "check", text("account_connected")),
    facts(account),
    create("div", { class: "line" }, ...ways, disconnectButton(account, tools)),
    failed,
  ];
}

/**
 * Notion no longer takes what it was connected with.
 * @param {AccountView} account
 * @param {Tools} tools
 */
function rejected(account, tools) {
  const { reconnect, failed } = reconnecting(account, tools);
  reconnect.classList.add("primary");
  return [
    identity(account, "warning", text("account_rejected")),
    create("p", {}, text(`account_rejected_${account.way}`)),
    facts(account),
    create("div", { class: "line" }, reconnect, disconnectButton(account, tools)),
    failed,
  ];
}

/** What only the form of an integration can put right: its id and secret are asked for again. */
const OF_THE_CLIENT = new Set([
  "client-id-malformed",
  "client-secret-malformed",
  "client-rejected",
]);

/**
 * The button that connects an account again, the way it was connected before, and the words when
 * that fails.
 * @param {AccountView} account
 * @param {Tools} tools
 */
function reconnecting({ id, way, broker }, { page, pasteToken, useIntegration }) {
  const failed = create("p", { class: "field-error", role: "alert" });
  const reconnect = button(
    text("reconnect"),
    async () => {
      if (way === "token") {
        pasteToken();
        return;
      }
      if (page.attempts.isBusy) return;
      failed.textContent = "";
      if (broker !== null && !(await mayReach(broker))) {
        failed.textContent = explained(asError({ code: "broker-not-allowed", message: "" }));
        return;
      }
      const wish = { account: id, way, clientId: "", clientSecret: "", redirect: null };
      page.attempts.begin(reconnect, "signIn", wish, (error) => {
        failed.textContent = explained(error);
        if (OF_THE_CLIENT.has(error.code)) useIntegration();
      });
    },
    "button reconnect",
  );
  reconnect.toggleAttribute("data-connects", way !== "token");
  return { reconnect, failed };
}

/**
 * Somebody else may have begun the sign-in: the person looks whose workspace it is before anything
 * is saved there.
 * @param {AccountView} account
 * @param {Tools} tools
 */
function question(account, { page }) {
  const { id, workspace, user } = account;
  const steps = create("div", { class: "line" });
  const yes = button(
    text("confirm_yes"),
    async () => {
      if (steps.inert) return;
      steps.inert = true;
      if (await page.change("confirm", { account: id }, text("confirmed_now"))) focusAccount(id);
      steps.inert = false;
    },
    "button primary confirm",
  );
  const no = button(
    text("confirm_no"),
    () => {
      askToLeave(page, { account: id, steps, pressed: no, isDecided: true });
    },
    "button deny",
  );
  steps.append(yes, no);
  const heading = create("h3", { tabindex: -1, id: `ask-${id}` }, text("confirm_question"));
  const whose = create(
    "p",
    { class: "whose", id: `whose-${id}` },
    isolated(workspace || text("unnamed_workspace")),
    ...(user ? [" · ", isolated(user)] : []),
  );
  const check = create("p", { id: `check-${id}` }, text("confirm_check"));
  const named = { "aria-labelledby": `ask-${id} whose-${id}`, "aria-describedby": `check-${id}` };
  return [
    create("div", { class: "stack", role: "group", ...named }, heading, whose, check, steps),
    create("p", { class: "soft small" }, wayText(account)),
  ];
}

/**
 * @param {AccountView} account
 * @param {Tools} tools
 */
function disconnectButton({ id }, { page }) {
  const disconnect = button(
    text("disconnect"),
    () => {
      const steps = disconnect.parentElement;
      if (steps) askToLeave(page, { account: id, steps, pressed: disconnect });
    },
    "button disconnect",
  );
  return disconnect;
}

/**
 * @param {AccountView} account
 * @param {"check" | "warning"} drawing
 * @param {string} state
 */
function identity({ workspace }, drawing, state) {
  return create(
    "div",
    { class: "identity" },
    create("span", { class: drawing === "check" ? "seal" : "seal bad" }, glyph(drawing, 18)),
    create(
      "div",
      {},
      create("h3", { tabindex: -1 }, isolated(workspace || text("unnamed_workspace"))),
      create("p", { class: "soft small" }, state),
    ),
  );
}

/** @param {AccountView} account */
function facts(account) {
  return create(
    "dl",
    { class: "facts" },
    create("dt", {}, text("account_user")),
    create("dd", {}, isolated(account.user || text("account_no_user"))),
    create("dt", {}, text("account_way")),
    create("dd", {}, wayText(account)),
  );
}

/** @param {AccountView} account */
function wayText({ way, tokenEnding }) {
  return way === "token" ? text("way_was_token", tokenEnding) : text(`way_was_${way}`);
}
