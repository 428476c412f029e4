// Connecting, over the boundary as the worker uses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  BROKER,
  connected,
  core,
  json,
  list,
  ME,
  REDIRECT,
  refusal,
  SOURCE,
  TOKEN,
  World,
} from "./world.js";

test("connecting shows whose token it is and what it can save to", async () => {
  const world = new World();
  world.answers = [json(ME), list([SOURCE])];
  const view = await core.connect(world.host(), ` "Bearer ${TOKEN}" `);
  assert.deepEqual(view, {
    accounts: [
      {
        id: "w-1",
        bot: ME.id,
        workspace: "Ada's",
        user: "Satchel",
        tokenEnding: "CDEF",
        status: "connected",
        way: "token",
        broker: null,
        confirmed: false,
      },
    ],
    destinations: [
      {
        id: SOURCE.id,
        account: "w-1",
        title: "Reading list",
        icon: { kind: "emoji", emoji: "📚" },
        places: { address: "URL", description: null, tags: "Tags" },
        byLink: false,
        clipId: false,
        tags: [],
        confirmed: false,
        wantsFields: false,
      },
    ],
    defaultDestination: SOURCE.id,
    preferences: { saveAtOnce: false, cleanAddresses: true, linkOnly: false },
    empty: null,
    checkedAt: world.now,
    redirects: [REDIRECT],
    broker: null,
    brokerIsChosen: false,
    signIn: "none",
    presets: [],
    saves: [],
  });
  assert.deepEqual(
    world.sent.map(({ method, path }) => `${method} ${path}`),
    ["GET /v1/users/me", "POST /v1/search"],
  );
  assert.equal(world.sent[0]?.headers.authorization, `Bearer ${TOKEN}`);
  assert.equal(world.sent[0]?.headers["notion-version"], "2026-03-11");
});

test("garbage is refused before any request", async () => {
  const world = new World();
  for (const [pasted, code] of [
    ["", "token-empty"],
    ["https://www.notion.so/x-0123456789abcdef0123456789abcdef", "token-malformed"],
    ["\ud800 lone surrogate", "token-malformed"],
  ])
    await assert.rejects(core.connect(world.host(), pasted ?? ""), { name: "Error", code });
  assert.deepEqual(world.sent, []);
  assert.equal(world.records.size, 0);
});

test("an error carries what a page needs to explain it", async () => {
  const world = new World();
  world.answers = [refusal(401, "unauthorized")];
  await assert.rejects(core.connect(world.host(), TOKEN), {
    code: "token-rejected",
    status: 401,
    requestId: "r-1",
    message: "no",
  });
  world.answers = [() => Promise.reject(new TypeError("Failed to fetch"))];
  await assert.rejects(core.connect(world.host(), TOKEN), { code: "offline" });
  world.answers = [() => Promise.reject(new DOMException("too late", "TimeoutError"))];
  await assert.rejects(core.connect(world.host(), TOKEN), { code: "timed-out" });
  world.answers = [() => new Response("<html>captive portal</html>")];
  await assert.rejects(core.connect(world.host(), TOKEN), { code: "unreadable-answer" });
  assert.equal(world.records.size, 0, "a token that does not work is not kept");
});

const CLIENT = {
  account: null,
  way: /** @type {const} */ ("integration"),
  clientId: "b3f1c2d4-0000-4000-8000-5a7c4e100001",
  clientSecret: "secret_canary0123456789abcdefghijklmnopqrstuvwxyz",
  redirect: null,
};
const GRANT = {
  access_token: TOKEN,
  token_type: "bearer",
  refresh_token: "nrt_canary",
  bot_id: ME.id,
  workspace_id: "w-1",
  workspace_name: "Ada's",
  workspace_icon: null,
  owner: { type: "user", user: { object: "user", id: "u" } },
  duplicated_template_id: null,
};

test("an own integration signs in with its own secret, and says nothing of it", async () => {
  const world = new World();
  world.allow = (address) => {
    const { origin, pathname, searchParams } = new URL(address);
    assert.equal(origin + pathname, "https://api.notion.com/v1/oauth/authorize");
    assert.deepEqual(Object.fromEntries(searchParams), {
      client_id: CLIENT.clientId,
      redirect_uri: REDIRECT,
      response_type: "code",
      owner: "user",
      state: Buffer.alloc(32, 7).toString("base64url"),
    });
    return `${REDIRECT}?code=canary-code&state=${searchParams.get("state")}`;
  };
  world.answers = [json(GRANT), json(ME), list([SOURCE])];
  const view = await core.signIn(world.host(), CLIENT);
  assert.deepEqual([view.accounts[0]?.way, view.accounts[0]?.confirmed], ["integration", false]);
  const [exchange] = world.sent;
  assert.equal(exchange?.path, "/v1/oauth/token");
  const pair = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString("base64");
  assert.equal(exchange?.headers.authorization, `Basic ${pair}`);
  assert.deepEqual(exchange?.body, {
    grant_type: "authorization_code",
    code: "canary-code",
    redirect_uri: REDIRECT,
  });
  const shown = JSON.stringify([view, world.told, [...world.records], [...world.session]]);
  assert.equal(/canary/.test(shown), false);
});

test("a broker gets what it needs and no more", async () => {
  const world = new World();
  await core.setBroker(world.host(), `${BROKER}/`);
  const state = "sealed-by-the-broker";
  const query = new URLSearchParams({
    client_id: CLIENT.clientId,
    redirect_uri: REDIRECT,
    response_type: "code",
    owner: "user",
    state,
  });
  const start = json({
    authorize_url: `https://api.notion.com/v1/oauth/authorize?${query}`,
    state,
  });
  world.allow = () => `${REDIRECT}?code=c&state=${state}`;
  world.answers = [start, json(GRANT), json(ME), list([SOURCE])];
  const wish = { ...CLIENT, way: /** @type {const} */ ("broker"), clientId: "", clientSecret: "" };
  await core.signIn(world.host(), wish);
  const verifier = Buffer.alloc(32, 7).toString("base64url");
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  assert.deepEqual(
    world.sent.slice(0, 2).map(({ path, body }) => [path, body]),
    [
      ["/v1/start", { challenge: Buffer.from(digest).toString("base64url"), client: "chrome" }],
      ["/v1/token", { code: "c", state, verifier }],
    ],
  );
  for (const { headers } of world.sent.slice(0, 2))
    assert.deepEqual([headers.authorization, headers["notion-version"]], [undefined, undefined]);
});

test("a window that leads anywhere else is not opened", async () => {
  const world = new World();
  await core.setBroker(world.host(), BROKER);
  world.allow = () => assert.fail("it was opened");
  const query = `redirect_uri=${encodeURIComponent(REDIRECT)}&response_type=code&state=s`;
  for (const address of [
    `https://evil.example/v1/oauth/authorize?${query}`,
    `https://api.notion.com/v1/oauth/authorize?${query.replace("chromiumapp", "evil")}`,
    "javascript:alert(1)",
  ]) {
    world.answers = [json({ authorize_url: address, state: "s" })];
    const wish = { ...CLIENT, way: /** @type {const} */ ("broker") };
    await assert.rejects(core.signIn(world.host(), wish), { code: "broker-failed" });
    assert.equal(world.session.size, 0);
  }
});

test("no reply and no error holds the token", async () => {
  const world = await connected();
  world.answers = [refusal(401, "unauthorized"), list([]), list([])];
  const replies = [
    await core.view(world.host()),
    await core
      .refreshDestinations(world.host())
      .catch((error) => ({ ...error, message: error.message })),
    await core.pending(world.host()),
    await core.tagOptions(world.host(), SOURCE.id),
  ];
  assert.equal(JSON.stringify(replies).includes(TOKEN), false);
  for (const vault of world.vaults)
    assert.equal(/** @type {any} */ (vault.get("secret:w-1")).access, TOKEN);
  assert.equal(JSON.stringify([...world.records, ...world.session]).includes(TOKEN), false);
});

test("disconnecting leaves no token and no schema", async () => {
  const world = await connected();
  const view = await core.disconnect(world.host(), { account: "w-1", withSaves: false });
  assert.deepEqual([view.accounts, view.destinations, view.defaultDestination], [[], [], null]);
  assert.deepEqual([...world.records.keys()], ["settings"]);
  // What is left says that there is no token, so that a store which loses its last writes cannot
  // bring the old one back.
  for (const vault of world.vaults) {
    const { access, refresh, clientSecret } = /** @type {any} */ (vault.get("secret:w-1"));
    assert.deepEqual([access, refresh, clientSecret], ["", "", ""]);
  }
});

test("preferences are checked before they are kept", async () => {
  const world = new World();
  const view = await core.setPreferences(world.host(), {
    saveAtOnce: true,
    cleanAddresses: false,
    linkOnly: false,
  });
  assert.deepEqual(view.preferences, { saveAtOnce: true, cleanAddresses: false, linkOnly: false });
  const wrong = /** @type {any} */ ({ saveAtOnce: "yes" });
  await assert.rejects(core.setPreferences(world.host(), wrong), { code: "malformed-message" });
});
