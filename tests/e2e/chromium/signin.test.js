// Signing in through Notion's own window, with the person's own integration.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { connected, pressOwn, showWays, signIn, view } from "../harness/account.js";
import { confirm } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { SignIn, redirectAddress, registerRedirect } from "../harness/signin.js";
import { until } from "../harness/until.js";
import { CLIENT } from "../harness/workspace.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const afresh = { connected: false };

const headless = { connected: false, headless: true };

/** The requests for a token. @param {Stage} stage */
async function exchanges({ standin }) {
  return standin.control("GET", "/requests?path=/v1/oauth/token");
}

/**
 * Presses the button, with the address registered, and waits for the window.
 * @param {Stage} stage
 * @param {boolean} [onScreen] without a screen there is no real mouse
 */
async function open({ standin, options, browser, display }, onScreen = true) {
  const address = await redirectAddress(options);
  await registerRedirect(standin, address);
  // Of the last attempt nothing is to be seen any more, and the next one is taken.
  await options.waitFor("the last attempt to be over", () => {
    const button = document.querySelector("#connect-integration");
    return button && button.ariaDisabled !== "true";
  });
  await options.evaluate(() => document.querySelector("#status")?.replaceChildren());
  await pressOwn(options);
  return { address, window: await SignIn.inChromium(browser, onScreen ? display : undefined) };
}

/**
 * Waits for what the page says about the last attempt.
 * @param {import("../harness/tab.js").Tab} options
 * @param {RegExp} wanted
 */
async function said(options, wanted) {
  await options.waitFor(
    `a word like ${wanted}`,
    (/** @type {string} */ wanted) => {
      const places = "#integration-error, #progress, #sign-in-note, #status, #trouble";
      const words = [...document.querySelectorAll(places)].map(
        (place) => /** @type {HTMLElement} */ (place).innerText,
      );
      return words.some((word) => new RegExp(wanted, "i").test(word));
    },
    wanted.source,
  );
}

/** Nothing is connected, nothing is remembered, and the button can be pressed. @param {Stage} stage */
async function nothingLeft({ options, browser }) {
  assert.deepEqual((await view(options)).accounts, []);
  const left = await options.evaluate(async () => ({
    // Up to where records were gone through is remembered.
    local: Object.keys(await chrome.storage.local.get(null)).filter(
      (key) => key !== "settings" && key !== "thinned",
    ),
    // And when Notion was last asked, that there was a start, and that saves were looked through since.
    session: Object.keys(await chrome.storage.session.get(null)).filter(
      (key) => !["pace", "started", "evened"].includes(key),
    ),
    disabled: /** @type {HTMLElement} */ (document.querySelector("#connect-integration"))
      .ariaDisabled,
  }));
  assert.deepEqual([left.local, left.session], [[], []]);
  assert.notEqual(left.disabled, "true");
  assert.equal(
    browser.target(({ url }) => url.includes("/v1/oauth/authorize")),
    undefined,
  );
}

scenario(
  "allowing connects, shows whose it is, and saves go out once that is confirmed",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await signIn(stage);
    const shown = await options.evaluate(
      () => /** @type {HTMLElement} */ (document.querySelector("#account")).innerText,
    );
    assert.ok(shown.includes(workspace.name) && shown.includes("Grace Hopper"), shown);
    const [exchange, ...more] = await exchanges(stage);
    assert.deepEqual([exchange?.status, more], [200, []]);
    // Asked for before the person said that it is theirs: kept, and sent afterwards.
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.press("alt+shift+l");
    await until("the save to be kept", async () => {
      const [save] = (await view(options)).saves;
      return save?.error?.code === "not-confirmed";
    });
    assert.deepEqual(await workspace.pages(0), []);
    await options.show();
    await confirm(options);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
  },
  afresh,
);

scenario(
  "O-01 a window that is closed is a quiet cancel",
  async (stage) => {
    const { window } = await open(stage);
    await window.close();
    await said(stage.options, /cancel/);
    await nothingLeft(stage);
    assert.deepEqual(await exchanges(stage), []);
    const again = await open(stage);
    await again.window.allow({ pages: ["Reading list"] });
    await connected(stage.options);
  },
  afresh,
);

scenario(
  "O-02 saying no is a quiet cancel",
  async (stage) => {
    const { window } = await open(stage);
    await window.deny();
    await said(stage.options, /cancel/);
    await nothingLeft(stage);
    assert.deepEqual(await exchanges(stage), []);
  },
  afresh,
);

scenario(
  "O-03 O-17 an answer with a foreign state never causes a request for a token",
  async (stage) => {
    const { address, window } = await open(stage);
    await window.page.evaluate((/** @type {string} */ foreign) => {
      location.href = foreign;
    }, `${address}?code=planted&state=planted`);
    await window.closes();
    await said(stage.options, /sign-in|belong/);
    await nothingLeft(stage);
    assert.deepEqual(await exchanges(stage), []);
  },
  afresh,
);

scenario(
  "without a screen it is the same: closed, refused, foreign, allowed",
  async (stage) => {
    const { options } = stage;
    const closed = await open(stage, false);
    await closed.window.close();
    await said(options, /cancel/);
    const refused = await open(stage, false);
    await refused.window.deny();
    await said(options, /cancel/);
    const foreign = await open(stage, false);
    await foreign.window.page.evaluate((/** @type {string} */ address) => {
      location.href = address;
    }, `${foreign.address}?code=planted&state=planted`);
    await foreign.window.closes();
    await said(options, /sign-in|belong/);
    await nothingLeft(stage);
    assert.deepEqual(await exchanges(stage), []);
    const { window } = await open(stage, false);
    await window.allow({ pages: ["Reading list"] });
    await connected(options);
    assert.equal((await exchanges(stage)).length, 1);
  },
  headless,
);

scenario(
  "O-05 an answer that was used before is refused",
  async (stage) => {
    const first = await open(stage);
    const { searchParams } = await first.window.address();
    const used = `${first.address}?code=seen&state=${searchParams.get("state")}`;
    await first.window.deny();
    await said(stage.options, /cancel/);
    const second = await open(stage);
    await second.window.page.evaluate((/** @type {string} */ used) => {
      location.href = used;
    }, used);
    await second.window.closes();
    await said(stage.options, /sign-in|belong/);
    await nothingLeft(stage);
    assert.deepEqual(await exchanges(stage), []);
  },
  afresh,
);

scenario(
  "O-09 a worker killed while the window is open says so, and the next attempt works",
  async (stage) => {
    const { options, browser } = stage;
    const { window } = await open(stage);
    await browser.stopWorker();
    await window.close();
    await options.go(browser.address("options/options.html"));
    await said(options, /stopped/);
    await pressOwn(options);
    const again = await SignIn.inChromium(browser, stage.display);
    await again.allow({ pages: ["Reading list"] });
    await connected(options);
    assert.equal((await exchanges(stage)).length, 1);
  },
  afresh,
);

scenario(
  "O-11 two flows at once end in one token",
  async (stage) => {
    const { options, browser } = stage;
    const { window } = await open(stage);
    const second = await browser.open(browser.address("options/options.html"));
    await said(second, /window/);
    const refused = await second.evaluate(
      async (/** @type {{ id: string, secret: string }} */ { id, secret }) => {
        const value = {
          account: null,
          way: "integration",
          clientId: id,
          clientSecret: secret,
          redirect: null,
        };
        return (await chrome.runtime.sendMessage({ kind: "signIn", value })).error?.code;
      },
      CLIENT,
    );
    assert.equal(refused, "sign-in-open");
    // The browser's window has come in front of it, where the mouse would meet that.
    await window.show();
    await window.allow({ pages: ["Reading list"] });
    await connected(options);
    assert.equal((await exchanges(stage)).length, 1);
  },
  afresh,
);

scenario(
  "O-13 a code that expired means connecting again",
  async (stage) => {
    await stage.standin.control("POST", "/settings", { codeLifetimeMs: 0 });
    const { window } = await open(stage);
    await window.allow({ pages: ["Reading list"] });
    await said(stage.options, /too long|expired/);
    await nothingLeft(stage);
    assert.equal((await exchanges(stage)).length, 1, "a code is handed in once");
  },
  afresh,
);

scenario(
  "O-14 a token that cannot be renewed, of a workspace without a name, is a token all the same",
  async (stage) => {
    const { standin, options } = stage;
    await standin.control("POST", "/settings", {
      refreshTokens: false,
      tokenOwner: "partial",
      tokenWorkspaceName: false,
    });
    await signIn(stage);
    assert.equal((await view(options)).accounts.length, 1);
  },
  afresh,
);

scenario(
  "O-15 an answer that is no answer connects nothing",
  async (stage) => {
    const answers = [{ status: 200, html: true }, { padding: 10 << 20 }, { truncate: true }];
    for (const answer of answers) {
      const fault = { path: "/v1/oauth/token$", ...answer };
      await stage.standin.control("POST", "/faults", fault);
      const { window } = await open(stage);
      await window.allow({ pages: ["Reading list"] });
      await said(stage.options, /answer|expected/);
      await nothingLeft(stage);
    }
  },
  afresh,
);

scenario(
  "an id and a secret that Notion does not know are refused by name",
  async (stage) => {
    const { options, browser, display } = stage;
    await registerRedirect(stage.standin, await redirectAddress(options));
    await pressOwn(options, { id: CLIENT.id, secret: `${CLIENT.secret}x` });
    const window = await SignIn.inChromium(browser, display);
    await window.allow({ pages: ["Reading list"] });
    await said(options, /id|secret/);
    await nothingLeft(stage);
  },
  afresh,
);

scenario(
  "the developer's template is where saves go at once",
  async (stage) => {
    const { standin, options } = stage;
    const title = "Clippings from the template";
    await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: "Developer",
          connections: [
            {
              kind: "public",
              name: "Satchel with a template",
              clientId: "5a7c4e10-0000-4000-8000-c11e00000002",
              clientSecret: CLIENT.secret,
              redirectUris: [await redirectAddress(options)],
              template: "Template",
            },
          ],
          pages: [{ title: "Template" }],
          databases: [
            {
              title,
              parentPage: "Template",
              dataSources: [{ properties: { Name: { type: "title" }, URL: { type: "url" } } }],
            },
          ],
        },
      ],
    });
    await pressOwn(options, { ...CLIENT, id: "5a7c4e10-0000-4000-8000-c11e00000002" });
    const window = await SignIn.inChromium(stage.browser, stage.display);
    await window.allow({ template: true });
    await connected(options);
    const { destinations, defaultDestination } = await until(
      "a database to be chosen",
      async () => {
        const seen = await view(options);
        return seen.defaultDestination ? seen : undefined;
      },
    );
    const chosen = destinations.find(({ id }) => id === defaultDestination);
    assert.equal(chosen?.title, title);
  },
  afresh,
);

scenario(
  "O-16 a second workspace stands beside the first, and neither gets the other's saves",
  async (stage) => {
    const { standin, options, workspace } = stage;
    await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: "Home",
          users: [{ name: "Grace Hopper", email: "grace@home.test" }],
          databases: [
            { title: "Diary", dataSources: [{ properties: { Name: { type: "title" } } }] },
          ],
        },
      ],
    });
    await signIn(stage);
    await confirm(options);
    await showWays(options);
    const { window } = await open(stage);
    await window.allow({ workspace: "Home", pages: ["Diary"] });
    await connected(options, 2);
    const { accounts, destinations, defaultDestination } = await view(options);
    assert.deepEqual(
      accounts.map(({ workspace, confirmed }) => [workspace, confirmed]),
      [
        [workspace.name, true],
        ["Home", false],
      ],
    );
    assert.equal(
      destinations.find(({ id }) => id === defaultDestination)?.title,
      "Reading list",
      "connecting another changes nothing for the first",
    );
  },
  afresh,
);

scenario(
  "O-18 an address that Notion does not know is an error in its window, and closing that a cancel",
  async (stage) => {
    const { options, browser, display } = stage;
    await pressOwn(options);
    const window = await SignIn.inChromium(browser, display);
    assert.match(await window.text(), /redirect_uri/);
    await window.close();
    await said(options, /cancel/);
    const hint = await options.evaluate(
      () => /** @type {HTMLElement} */ (document.querySelector("#integration-hint")).innerText,
    );
    assert.match(hint, /redirect_uri/, "the form says what to do about it");
    await nothingLeft(stage);
  },
  afresh,
);
