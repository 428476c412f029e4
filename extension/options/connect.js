/** The panel to connect in: three ways, the easiest one first in sight. */

import { byId } from "../interface/element.js";
import { startBroker } from "./broker.js";
import { startIntegration } from "./integration.js";
import { startToken } from "./token.js";

/** @import { View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/**
 * @param {Page} page
 * @returns {{ show: (view: View) => void, pasteToken: () => void, useIntegration: () => void }}
 */
export function startConnect(page) {
  const panel = byId("connect", HTMLDivElement);
  const another = byId("connect-another", HTMLButtonElement);
  const tokenWay = byId("token-way", HTMLDetailsElement);
  const integrationWay = byId("integration-way", HTMLDetailsElement);
  const ways = [startBroker(page), startIntegration(page)];
  startToken(page);
  let hasAccount = false;
  let wanted = false;
  let seen = false;

  another.addEventListener("click", () => open(!wanted));
  page.attempts.onSuccess(() => open(false));

  /** @param {boolean} value */
  function open(value) {
    wanted = value;
    another.hidden = !hasAccount;
    another.setAttribute("aria-expanded", String(wanted));
    panel.hidden = hasAccount && !wanted;
  }

  return {
    show(view) {
      for (const show of ways) show(view);
      hasAccount = view.accounts.length > 0;
      open(wanted);
      // Without a service to sign in with, a token takes the fewest steps.
      if (!seen) tokenWay.open = view.broker === null;
      seen = true;
    },
    pasteToken() {
      open(true);
      tokenWay.open = true;
      byId("token", HTMLInputElement).focus();
    },
    useIntegration() {
      open(true);
      integrationWay.open = true;
      byId("client-id", HTMLInputElement).focus();
    },
  };
}
