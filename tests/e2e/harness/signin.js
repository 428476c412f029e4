// The window in which Notion asks whether the extension may come in, used as a person uses it.

import { Tab } from "./tab.js";
import { until } from "./until.js";

/**
 * @typedef {import("./chromium.js").Chromium} Chromium
 * @typedef {import("./display.js").Display} Display
 * @typedef {import("./firefox.js").Firefox} Firefox
 * @typedef {import("./firefox-tab.js").FirefoxTab} FirefoxTab
 * @typedef {import("./standin.js").Standin} Standin
 *
 * @typedef {object} Choice what is chosen before the button is pressed
 * @property {string} [user] the person's name, in whichever workspace
 * @property {string} [workspace] its name
 * @property {string[]} [pages] titles of pages and databases
 * @property {boolean} [template] the developer's template instead of pages
 *
 * @typedef {object} Hand what differs between the browsers
 * @property {(selector: string) => Promise<void>} click
 * @property {() => boolean | Promise<boolean>} isOpen
 * @property {() => Promise<void>} show
 */

/** More than the height of the window's address, and less than that with the bar below it. */
const ADDRESS_BAR = 60;

/** Where Notion asks. */
const AUTHORIZE = "https://api.notion.com/v1/oauth/authorize";

/**
 * The address that Notion sends the browser back to, which depends on where the extension was
 * loaded from.
 * @param {Tab | FirefoxTab} page one of the extension's own pages
 */
export function redirectAddress(page) {
  return page.evaluate(() => chrome.identity.getRedirectURL("cb"));
}

/**
 * The one on this computer, which Firefox has too.
 * @param {FirefoxTab} page
 */
export async function loopbackAddress(page) {
  const [hash] = new URL(await redirectAddress(page)).hostname.split(".");
  return `http://127.0.0.1/mozoauth2/${hash}/cb`;
}

/**
 * Makes an address one that Notion may send the browser back to.
 * @param {Standin} standin
 * @param {string} address
 * @param {string} [clientId] of every client, when not given
 */
export async function registerRedirect(standin, address, clientId) {
  for (const client of await standin.control("GET", "/clients")) {
    if (clientId !== undefined && client.clientId !== clientId) continue;
    const order = { clientId: client.clientId, redirectUris: [address] };
    await standin.control("POST", "/clients", order);
  }
}

/** One open window. */
export class SignIn {
  #hand;

  /**
   * @param {Tab | FirefoxTab} page
   * @param {Hand} hand
   */
  constructor(page, hand) {
    this.page = page;
    this.#hand = hand;
  }

  /**
   * Waits for the window that the extension opens.
   * @param {Chromium} browser
   * @param {Display} [display] to use the real mouse
   */
  static async inChromium(browser, display) {
    // It is a page like a tab, only that no tab is around it.
    const isIt = (/** @type {import("./chromium.js").Target} */ { type, url }) =>
      type === "page" && url.startsWith(AUTHORIZE);
    const { targetId } = await until("the sign-in window to open", () => browser.target(isIt));
    const page = await Tab.attach(browser.devtools, targetId);
    // The bar that names the extension comes a moment later, and pushes the page down.
    await page.waitFor(
      "the bar above the sign-in page",
      (/** @type {number} */ address) => window.outerHeight - window.innerHeight > address,
      ADDRESS_BAR,
    );
    return SignIn.#loaded(page, {
      click: async (selector) => {
        if (display) await display.click((await page.find(selector)).screen);
        else await page.click(selector);
      },
      isOpen: () => browser.target((target) => target.targetId === targetId) !== undefined,
      show: () => page.show(),
    });
  }

  /**
   * Waits for the window that the extension opens.
   * @param {Firefox} browser
   */
  static async inFirefox(browser) {
    const page = await browser.shown(AUTHORIZE);
    return SignIn.#loaded(page, {
      click: (selector) => page.click(selector),
      isOpen: () => page.isOpen(),
      // Its windows have no order that a click would notice.
      show: async () => {},
    });
  }

  /**
   * @param {Tab | FirefoxTab} page
   * @param {Hand} hand
   */
  static async #loaded(page, hand) {
    // What is clicked before there is anything to see never arrives.
    await page.waitFor(
      "the sign-in page to be seen",
      () =>
        document.readyState === "complete" &&
        performance.getEntriesByName("first-contentful-paint").length > 0,
    );
    return new SignIn(page, hand);
  }

  /** Its address. */
  async address() {
    return new URL(await this.page.evaluate(() => location.href));
  }

  /** The text a person reads. */
  text() {
    return this.page.evaluate(() => document.body.innerText);
  }

  /** Brings it in front. */
  async show() {
    await this.#hand.show();
  }

  /** @param {string} path */
  async screenshot(path) {
    await this.page.screenshot(path);
  }

  /**
   * Chooses, without pressing a button yet.
   * @param {Choice} choice
   */
  async choose({ user, workspace, pages = [], template = false }) {
    if (user !== undefined || workspace !== undefined) await this.#become(user, workspace);
    if (template) await this.#hand.click("#template");
    for (const title of pages) await this.#tick(title);
  }

  /**
   * Chooses, presses “Allow access”, and waits until the window is gone.
   * @param {Choice} [choice]
   */
  async allow(choice = {}) {
    await this.choose(choice);
    await this.#press("#allow");
  }

  /** Presses “Cancel”, and waits until the window is gone. */
  async deny() {
    await this.#press("#deny");
  }

  /** Closes the window without an answer. */
  async close() {
    await this.page.close();
    await this.closes();
  }

  /** Waits until the window is gone. */
  async closes() {
    await until("the sign-in window to close", async () => !(await this.#hand.isOpen()));
  }

  /** @param {string} button */
  async #press(button) {
    await this.#hand.click(button);
    await this.closes();
  }

  /**
   * Chooses who to be.
   * @param {string | undefined} user
   * @param {string | undefined} workspace
   */
  async #become(user, workspace) {
    const value = await this.page.waitFor(
      `${user ?? "somebody"} in ${workspace ?? "some workspace"}`,
      (/** @type {(string | null)[]} */ [user, workspace]) => {
        for (const label of document.querySelectorAll("label")) {
          const { person, place } = label.dataset;
          if (person === undefined || (user ?? person) !== person) continue;
          if ((workspace ?? place) === place) return label.querySelector("input")?.value;
        }
        return undefined;
      },
      [user ?? null, workspace ?? null],
    );
    await this.#hand.click(`input[name="as"][value="${value}"]`);
  }

  /**
   * Ticks a page or a database.
   * @param {string} title
   */
  async #tick(title) {
    const value = await this.page.waitFor(
      `“${title}” to be offered`,
      (/** @type {string} */ title) => {
        for (const label of document.querySelectorAll("label")) {
          const box = label.querySelector("input");
          if (box?.name !== "page" || label.innerText.trim() !== title) continue;
          // Those of the other workspaces are there too, but not to be seen.
          if (label.checkVisibility()) return box.value;
        }
        return undefined;
      },
      title,
    );
    await this.#hand.click(`input[name="page"][value="${value}"]`);
  }
}
