// Nothing secret is ever shown: what every scenario ends with.

import assert from "node:assert/strict";
import { Tab } from "./tab.js";
import { CLIENT } from "./workspace.js";

/**
 * @typedef {import("./chromium.js").Chromium} Chromium
 * @typedef {import("./standin.js").Standin} Standin
 */

/**
 * Looks for every token there was, and the client's secret, in the browser's log and in every page
 * of the extension that is open.
 * @param {Standin} standin
 * @param {Chromium} browser
 */
export async function nothingSecretIsShown(standin, browser) {
  const secrets = [CLIENT.secret];
  for (const { token, refreshToken, former } of await standin.control("GET", "/connections")) {
    for (const pair of [{ token, refreshToken }, ...former])
      secrets.push(...[pair.token, pair.refreshToken].filter((secret) => secret));
  }
  const shown = [await browser.log()];
  for (const { targetId, url } of browser.pages()) {
    if (!url.startsWith(browser.address(""))) continue;
    const page = await Tab.attach(browser.devtools, targetId);
    shown.push(await page.evaluate(() => document.documentElement.outerHTML));
  }
  for (const text of shown)
    assert.ok(!secrets.some((secret) => text.includes(secret)), "a secret is shown or logged");
}
