// Signing in through Notion's own window, in Firefox.

import assert from "node:assert/strict";
import { connected, pressOwn, showWays, view } from "../harness/account.js";
import { Broker, withBroker } from "../harness/broker.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { answerPermission } from "../harness/permission.js";
import { confirm } from "../harness/satchel.js";
import { CLIENT } from "../harness/workspace.js";
import { loopbackAddress, redirectAddress, registerRedirect, SignIn } from "../harness/signin.js";

firefoxScenario("Firefox signs in: closed, refused, foreign, allowed", async (stage) => {
  const { standin, browser, options } = stage;
  const address = await redirectAddress(options);
  await registerRedirect(standin, address);
  const open = async () => {
    await pressOwn(options);
    return SignIn.inFirefox(browser);
  };
  const exchanges = () => standin.control("GET", "/requests?path=/v1/oauth/token");

  await (await open()).close();
  await idle();
  await (await open()).deny();
  await idle();
  const foreign = await open();
  await foreign.page.evaluate((/** @type {string} */ planted) => {
    location.href = planted;
  }, `${address}?code=planted&state=planted`);
  await foreign.closes();
  await idle();
  assert.deepEqual([await exchanges(), (await view(options)).accounts], [[], []]);

  await (await open()).allow({ pages: ["Reading list"] });
  await connected(options);
  await confirm(options);
  assert.equal((await exchanges()).length, 1);
  // T-15: nothing keeps a content script from reading `storage.local` here.
  const local = await options.evaluate(async () => Object.keys(await chrome.storage.local.get()));
  assert.deepEqual(
    local.filter((key) => key.startsWith("secret")),
    [],
  );

  /** Waits until the button can be pressed again. */
  function idle() {
    return options.waitFor("the attempt to be over", () => {
      const button = document.querySelector("#connect-integration");
      return button?.ariaDisabled !== "true" && button?.querySelector(".spinner") === null;
    });
  }
});

firefoxScenario("Firefox signs in at an address on this computer, and again", async (stage) => {
  const { standin, browser, options } = stage;
  const address = await loopbackAddress(options);
  await registerRedirect(standin, address);
  await showWays(options);
  await options.click("#integration-way > summary");
  await options.click("#redirect-here");
  const shown = await options.evaluate(
    () => /** @type {HTMLInputElement} */ (document.querySelector("#redirect")).value,
  );
  assert.equal(shown, address);
  await pressOwn(options);
  const window = await SignIn.inFirefox(browser);
  assert.equal((await window.address()).searchParams.get("redirect_uri"), address);
  await window.allow({ pages: ["Reading list"] });
  await connected(options);
  await confirm(options);

  // Nobody says it again when the access was taken back in Notion.
  const [connection] = await standin.control("GET", `/connections?client=${CLIENT.id}`);
  await standin.control("POST", "/revoke", { connection: connection.id });
  await options.click("#refresh");
  await options.click("#account .reconnect");
  await (await SignIn.inFirefox(browser)).allow({ pages: ["Reading list"] });
  await options.waitFor("the account to be connected", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.accounts[0].status === "connected";
  });
});

for (const [where, redirect] of /** @type {const} */ ([
  ["its usual address", redirectAddress],
  ["an address on this computer", loopbackAddress],
])) {
  firefoxScenario(`Firefox signs in through a broker, at ${where}`, async (stage) => {
    const { browser, options } = stage;
    const address = await redirect(options);
    const play = async () => {
      await options.click("#connect-with-notion");
      await answerPermission(browser, "accept");
      const window = await SignIn.inFirefox(browser);
      assert.equal((await window.address()).searchParams.get("redirect_uri"), address);
      await window.allow({ pages: ["Reading list"] });
      await connected(options);
      await confirm(options);
    };
    await withBroker(stage, play, Broker.start, address);
  });
}
