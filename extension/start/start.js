/**
 * The start page: what an installation takes, step by step. Each step is drawn by the module that
 * draws it in the options, and ticked off when it is true, wherever that was done.
 */

import { browser } from "../browser.js";
import { startAccounts } from "../options/accounts.js";
import { startConnect } from "../options/connect.js";
import { startDestinations } from "../options/destinations.js";
import { startFounding } from "../options/founding.js";
import { follow, openPage } from "../options/page.js";
import { startShortcuts } from "../options/shortcuts.js";
import { SETTINGS } from "../settings.js";
import { startFirst } from "./first.js";
import { followPin } from "./pin.js";
import { Steps } from "./steps.js";

/** @import { View } from "../interface/protocol.d.ts" */

const page = openPage();
const steps = new Steps(["connect", "where", "try", "hand"]);
const connect = startConnect(page);
follow(page, [
  connect.show,
  startAccounts(page, connect),
  startDestinations(page),
  startFounding(page),
  startFirst(page),
  ticked,
]);
startShortcuts();
followPin((isPinned) => steps.tick({ hand: isPinned }));

// The options may stand open in another window, and nobody says there what was changed.
browser.storage.local.onChanged.addListener((changed) => {
  if (SETTINGS in changed) page.look();
});

/** @param {View} view */
function ticked({ accounts, defaultDestination, saves }) {
  const isConnected = accounts.some(({ status, confirmed }) => status === "connected" && confirmed);
  steps.tick({
    connect: isConnected,
    where: isConnected && defaultDestination !== null,
    try: saves.some(({ state }) => state === "saved"),
  });
}
