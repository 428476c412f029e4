// Connect with Notion: signing in through a broker that somebody runs.

import assert from "node:assert/strict";
import { disconnect, view } from "../harness/account.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { Broker, connectThroughBroker, withBroker } from "../harness/broker.js";
import { acceptPermission, refusePermission } from "../harness/permission.js";
import { scenario } from "../harness/scenario.js";
import { SignIn } from "../harness/signin.js";
import { CLIENT } from "../harness/workspace.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const afresh = { connected: false };

/** @type {[string, typeof Broker.start][]} */
const DOORS = [
  ["a server", Broker.start],
  ["a Worker", Broker.startWorker],
];

for (const [door, start] of DOORS)
  scenario(
    `through ${door}: connected, saved, renewed and revoked, and it alone knows the secret`,
    async (stage) => {
      const { standin, workspace, display, browser, options } = stage;
      /** What of the secret is in this browser. */
      const known = () =>
        options.evaluate(async () => JSON.stringify(await chrome.storage.local.get(null)));
      await withBroker(
        stage,
        async () => {
          const asked = await connectThroughBroker(stage);
          assert.equal(asked.searchParams.get("client_id"), CLIENT.id);
          assert.equal((await view(options)).accounts[0]?.way, "broker");
          assert.ok(!(await known()).includes(CLIENT.secret));

          const [connection] = await standin.control("GET", `/connections?client=${CLIENT.id}`);
          await standin.control("POST", "/expire", { connection: connection.id });
          await standin.publish(ADDRESS, HTML);
          await browser.open(ADDRESS);
          await display.press("alt+shift+l");
          const [saved] = await workspace.pages(1);
          assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
          const renewals = "/requests?path=/v1/oauth/token&grantType=refresh_token";
          assert.equal((await standin.control("GET", renewals)).length, 1);

          await options.show();
          await disconnect(options);
          const [revoked] = await standin.control("GET", `/connections?client=${CLIENT.id}`);
          assert.equal(revoked.revoked, true);
        },
        start,
      );
    },
    afresh,
  );

scenario(
  "a broker that the browser may not ask is not asked",
  async (stage) => {
    const { standin, display, browser, options } = stage;
    await withBroker(stage, async () => {
      await options.click("#connect-with-notion");
      await refusePermission(display, options);
      await options.waitFor("a word about it", () => {
        const error = /** @type {HTMLElement} */ (document.querySelector("#with-notion-error"));
        return error.innerText;
      });
      assert.deepEqual(await standin.control("GET", "/requests?path=/v1/oauth"), []);
      // Asked again, and allowed: nothing of the refusal is left.
      await options.click("#connect-with-notion");
      await acceptPermission(display, options);
      const window = await SignIn.inChromium(browser, display);
      await window.deny();
      assert.deepEqual((await view(options)).accounts, []);
    });
  },
  afresh,
);

scenario(
  "a broker that is gone says so, and its accounts keep working until their token ends",
  async (stage) => {
    const { workspace, standin, display, browser, options } = stage;
    await withBroker(stage, async (broker) => {
      await connectThroughBroker(stage);
      await broker.stop();
      await standin.publish(ADDRESS, HTML);
      await browser.open(ADDRESS);
      await display.press("alt+shift+l");
      assert.equal((await workspace.pages(1)).length, 1);
      const refused = await options.evaluate(async () => {
        const value = {
          account: null,
          way: "broker",
          clientId: "",
          clientSecret: "",
          redirect: null,
        };
        return (await chrome.runtime.sendMessage({ kind: "signIn", value })).error?.code;
      });
      assert.equal(refused, "broker-failed");
    });
  },
  afresh,
);
