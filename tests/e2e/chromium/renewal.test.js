// A token that expired: renewed once for all that wait for it, in every context at once.

import assert from "node:assert/strict";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { connected, signIn, view } from "../harness/account.js";
import { openHistory, rows, rowsAre } from "../harness/history.js";
import { confirm } from "../harness/satchel.js";
import { SOURCES } from "../harness/paths.js";
import { scenario } from "../harness/scenario.js";
import { SignIn } from "../harness/signin.js";
import { PATIENCE_MS, paced, until } from "../harness/until.js";
import { CLIENT } from "../harness/workspace.js";

/**
 * @typedef {import("../harness/scenario.js").Stage} Stage
 * @typedef {import("../../../extension/wasm/satchel.js").Submission} Submission
 */

const afresh = { connected: false };

/** A clip with nothing in it. @type {import("../../../extension/wasm/satchel.js").Clip} */
const NOTHING = {
  source: "page",
  title: "",
  address: "",
  description: "",
  selection: "",
  image: "",
  language: "",
  fields: [],
};
const SAVES = 50;

/** What the worker saves with, for a page to have it a second time: as `second`. */
function secondCore() {
  const { outputFiles } = buildSync({
    entryPoints: [join(SOURCES, "saving.js")],
    bundle: true,
    format: "iife",
    globalName: "second",
    target: "esnext",
    loader: { ".wasm": "binary" },
    write: false,
    logLevel: "error",
  });
  return `() => { ${outputFiles[0]?.text}; Object.assign(globalThis, { second }); }`;
}

/** Nobody asks for a new token again for half a minute after somebody did. */
const PAUSE_MS = 30_000 + PATIENCE_MS;

/** What a person reads about a save that waits for the account. */
const REASON = "Notion no longer accepts this connection.";

/**
 * The requests for a new token.
 * @param {Stage} stage
 * @returns {Promise<import("../harness/standin.js").Logged[]>}
 */
async function renewals({ standin }) {
  return standin.control("GET", "/requests?path=/v1/oauth/token&grantType=refresh_token");
}

/** Signs in, and lets the token expire. @param {Stage} stage */
async function expired(stage) {
  const { standin, options } = stage;
  // On a connection used before, the browser itself sends again what was cut off.
  await standin.control("POST", "/settings", { keepAlive: false });
  await signIn(stage);
  await confirm(options);
  const [connection] = await standin.control("GET", `/connections?client=${CLIENT.id}`);
  await standin.control("POST", "/expire", { connection: connection.id });
}

/**
 * What the popup would send for a page.
 * @param {string} title
 * @param {string | null} destination
 * @returns {Submission}
 */
function submission(title, destination) {
  const address = `https://example.test/${title.replace(" ", "-")}`;
  const clip = { ...NOTHING, address, title };
  return {
    clip,
    tags: [],
    destination: destination ?? "",
    notices: [],
    mode: /** @type {const} */ ("new"),
    page: null,
  };
}

/** Fifty saves at once, half of them in a second context. @param {Stage} stage */
async function fiftySaves({ options }) {
  const { defaultDestination } = await view(options);
  const wanted = Array.from({ length: SAVES }, (_, at) =>
    submission(`Page ${at}`, defaultDestination),
  );
  await options.evaluate(/** @type {any} */ (secondCore()));
  await options.evaluate(async (/** @type {Submission[]} */ wanted) => {
    /** @type {{ save: (submission: Submission) => Promise<unknown> }} */
    const { save } = /** @type {any} */ (globalThis).second;
    const saves = wanted.map((value, at) =>
      at % 2 ? chrome.runtime.sendMessage({ kind: "save", value }) : save(value),
    );
    await Promise.all(saves);
  }, wanted);
}

/** Connects again, from the account's card. @param {Stage} stage */
async function reconnect({ options, browser, display }) {
  await options.click("#account .reconnect");
  const window = await SignIn.inChromium(browser, display);
  await window.allow({ pages: ["Reading list"] });
  await connected(options);
}

/** Every save, once, as soon as the pace allows it. @param {Stage} stage */
async function allSaved({ workspace }) {
  const pages = await workspace.pages(SAVES, undefined, paced(SAVES));
  const titles = new Set(pages.map(({ values }) => values.title));
  assert.deepEqual([pages.length, titles.size], [SAVES, SAVES]);
}

scenario(
  "T-04 T-05 fifty saves in two contexts meet one expired token and renew it once",
  async (stage) => {
    await expired(stage);
    await fiftySaves(stage);
    await allSaved(stage);
    assert.deepEqual(
      (await renewals(stage)).map(({ status }) => status),
      [200],
    );
  },
  afresh,
);

scenario(
  "T-06 a lost answer to a renewal is asked for once more; a reconnect saves what waited",
  async (stage) => {
    const { standin, workspace, options } = stage;
    await expired(stage);
    const when = { grant_type: "refresh_token" };
    await standin.control("POST", "/faults", { path: "/v1/oauth/token$", when, cut: "after" });
    await fiftySaves(stage);
    await until("the renewal to be asked for", async () => (await renewals(stage)).length > 0);
    assert.equal((await renewals(stage)).length, 1, "fifty saves, one request");
    assert.deepEqual(await workspace.pages(0), []);
    await until(
      "the account to need the person",
      async () => (await view(options)).accounts[0]?.status === "rejected",
      PAUSE_MS,
    );
    assert.equal((await renewals(stage)).length, 2, "once more, and no more");
    await options.show();
    await reconnect(stage);
    await allSaved(stage);
  },
  afresh,
);

scenario(
  "T-07 a worker killed before it kept the new token asks once more",
  async (stage) => {
    const { standin, workspace, browser, options } = stage;
    await standin.control("POST", "/settings", { refreshReuse: "accepted" });
    await expired(stage);
    const when = { grant_type: "refresh_token" };
    const fault = { path: "/v1/oauth/token$", when, answerDelayMs: 60_000 };
    await standin.control("POST", "/faults", fault);
    // Not by a save: what was sent when the worker died is first looked for, for a minute and a half.
    await options.click("#refresh");
    await until("the renewal to be asked for", async () => (await renewals(stage)).length === 1);
    await browser.stopWorker();
    const value = submission("Only", (await view(options)).defaultDestination);
    await options.evaluate((/** @type {Submission} */ value) => {
      chrome.runtime.sendMessage({ kind: "save", value });
    }, value);
    const pages = await workspace.pages(1, undefined, PAUSE_MS);
    assert.deepEqual(
      pages.map(({ values }) => values.title),
      ["Only"],
    );
    assert.equal((await renewals(stage)).length, 2);
    assert.equal((await view(options)).accounts[0]?.status, "connected");
  },
  afresh,
);

scenario(
  "T-09 T-11 access that was taken away keeps every save, and a reconnect sends them",
  async (stage) => {
    const { standin, workspace, browser, options } = stage;
    await expired(stage);
    const [connection] = await standin.control("GET", `/connections?client=${CLIENT.id}`);
    await standin.control("POST", "/revoke", { connection: connection.id });
    await fiftySaves(stage);
    const history = await openHistory(browser);
    await rowsAre(history, SAVES);
    await until("each save to wait with its reason", async () =>
      (await rows(history)).every(
        ({ state, text }) => state === "attention" && text.includes(REASON),
      ),
    );
    assert.equal((await view(options)).accounts[0]?.status, "rejected");
    const creations = (await workspace.requests()).filter(({ path }) => path === "/v1/pages");
    assert.ok(
      creations.length < SAVES / 5,
      `what the first ones met holds up the others: ${creations.length} were sent`,
    );
    assert.equal((await renewals(stage)).length, 1, "a token that was refused is not tried again");
    await options.show();
    await reconnect(stage);
    await allSaved(stage);
    await until(
      "nothing to wait any more",
      async () => (await rows(history)).every(({ state }) => state === "saved"),
      paced(SAVES),
    );
  },
  afresh,
);
