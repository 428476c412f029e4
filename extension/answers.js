// What the background worker answers to the pages: one entry for each message of `Protocol`.

import { awake } from "./awake.js";
import { browser } from "./browser.js";
import { setClick } from "./badge.js";
import { hasPicked } from "./capture.js";
import { core, late } from "./core.js";
import { SIGN_IN, host } from "./host.js";
import { forgetReceipt, inspect, receiptsOf } from "./receipts.js";
import { report } from "./messages.js";
import { move, save, sayWhy } from "./saving.js";
import { readDraft, readPart, whole, withText } from "./unread.js";
import { keepAlarm, resume, showWaiting } from "./waiting.js";

/** @import { From, Protocol, Submission } from "./interface/protocol.js" */

/** A schema read less than this ago is fresh enough. */
const FRESH = 60_000;

/** When each schema was last read: a cache only, it may vanish at any time. @type {Map<string, number>} */
const readAt = new Map();

/**
 * @type {{ [Kind in keyof Protocol]:
 *   (value: Protocol[Kind][0], core: import("./core.js").Core) => Promise<Protocol[Kind][1]> }}
 */
const answers = {
  view: async () => (await late()).view(host),
  waiting: async ({ account }) => (await late()).history(host, { id: account, waiting: true }),
  disconnect: async (leaving) => (await late()).disconnect(host, leaving),
  setBroker: async ({ origin }) => (await late()).setBroker(host, origin),
  refreshDestinations: async () => (await late()).refreshDestinations(host),
  addDestination: async ({ link }) => (await late()).addDestination(host, link),
  chooseDestination: async ({ destination }) => (await late()).chooseDestination(host, destination),

  connect: async ({ token }) => andResume((await late()).connect(host, token)),
  confirm: async ({ account }) => andResume((await late()).confirm(host, account)),

  // Browsers show one such window at a time. A second wish does not wait for the first: whoever
  // has it waits in front of an open window.
  async signIn(wish) {
    const { signIn } = await late();
    return navigator.locks.request(SIGN_IN, { ifAvailable: true }, (lock) => {
      if (lock) return andResume(signIn(host, wish));
      throw Object.assign(new Error("a sign-in is already open"), { code: "sign-in-open" });
    });
  },

  async setPreferences(preferences) {
    const { setPreferences } = await late();
    const view = await setPreferences(host, preferences);
    await setClick(view.preferences);
    return view;
  },

  async draft({ tabId }) {
    resume().catch(report);
    // What reads the details is loaded while the page is asked for them.
    late().catch(() => {});
    return readDraft(tabId);
  },

  article: async ({ tabId, part }) => readPart(tabId, part),

  hasPicked: async ({ tabId }) => hasPicked(await browser.tabs.get(tabId)),

  async tagOptions({ destination }) {
    const { tagOptions } = await late();
    const options = await tagOptions(host, destination);
    refresh(destination);
    return options;
  },

  async properties(prospect) {
    const { properties } = await late();
    const found = await properties(host, prospect);
    refresh(prospect.destination);
    return found;
  },

  people: async (search) => (await late()).people(host, search),
  related: async (search) => (await late()).related(host, search),
  mapping: async ({ destination }) => (await late()).mapping(host, destination),

  async renewMapping({ destination }) {
    const { mapping, refreshSchema } = await late();
    await refreshSchema(host, destination);
    readAt.set(destination, Date.now());
    return mapping(host, destination);
  },

  setPlan: async (change) => (await late()).setPlan(host, change),
  resetPlan: async ({ destination }) => (await late()).resetPlan(host, destination),

  async exportPlan({ destination }) {
    const { exportPlan } = await late();
    return JSON.stringify(await exportPlan(host, destination), null, 2);
  },

  async importPlan({ destination, text }) {
    const { importPlan } = await late();
    return importPlan(host, destination, parsed(text));
  },

  /** Settings as a whole. */
  async exportSettings() {
    const { exportPlan } = await late();
    return `${JSON.stringify(await exportPlan(host, ""), null, 2)}\n`;
  },

  async importSettings({ text, apply }) {
    const { importPlan, view } = await late();
    const differences = await importPlan(host, "", { file: parsed(text), apply });
    if (apply) await setClick((await view(host)).preferences);
    return differences;
  },

  outgoing: async (submission) => (await late()).outgoing(host, submission),

  addPreset: async (wish) => (await late()).addPreset(host, wish),
  setPreset: async (preset) => (await late()).setPreset(host, preset),
  removePreset: async ({ id }) => (await late()).removePreset(host, id),

  async save({ from, ...submission }) {
    if (!from) return save(submission, await tabInFront());
    const { part } = from;
    return saveFrom(from, part ? withText(submission, from, part) : submission);
  },
  saveUnread: (wish) => saveFrom(wish, whole(wish)),
  retry: async ({ id }) => move(id, true, await tabInFront()),

  discard: async ({ id }) => discardOf(await tabInFront(), id),
  async remove({ id }) {
    const { history } = await late();
    await history(host, { id, remove: true });
    await forgetReceipt(id);
    return null;
  },

  async reachable() {
    resume({ reachable: true }).catch(report);
    return null;
  },

  history: async (looking) => (await late()).history(host, looking),
  async undo({ id }) {
    const { undo } = await late();
    // Should the worker die on the way, it comes back.
    await keepAlarm();
    const left = await andResume(undo(host, id));
    await forgetReceipt(id);
    return left;
  },
  editable: async ({ id }) => (await late()).editable(host, id),
  async edit(change) {
    const { edit } = await late();
    await keepAlarm();
    return andResume(edit(host, change));
  },
  retryAll: async () => andResume((await late()).retryAll(host)),
  earlier: async ({ destination, address }) => (await late()).earlier(host, destination, address),
  receipts: async ({ ids }) => receiptsOf(ids),
  inspect: async ({ id }) => inspect(id),
  sendMissing: async ({ id }) => inspect(id, true),
  pages: async (search) => (await late()).related(host, search),
  found: async (wanted) => (await late()).found(host, wanted),
  addClipId: async ({ destination }) => (await late()).addClipId(host, destination),
};

/**
 * What JSON says; nothing where it is none, which the core has words for.
 *
 * @param {string} text
 * @returns {unknown}
 */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/**
 * Reads a schema again behind what is shown: the popup does not wait for Notion, and what is new is
 * there the next time.
 *
 * @param {string} destination
 */
function refresh(destination) {
  if (Date.now() - (readAt.get(destination) ?? 0) <= FRESH) return;
  readAt.set(destination, Date.now());
  late()
    .then(({ refreshSchema }) => refreshSchema(host, destination))
    .catch(report);
}

/**
 * Saves that waited for an account go out once it is there.
 *
 * @template Value
 * @param {Promise<Value>} change
 */
async function andResume(change) {
  const value = await change;
  resume().catch(report);
  return value;
}

/**
 * Saves what comes out of a popup, which may be gone before that is whole.
 *
 * @param {From} from
 * @param {Submission | Promise<Submission>} wanted
 */
async function saveFrom({ tabId, at, replaces }, wanted) {
  try {
    const made = await save(await wanted, tabId, host, at);
    // Should that fail, it stays in the list, and the reader can.
    if (replaces && replaces !== made.id) await discardOf(tabId, replaces).catch(report);
    return made;
  } catch (thrown) {
    // Nobody else may be there to say so.
    if (wanted instanceof Promise) await sayWhy(thrown, tabId).catch(report);
    throw thrown;
  }
}

/**
 * @param {number | undefined} tabId whose button shows how things go
 * @param {string} id the save's
 */
async function discardOf(tabId, id) {
  const { discard } = await late();
  const left = await discard(host, id);
  if (!left) await forgetReceipt(id);
  await showWaiting(tabId);
  return left;
}

/** The tab that the popup hangs over: its button shows how things go. */
async function tabInFront() {
  const [tab] = await browser.tabs.query({ active: true, lastFocusedWindow: true });
  return tab?.id;
}

/**
 * Answers a message of one of our own pages.
 *
 * @param {{ kind: string, value?: any }} message
 * @returns {Promise<unknown>}
 */
export async function answer({ kind, value }) {
  if (!Object.hasOwn(answers, kind))
    throw Object.assign(new Error(`unknown message ${kind}`), { code: "malformed-message" });
  const handle = /** @type {(value: any, loaded: any) => Promise<unknown>} */ (
    answers[/** @type {keyof Protocol} */ (kind)]
  );
  return awake(handle(value ?? {}, await core()));
}
