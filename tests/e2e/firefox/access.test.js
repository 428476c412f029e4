// The person takes back that Satchel may reach Notion, and gives it again.

import assert from "node:assert/strict";
import { buttonSaysDenied, DENIED, NOTION, saysDenied } from "../harness/access.js";
import { ARTICLE, another } from "../harness/article.js";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { rowIs, rows } from "../harness/history.js";
import { requests } from "../harness/outbox.js";
import { answerPermission } from "../harness/permission.js";
import {
  badge,
  chooseDestination,
  connect,
  confirm,
  filledForm,
  openWay,
  question,
} from "../harness/satchel.js";
import { until } from "../harness/until.js";

firefoxScenario(
  "N-14 what is saved while Notion may not be reached waits, says why, and is sent once it may",
  async ({ standin, workspace, display, browser, options }) => {
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    const pages = [1, 2].map(another);
    for (const { address, html } of pages) await standin.publish(address, html);
    const history = await browser.open(browser.address("history/history.html"));
    await saysDenied(history, false);

    await browser.takeBack(NOTION);
    await saysDenied(history, true);
    await saysDenied(options, true);
    // What connecting asked for is there by now, and nothing more may come.
    const before = await asked();
    await browser.open(pages[0]?.address ?? "");
    await display.press("alt+shift+l");
    await until("the badge to count it", async () => (await badge(options)) === "1");
    await buttonSaysDenied(options, 1);
    // The event page has nothing in hand, and whatever starts it meanwhile asks for nothing.
    await browser.endEventPage();
    await browser.open(pages[1]?.address ?? "");
    await display.press("alt+shift+k");
    const popup = await FirefoxPopup.opened({ options, display });
    await filledForm(popup, ARTICLE.description);
    await display.press("Return");
    await until("the badge to count both", async () => (await badge(options)) === "2");
    await popup.says("Saved on this device");
    await popup.says("let Satchel reach Notion");
    await display.press("Escape");
    await rowIs(history, "waiting", 1);
    for (const { state, text } of await rows(history)) {
      assert.equal(state, "waiting");
      assert.match(text, DENIED);
    }
    await browser.endEventPage();
    assert.equal(await asked(), before);

    await history.show();
    await history.click("#access button");
    await answerPermission(browser, "refuse");
    await saysDenied(history, true);
    await history.click("#access button");
    await answerPermission(browser, "accept");
    await saysDenied(history, false);
    await rowIs(history, "saved", 0);
    await rowIs(history, "saved", 1);
    const saved = await workspace.exactly(2);
    assert.deepEqual(
      saved.map(({ values }) => values),
      pages.map(({ values }) => ({ ...values, tags: [] })),
    );
    await saysDenied(options, false);

    async function asked() {
      return (await requests(standin)).length;
    }
  },
);

firefoxScenario(
  "whoever connects before Notion may be reached is told, and asked for it",
  async ({ standin, workspace, browser, options }) => {
    const granted = await options.evaluate(
      (/** @type {string} */ site) => chrome.permissions.contains({ origins: [site] }),
      NOTION,
    );
    assert.equal(granted, true, "Firefox gives it when the extension is installed");
    await browser.takeBack(NOTION);
    await saysDenied(options, true);
    await openWay(options, "#token-way");
    await options.fill("#token", workspace.token);
    await options.click("#connect-button");
    const error = await options.waitFor("the error", () => {
      const said = /** @type {HTMLElement} */ (document.querySelector("#token-error")).innerText;
      return said || undefined;
    });
    assert.match(error, DENIED);
    assert.deepEqual(await requests(standin), []);
    await options.click("#access button");
    await answerPermission(browser, "accept");
    await saysDenied(options, false);
    await options.click("#connect-button");
    await question(options);
    await confirm(options);
  },
);
