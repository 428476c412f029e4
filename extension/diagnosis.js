// What can be told of this Satchel to whoever has to find out what is wrong with it: versions, numbers,
// and codes. Nothing in it came from a page, from Notion or from a person: every text is one of Satchel's
// own or what the browser says of itself, and what is not known to be one is counted as "other". It is
// put together in the page and says of each part that cannot be read why, so that it can be had when the
// core, the worker or a store is broken.

import { browser } from "./browser.js";
import { lookUp, text } from "./interface/text.js";
import { countStored, kept } from "./kept.js";
import { ask } from "./messages.js";
import { moduleBytes } from "./modules.js";

/** How long a part is waited for: a worker that hangs is one of the things to find out. */
const PATIENCE_MS = 5_000;

/** How many errors are told of, the newest. */
const MOST_ERRORS = 20;

const STATES = ["queued", "sent", "unclear", "attention", "saved", "undoing", "discarded"];

const WAYS = ["token", "integration", "broker"];

const PREFERENCES = ["saveAtOnce", "cleanAddresses", "linkOnly"];

/** What the keys in `storage.local` begin with; what follows may be an id or an address. */
const RECORDS = [
  "settings",
  "unreadable-settings",
  "save",
  "operation",
  "secret",
  "target",
  "people",
  "pauses",
  "pictures",
  "upload-limit",
  "pictures-due",
  "receipt",
  "sent",
  "left",
  "renewal",
  "thinned",
  "keepPictures",
];

const STORES = ["copies", "saves", "contents", "files"];

/** The report, as text that is shown before it goes anywhere. */
export async function diagnose() {
  const { version, host_permissions, optional_host_permissions } = browser.runtime.getManifest();
  const sites = [...(host_permissions ?? []), ...(optional_host_permissions ?? [])];
  /** @type {[string, () => unknown][]} */
  const parts = [
    ["browser", () => navigator.userAgent],
    ["language", () => ({ browser: browser.i18n.getUILanguage(), texts: text("language") })],
    ["online", () => navigator.onLine],
    ["permissions", () => permissions(sites)],
    ["modules", modules],
    ["settings", settings],
    ["saves", saves],
    ["storage", storage],
    ["alarms", alarms],
  ];
  const found = await Promise.all(
    parts.map(async ([name, read]) => [name, await attempted(async () => read())]),
  );
  const head = { satchel: "diagnostics", madeAt: new Date().toISOString(), version };
  return `${JSON.stringify({ ...head, ...Object.fromEntries(found) }, null, 2)}\n`;
}

/**
 * What comes of it, or why nothing does.
 * @param {() => Promise<unknown>} read
 */
async function attempted(read) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  try {
    const late = new Promise((_, failed) => {
      waiting = setTimeout(() => failed({ name: "NoAnswer" }), PATIENCE_MS);
    });
    return await Promise.race([read(), late]);
  } catch (thrown) {
    return { failed: reason(thrown) };
  } finally {
    clearTimeout(waiting);
  }
}

/** A failure's code or kind: its words may be anybody's. @param {unknown} thrown */
function reason(thrown) {
  const { code, name } = /** @type {{ code?: unknown, name?: unknown }} */ (thrown ?? {});
  if (isCode(code)) return code;
  return typeof name === "string" && /^[A-Za-z]{1,40}$/.test(name) ? name : "other";
}

/** Whether it is one of the codes that Satchel has words for. @param {unknown} code @returns {code is string} */
function isCode(code) {
  return typeof code === "string" && lookUp(`error_${code.replaceAll("-", "_")}`) !== "";
}

/**
 * Of the sites those that the manifest names: a person may have named others.
 * @param {string[]} known
 */
async function permissions(known) {
  const { permissions = [], origins = [] } = await browser.permissions.getAll();
  const others = origins.filter((origin) => !known.includes(origin)).length;
  return { granted: permissions, sites: origins.filter((it) => known.includes(it)), others };
}

/** Which modules load: the worker's two by what it answers, the article's by itself. */
async function modules() {
  const loads = (/** @type {() => Promise<unknown>} */ use) =>
    attempted(() => use().then(() => "loads"));
  return {
    first: await loads(() => ask("receipts", { ids: [] })),
    late: await loads(() => ask("view")),
    article: await loads(async () => WebAssembly.compile(await moduleBytes("article_bg.wasm"))),
  };
}

/** How much is connected and chosen. */
async function settings() {
  const all = await browser.storage.local.get(["settings", "unreadable-settings"]);
  const settings = /** @type {any} */ (all.settings ?? {});
  const { accounts = [], destinations = [], presets = [], preferences = {} } = settings;
  const number = (/** @type {(account: any) => boolean} */ is) => accounts.filter(is).length;
  return {
    record: typeof settings.version === "number" ? settings.version : null,
    unreadable: "unreadable-settings" in all,
    accounts: {
      all: accounts.length,
      unconfirmed: number(({ confirmed }) => confirmed !== true),
      rejected: number(({ status }) => status === "rejected"),
      by: counted(accounts, ({ way }) => way, WAYS),
    },
    destinations: destinations.length,
    hasDefault: typeof settings.defaultDestination === "string",
    presets: presets.length,
    ownBroker: typeof settings.broker === "string",
    preferences: PREFERENCES.filter((name) => preferences[name] === true),
  };
}

/** How many saves stand where, and what the latest of them met with. */
async function saves() {
  const { saves, strange } = await kept();
  const failed = saves
    .filter(({ error }) => error)
    .map(({ error, state, lastSentAt, editedAt, createdAt }) => ({
      at: moment(lastSentAt ?? editedAt ?? createdAt),
      code: isCode(error?.code) ? error?.code : "other",
      status: typeof error?.status === "number" ? error.status : null,
      state: STATES.includes(state ?? "") ? state : "other",
    }));
  failed.sort((one, other) => (other.at ?? "").localeCompare(one.at ?? ""));
  return {
    all: saves.length,
    by: counted(saves, ({ state }) => state, STATES),
    unreadable: strange.length,
    errors: failed.slice(0, MOST_ERRORS),
  };
}

/** How much room there is, and what lies in the stores. */
async function storage() {
  const local = browser.storage.local;
  const all = Object.keys(await local.get(null));
  const inside = STORES.map(async (store) => [store, await attempted(() => countStored(store))]);
  return {
    ...(await attempted(async () => {
      const { usage = null, quota = null } = await navigator.storage.estimate();
      return { usage, quota, persisted: await navigator.storage.persisted() };
    })),
    // Not every browser counts these.
    local: await attempted(async () => (await local.getBytesInUse?.(null)) ?? null),
    records: counted(all, (key) => key.split(":")[0], RECORDS),
    database: Object.fromEntries(await Promise.all(inside)),
  };
}

/** When Satchel is woken. Only Satchel gives alarms their names. */
async function alarms() {
  const set = await browser.alarms.getAll();
  return set.map(({ name, scheduledTime }) => ({ name, at: moment(scheduledTime) }));
}

/** @param {unknown} time */
function moment(time) {
  return typeof time === "number" && Math.abs(time) < 8.64e15 ? new Date(time).toISOString() : null;
}

/**
 * How many there are of each kind; all that are of no known one together.
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => unknown} kind
 * @param {string[]} known
 */
function counted(items, kind, known) {
  /** @type {Record<string, number>} */
  const counts = {};
  for (const item of items) {
    const found = known.find((name) => name === kind(item)) ?? "other";
    counts[found] = (counts[found] ?? 0) + 1;
  }
  return counts;
}
