// Satchel's own pages, used as a person uses them.

/**
 * @typedef {import("./chromium.js").Chromium} Chromium
 * @typedef {import("./tab.js").Tab} Tab
 * @typedef {Tab | import("./firefox-tab.js").FirefoxTab} Page
 * @typedef {Tab | import("./firefox-hand.js").FirefoxByHand} Hand a page in which things are chosen from lists, too
 */

/**
 * The start page, which opens by itself when the extension has just been installed.
 * @param {Chromium} browser
 */
export function welcome(browser) {
  return browser.opened("start/");
}

/**
 * The options page of an extension that has just been installed, in place of the start page.
 * @param {Chromium} browser
 */
export async function firstOptions(browser) {
  const page = await welcome(browser);
  await page.go(browser.address("options/options.html"));
  return page;
}

/**
 * Pastes a token into the options page and presses the button.
 * @param {Page} options
 * @param {string} token
 */
export async function pasteToken(options, token) {
  await openWay(options, "#token-way");
  await options.fill("#token", token);
  await options.click("#connect-button");
}

/**
 * Opens the panel to connect in, and in it one of the ways to.
 * @param {Page} options
 * @param {"#token-way" | "#integration-way" | "#broker-way"} way
 */
export async function openWay(options, way) {
  const shown = await options.waitFor(
    "the way to connect",
    (/** @type {string} */ wanted) => {
      const seen = (/** @type {string} */ selector) =>
        /** @type {HTMLElement} */ (document.querySelector(selector));
      const panel = !seen("#connect").hidden;
      if (!panel && seen("#connect-another").hidden) return undefined;
      return { panel, way: /** @type {HTMLDetailsElement} */ (seen(wanted)).open };
    },
    way,
  );
  if (!shown.panel) await options.click("#connect-another");
  if (!shown.way) await options.click(`${way} > summary`);
}

/**
 * Connects with a token, waits until the options page shows the workspace, and says that it is the
 * right one. What is not about articles is plainer without them, and turns them off.
 * @param {Page} options
 * @param {string} token
 * @param {{ articles?: boolean }} [wanted]
 */
export async function connect(options, token, { articles = false } = {}) {
  await pasteToken(options, token);
  await question(options);
  await confirm(options);
  if (!articles) await turnArticlesOff(options);
}

/** @param {Page} options */
export async function turnArticlesOff(options) {
  const isOn = () => /** @type {HTMLInputElement} */ (document.querySelector("#articles")).checked;
  if (!(await options.evaluate(isOn))) return;
  await options.click("#articles");
  await options.waitFor("the choice to be stored", async () => {
    const { settings } = /** @type {{ settings?: any }} */ (
      await chrome.storage.local.get("settings")
    );
    return settings?.preferences.linkOnly === true;
  });
}

/**
 * Waits until the options page asks whether a workspace is the right one.
 * @param {Page} options
 */
export async function question(options) {
  const { error } = await options.waitFor("the workspace or an error", () => {
    const error = /** @type {HTMLElement} */ (document.querySelector("#token-error")).innerText;
    return error || document.querySelector("#account .confirm") ? { error } : undefined;
  });
  if (error) throw new Error(`the options page refused the token: ${error}`);
}

/**
 * Says that the workspace that was just connected is the right one.
 * @param {Page} options
 */
export async function confirm(options) {
  await options.click("#account .confirm");
  await options.waitFor(
    "the workspace to be confirmed",
    () => !document.querySelector("#account .confirm"),
  );
}

/**
 * Chooses a database by its title.
 * @param {Page} options
 * @param {string} title
 */
export async function chooseDestination(options, title) {
  const selector = await options.waitFor(
    `the database “${title}” in the list`,
    (/** @type {string} */ wanted) => {
      for (const row of document.querySelectorAll("#destinations li")) {
        if (row.querySelector(".destination-title")?.textContent !== wanted) continue;
        const { value } = /** @type {HTMLInputElement} */ (row.querySelector("input"));
        return `#destinations input[value="${value}"]`;
      }
      return undefined;
    },
    title,
  );
  await options.click(selector);
  // The page shows what goes where in it only once the choice has been kept.
  await options.waitFor(
    `“${title}” to be chosen`,
    (/** @type {string} */ wanted) => {
      const shown = /** @type {HTMLSelectElement} */ (
        document.querySelector("#mapping-destination")
      );
      const isDrawn = ["#mapping", "#mapping-trouble"].some((part) => {
        const element = /** @type {HTMLElement} */ (document.querySelector(part));
        return !element.hidden;
      });
      return isDrawn && shown.selectedOptions[0]?.textContent === wanted;
    },
    title,
  );
}

/**
 * What the popup's form holds, once it has been filled from the page: from then on it stays as
 * large as it is.
 * @param {import("./page.js").Page} popup
 * @param {string | null} [description] what the page says of itself, which is the last to arrive;
 *   null when that is not known
 */
export function filledForm(popup, description = null) {
  return popup.waitFor(
    "the form to be filled",
    (/** @type {string | null} */ wanted) => {
      const isPopup = location.pathname === "/popup/popup.html" && location.hash === "";
      // It is filled before it is on the screen: what is pressed before that goes to the page below.
      if (isPopup && !document.hidden && !document.hasFocus()) return undefined;
      const value = (/** @type {string} */ selector) =>
        /** @type {HTMLInputElement} */ (document.querySelector(selector)).value;
      const form = {
        title: value("#title"),
        address: value("#address"),
        description: value("#description"),
      };
      const arrived = wanted === null || form.description === wanted;
      return form.title && value("#destination") && arrived ? form : undefined;
    },
    description,
  );
}

/**
 * Adds tags in the popup, each with Enter.
 * @param {Tab} popup
 * @param {string[]} tags
 */
export async function addTags(popup, tags) {
  for (const tag of tags) {
    await popup.fill("#tags", tag);
    await popup.press("Enter");
    await popup.waitFor(
      `the tag “${tag}” to be taken`,
      () => /** @type {HTMLInputElement} */ (document.querySelector("#tags")).value === "",
    );
  }
}

/**
 * Waits until the popup says how the save ended, and returns that.
 * @param {import("./page.js").Page} popup
 * @returns {Promise<{ tone: string, text: string, page: string | null }>}
 */
export function outcome(popup) {
  return popup.waitFor("the popup to say how it ended", () => {
    const failure = /** @type {HTMLElement} */ (document.querySelector("#failure"));
    if (!failure.hidden) return { tone: "failure", text: failure.innerText, page: null };
    const section = /** @type {HTMLElement} */ (document.querySelector("#outcome"));
    if (section.hidden || section.getAttribute("aria-busy") === "true") return undefined;
    const link = /** @type {HTMLAnchorElement | null} */ (section.querySelector("a[href]"));
    return {
      tone: section.dataset.tone ?? "",
      text: section.innerText,
      page: link?.href ?? null,
    };
  });
}

/**
 * What the badge on the toolbar icon says in the tab in front.
 * @param {Page} page one of the extension's own pages, in front or not
 */
export function badge(page) {
  return page.evaluate(async () => {
    const [front] = await chrome.tabs.query({ active: true, lastFocusedWindow: true });
    return chrome.action.getBadgeText({ tabId: front?.id });
  });
}

/**
 * The saves that Satchel knows of, as its own pages are told of them.
 * @param {Page} page one of the extension's own pages
 * @returns {Promise<{ state: string, title: string, address: string, notices: { code: string }[] }[]>}
 */
export function saves(page) {
  return page.evaluate(async () => {
    const { value, error } = await chrome.runtime.sendMessage({ kind: "view" });
    if (error) throw new Error(error.message);
    return value.saves;
  });
}

/**
 * A text of the extension in the language that it speaks, by the text's name.
 * @param {Tab} page one of its own
 * @param {string} name
 */
export function wording(page, name) {
  return page.evaluate((/** @type {string} */ name) => chrome.i18n.getMessage(name), name);
}
