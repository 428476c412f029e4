// The service worker (in Firefox, the event page). Its first turn registers every listener, because
// an event that wakes it is delivered only to those; whatever takes time waits inside them. Nothing
// is kept here between two events.

import { lookWhetherAllowed } from "./access.js";
import { AFTERCARE, care } from "./aftercare.js";
import { answer } from "./answers.js";
import { openPopup } from "./badge.js";
import { browser } from "./browser.js";
import { followPermission } from "./consent.js";
import { core, late } from "./core.js";
import { connect } from "./database.js";
import { host } from "./host.js";
import { LEFTOVERS, expectLeftovers } from "./leftovers.js";
import { makeMenus, pointedAt } from "./menus.js";
import { finishPicking } from "./picked.js";
import { RECEIPTS, sweepReceipts } from "./receipts.js";
import { asError, report } from "./messages.js";
import { once } from "./modules.js";
import { readAhead } from "./settings.js";
import { saveNow } from "./saving.js";
import { ALARM, followPreference, keepAlarm, resume, showWaiting } from "./waiting.js";

/** Under which it is marked that this run has started: the browser forgets it whenever a run ends. */
const STARTED = "started";

/** After an installation, an update, a start of the browser or of Satchel alone: once, whoever asks for it. */
const start = once(async () => {
  await Promise.all([makeMenus(), followPreference(undefined), keepAlarm()]);
  // From here on, an alarm brings back a worker that dies.
  await browser.storage.session.set({ [STARTED]: true });
  await resume({ started: true });
  await sweepReceipts();
  // Browsers lose alarms: what was too new for the last one is still there.
  await sweepLeftovers();
  await care();
});

// Compiling and opening come first, and overlap with all the rest before the event arrives.
core().catch(report);
readAhead();
// Whoever uses the database hears why it does not open.
connect().catch(() => {});

browser.runtime.onInstalled.addListener(({ reason }) => {
  start().catch(report);
  if (reason === "install") welcome().catch(report);
});
browser.runtime.onStartup.addListener(() => start().catch(report));
browser.alarms.onAlarm.addListener(({ name }) => {
  if (name === ALARM) resume().catch(report);
  if (name === AFTERCARE || name === RECEIPTS) care().catch(report);
  if (name === LEFTOVERS) sweepLeftovers().catch(report);
});
browser.permissions.onRemoved.addListener(() => {
  followAccess().catch(report);
  followPermission().catch(report);
});
browser.permissions.onAdded.addListener(() => followAccess().catch(report));
browser.action.onClicked.addListener((tab) => saveNow(tab).catch(report));
browser.contextMenus.onClicked.addListener((info, tab) =>
  saveNow(tab, pointedAt(info)).catch(report),
);
browser.commands.onCommand.addListener((command, tab) => {
  if (command === "open-popup")
    openPopup(tab?.id)
      .finally(() => followPreference(tab?.id))
      .catch(report);
  if (command === "save-now") saveNow(tab).catch(report);
});
browser.runtime.onMessage.addListener((message, sender, reply) => {
  if (sender.id !== browser.runtime.id || typeof message?.kind !== "string") return false;
  // Only our own pages are answered. A page's content has no say here, but that something was picked
  // in it, where the person is picking.
  if (!sender.url?.startsWith(browser.runtime.getURL(""))) {
    if (message.kind === "picked") finishPicking(sender.tab?.id).catch(report);
    return false;
  }
  answer(message).then(
    (value) => reply({ value }),
    (thrown) => reply({ error: asError(thrown) }),
  );
  return true;
});
globalThis.addEventListener("online", () => resume({ reachable: true }).catch(report));

// Tokens are none of a page's business. Firefox has no such switch, and no content script of ours.
browser.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" }).catch(report);

startIfNew().catch(report);

/**
 * Disabled and enabled again, Satchel is told nothing, and the button, the menus and in Firefox the alarms
 * are as they were in the beginning. The mark is gone then as well.
 */
async function startIfNew() {
  if (!(await browser.storage.session.get(STARTED))[STARTED]) await start();
}

/** Takes away what no save names, and comes back for what may yet be named. */
async function sweepLeftovers() {
  const { history } = await late();
  // What cannot be done now is to be done then.
  const isLeft = await history(host, { id: "", sweep: true }).catch(() => true);
  if (isLeft) await expectLeftovers();
}

/** The person lets Notion be reached, or no longer. */
async function followAccess() {
  // What failed while that was being taken back is tried again at once as well.
  if (await lookWhetherAllowed()) await resume({ reachable: true });
  else await showWaiting();
}

/** Someone who just installed it wants to know how it begins. */
async function welcome() {
  const { view } = await late();
  const { accounts } = await view(host);
  if (accounts.length > 0) return;
  await browser.tabs.create({ url: browser.runtime.getURL("start/start.html") });
}
