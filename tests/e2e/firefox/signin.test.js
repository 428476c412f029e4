// Signing in through Notion's own window, in Firefox.

import assert from "node:assert/strict";
import { connected, pressOwn, view } from "../harness/account.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { confirm } from "../harness/satchel.js";
import { SignIn, redirectAddress, registerRedirect } from "../harness/signin.js";

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
