// Connecting, over the boundary as the worker uses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { connected, core, json, list, ME, refusal, SOURCE, TOKEN, World } from "./world.js";

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
      },
    ],
    defaultDestination: SOURCE.id,
    preferences: { saveAtOnce: false, cleanAddresses: true },
    empty: null,
    checkedAt: world.now,
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
    message: "Notion no longer accepts this token: no",
  });
  world.answers = [() => Promise.reject(new TypeError("Failed to fetch"))];
  await assert.rejects(core.connect(world.host(), TOKEN), { code: "offline" });
  world.answers = [() => Promise.reject(new DOMException("too late", "TimeoutError"))];
  await assert.rejects(core.connect(world.host(), TOKEN), { code: "timed-out" });
  world.answers = [() => new Response("<html>captive portal</html>")];
  await assert.rejects(core.connect(world.host(), TOKEN), { code: "unreadable-answer" });
  assert.equal(world.records.size, 0, "a token that does not work is not kept");
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
  const { secrets, ...rest } = Object.fromEntries(world.records);
  assert.deepEqual(secrets, { "w-1": TOKEN });
  assert.equal(JSON.stringify(rest).includes(TOKEN), false);
});

test("disconnecting leaves no token and no schema", async () => {
  const world = await connected();
  const view = await core.disconnect(world.host(), "w-1");
  assert.deepEqual([view.accounts, view.destinations, view.defaultDestination], [[], [], null]);
  assert.deepEqual([...world.records.keys()].sort(), ["secrets", "settings"]);
  assert.deepEqual(world.records.get("secrets"), {});
});

test("preferences are checked before they are kept", async () => {
  const world = new World();
  const view = await core.setPreferences(world.host(), { saveAtOnce: true, cleanAddresses: false });
  assert.deepEqual(view.preferences, { saveAtOnce: true, cleanAddresses: false });
  const wrong = /** @type {any} */ ({ saveAtOnce: "yes" });
  await assert.rejects(core.setPreferences(world.host(), wrong), { code: "malformed-message" });
});
