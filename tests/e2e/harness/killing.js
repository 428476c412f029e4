// A browser that is killed again and again, and opened again with what it left.

import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { view } from "./account.js";
import { Chromium } from "./chromium.js";
import { EXTENSION, SCHEMAS, standinProgram } from "./paths.js";
import { connect, firstOptions } from "./satchel.js";
import { nothingSecretIsShown } from "./secrets.js";
import { Standin } from "./standin.js";
import { Tab } from "./tab.js";
import { until } from "./until.js";
import { Workspace } from "./workspace.js";

/**
 * @typedef {{ title: string, address: string }} Page
 */

/** A page of the extension's own that does nothing by itself, and so opens at once. */
export const QUIET = "manifest.json";

/** The run can be told again by its seed. */
export const SEED = Number(process.env.SATCHEL_SEED ?? Date.now() % 1_000_000);

/** Notion takes a moment to make a page, and to say so: kills are to fall in between. */
export const USUAL = {
  method: "POST",
  path: "/v1/pages$",
  delayMs: 100,
  answerDelayMs: 100,
  times: null,
};

/** What may be out when it is killed is looked for after each other twice, and once a minute anew. */
export const RECONCILED_MS = 200_000;

/** A profile that outlives the browsers it is opened in. */
export class Profile {
  #standin;
  #folder;
  /** @type {Chromium | undefined} */
  #browser;

  /**
   * @param {Standin} standin
   * @param {string} folder
   */
  constructor(standin, folder) {
    this.#standin = standin;
    this.#folder = folder;
  }

  /** @param {Standin} standin */
  static async make(standin) {
    return new Profile(standin, await mkdtemp(join(tmpdir(), "satchel-profile-")));
  }

  /** Opens it. The browser that had it before must be gone. */
  async open() {
    this.#browser = await Chromium.start({
      extension: EXTENSION,
      headless: true,
      hosts: this.#standin.wholeWeb,
      spki: this.#standin.spki,
      profile: this.#folder,
      ownGroup: true,
    });
    return this.#browser;
  }

  /**
   * Deletes the extension's IndexedDB, as Chromium does with one that is damaged. The browser must be
   * gone.
   * @param {Chromium} browser
   */
  async loseDatabase(browser) {
    const name = `chrome-extension_${browser.id}_0.indexeddb.leveldb`;
    await rm(join(this.#folder, "Default", "IndexedDB", name), { recursive: true });
  }

  /**
   * Loses all of the extension's `storage.local`, as a browser does that finds it damaged.
   * @param {Chromium} browser that had the profile, and is gone
   */
  async loseLocal(browser) {
    await rm(join(this.#folder, "Default", "Local Extension Settings", browser.id), {
      recursive: true,
    });
  }

  /** Ends the browser that has it, and looks whether that one showed anything secret. */
  async close() {
    if (this.#browser === undefined) return;
    await nothingSecretIsShown(this.#standin, this.#browser);
    await this.#browser.stop();
  }

  async remove() {
    await this.#browser?.stop();
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * @typedef {object} Stage
 * @property {Standin} standin
 * @property {Workspace} workspace
 * @property {Profile} profile
 * @property {Chromium} browser the first one that has the profile; it is connected
 * @property {Tab} options its options page
 */

/**
 * A test in a profile that is opened more than once.
 * @param {string} name
 * @param {(stage: Stage) => Promise<void>} play
 */
export function withProfile(name, play) {
  test(name, async () => {
    const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
    const profile = await Profile.make(standin);
    try {
      const workspace = await Workspace.seed(standin);
      const browser = await profile.open();
      const options = await firstOptions(browser);
      await connect(options, workspace.token);
      await workspace.choose(options, "Reading list");
      await play({ standin, workspace, profile, browser, options });
      await profile.close();
    } finally {
      await profile.remove();
      await standin.stop();
    }
  });
}

/**
 * Opens the quiet page.
 * @param {Chromium} browser
 */
export async function quietPage(browser) {
  const url = browser.address(QUIET);
  const { targetId } = await browser.devtools.send("Target.createTarget", { url });
  const page = await Tab.attach(browser.devtools, targetId);
  await page.waitFor("the quiet page to be the extension's", () => chrome.runtime?.id);
  return page;
}

/**
 * Saves pages one after the other as the popup would, and tells of each as soon as Satchel said that
 * it is on this device: the browser may be gone before the last one is.
 * @param {Chromium} browser
 * @param {Tab} page one of the extension's own
 * @param {Page[]} pages
 * @param {(title: string) => void} acknowledged
 */
export async function saveTelling(browser, page, pages, acknowledged) {
  await page.send("Runtime.addBinding", { name: "acknowledged" });
  browser.devtools.listen(({ method, params }) => {
    if (method === "Runtime.bindingCalled" && params.name === "acknowledged")
      acknowledged(params.payload);
  });
  await page.evaluate(async (/** @type {Page[]} */ pages) => {
    for (const { title, address } of pages) {
      const clip = {
        title,
        address,
        description: "",
        selection: "",
        image: "",
        language: "",
        source: "page",
        fields: [],
      };
      const value = { clip, tags: [], destination: "", notices: [], mode: "new", page: null };
      const { error } = await chrome.runtime.sendMessage({ kind: "save", value });
      if (error) throw new Error(error.message);
      /** @type {{ acknowledged: (title: string) => void }} */ (
        /** @type {unknown} */ (globalThis)
      ).acknowledged(title);
    }
  }, pages);
}

/** The moment of a kill is drawn, so here a time is what is waited for. @param {number} time */
export function passes(time) {
  return new Promise((over) => setTimeout(over, time));
}

/**
 * How many saves there are that are not in Notion yet, and how many of them need a person.
 * @param {import("./satchel.js").Page} page one of the extension's own
 * @returns {Promise<{ waiting: number, attention: number, saved: number }>}
 */
export function counted(page) {
  return page.evaluate(async () => {
    const value = { query: "", state: "", after: null };
    const reply = await chrome.runtime.sendMessage({ kind: "history", value });
    if (reply.error) throw new Error(reply.error.message);
    return reply.value.counts;
  });
}

/**
 * Why saves are not in Notion.
 * @param {import("./satchel.js").Page} page one of the extension's own
 */
async function reasonsOf(page) {
  const seen = await view(page);
  return seen.saves.map(({ state, error }) => error?.code ?? state);
}

/**
 * Waits until nothing waits any more.
 * @param {import("./satchel.js").Page} page one of the extension's own
 * @param {number} patience
 */
export async function drained(page, patience) {
  await until(
    "nothing to wait any more",
    async () => {
      const { waiting, attention } = await counted(page);
      if (waiting + attention === 0) return true;
      const reasons = [...new Set(await reasonsOf(page))].join(", ");
      throw new Error(`${waiting} wait, ${attention} need a person: ${reasons}`);
    },
    patience,
  );
}

/**
 * Numbers between 0 and 1 that are the same for the same seed (mulberry32).
 * @param {number} seed
 */
export function dice(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
