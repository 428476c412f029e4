// Saving, over the boundary as the worker uses it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CAPTURED, connected, core, json, PAGE, refusal, SOURCE, TOKEN, World } from "./world.js";

/**
 * @param {World} world
 * @param {string[]} tags
 */
async function queued(world, tags = []) {
  const { clip, notices, destination } = await core.draft(world.host(), CAPTURED, false);
  const submission = {
    clip,
    tags,
    notices,
    destination: destination ?? "",
    mode: "new",
    page: null,
  };
  const { id } = await core.enqueue(
    world.host(),
    /** @type {import("../../extension/wasm/satchel.js").Submission} */ (submission),
  );
  return id;
}

test("a click becomes a page", async () => {
  const world = await connected();
  world.answers = [json(PAGE)];
  const id = await queued(world, ["rust", "Café"]);
  assert.equal(world.sent.length, 0, "nothing is sent before it is written down");
  const save = await core.advance(world.host(), id, false);
  assert.equal(world.sent[0]?.headers["content-type"], "application/json");
  assert.equal(world.sent[0]?.headers.authorization, `Bearer ${TOKEN}`);
  assert.deepEqual(world.sent[0]?.body, {
    parent: { type: "data_source_id", data_source_id: SOURCE.id },
    properties: {
      title: { title: [{ text: { content: "A “story” with <b>tags</b> 🎒" } }] },
      "u%3A": { url: "https://news.example/story?id=5" },
      t: { multi_select: [{ name: "Rust" }, { name: "Café" }] },
    },
    children: [{ paragraph: { rich_text: [{ text: { content: "In short." } }] } }],
  });
  assert.deepEqual(save, {
    id,
    kind: "new",
    state: "saved",
    title: "A “story” with <b>tags</b> 🎒",
    address: "https://news.example/story?id=5",
    destination: SOURCE.id,
    account: "w-1",
    page: PAGE.url,
    notices: [{ code: "no-description-property", detail: "" }],
    error: null,
    createdAt: world.now,
    nextAttemptAt: null,
    position: null,
    undoUntil: world.now + 30_000,
  });
  assert.deepEqual(
    world.told.map(({ state }) => state),
    ["sending", "saved"],
  );
  assert.deepEqual(await core.pending(world.host()), {
    waiting: 0,
    attention: 0,
    nextAt: null,
    saveAtOnce: false,
  });
});

test("the same click twice is one save", async () => {
  const world = await connected();
  const first = await queued(world);
  world.now += 3_000;
  assert.equal(await queued(world), first);
  world.now += 10_000;
  assert.notEqual(await queued(world), first);
});

test("a lost answer is looked up, found, and not sent again", async () => {
  const world = await connected();
  world.answers = [() => Promise.reject(new TypeError("Failed to fetch"))];
  const id = await queued(world);
  const lost = await core.advance(world.host(), id, false);
  assert.deepEqual([lost.state, lost.error?.code], ["unclear", "offline"]);
  const { nextAt } = await core.pending(world.host());
  world.now = nextAt ?? 0;
  const page = { ...PAGE, created_time: new Date(world.now - 60_000).toISOString() };
  world.answers = [json({ results: [page], has_more: false })];
  const found = await core.advance(world.host(), id, false);
  assert.deepEqual([found.state, found.page], ["saved", PAGE.url]);
  assert.deepEqual(
    world.sent.map(({ path }) => path),
    ["/v1/pages", `/v1/data_sources/${SOURCE.id}/query`],
  );
});

test("a page in place of Notion's answer is no answer: the save is unclear, and not sent again", async () => {
  const world = await connected();
  const portal = "<!doctype html><title>Sign in to this network</title>";
  world.answers = [
    () => new Response(portal, { headers: { "content-type": "text/html; charset=utf-8" } }),
  ];
  const id = await queued(world);
  const save = await core.advance(world.host(), id, false);
  assert.deepEqual([save.state, save.error?.code], ["unclear", "unreadable-answer"]);
  await core.advance(world.host(), id, false);
  assert.equal(world.sent.length, 1);
});

test("a revoked token keeps the save until someone connects again", async () => {
  const world = await connected();
  world.answers = [refusal(401, "unauthorized")];
  const id = await queued(world);
  const stopped = await core.advance(world.host(), id, false);
  assert.deepEqual([stopped.state, stopped.error?.code], ["attention", "token-rejected"]);
  const view = await core.view(world.host());
  assert.deepEqual([view.accounts[0]?.status, view.saves.length], ["rejected", 1]);
});

test("a pause that Notion asks for is kept", async () => {
  const world = await connected();
  world.answers = [json({ object: "error", code: "rate_limited" }, 429, { "retry-after": "30" })];
  const id = await queued(world);
  const waiting = await core.advance(world.host(), id, false);
  assert.deepEqual([waiting.state, waiting.nextAttemptAt], ["waiting", world.now + 30_000]);
  await core.advance(world.host(), id, false);
  assert.equal(world.sent.length, 1);
});

test("offline nothing is sent", async () => {
  const world = await connected();
  world.online = false;
  const save = await core.advance(world.host(), await queued(world), false);
  assert.deepEqual([save.state, save.error?.code, world.sent.length], ["waiting", "offline", 0]);
});

test("a full store is said at once", async () => {
  const world = await connected();
  world.broken = Object.assign(new Error("Resource::kQuotaBytes quota exceeded"), {});
  await assert.rejects(queued(world), { code: "storage-full" });
});

test("ten thousand malformed messages do no harm", async () => {
  const world = await connected();
  const wrong = [
    null,
    5,
    "x",
    [],
    { clip: 5 },
    { clip: { title: {} } },
    { clip: null, tags: "a" },
    () => {},
    Symbol("x"),
  ];
  for (let round = 0; round < 10_000; round++) {
    const message = /** @type {any} */ (wrong[round % wrong.length]);
    await assert.rejects(core.enqueue(world.host(), message), { name: "Error" });
  }
  assert.equal(typeof (await queued(world)), "string");
});

test("ten thousand options are matched", async () => {
  const world = await connected();
  const options = Array.from({ length: 10_000 }, (_, n) => ({ name: `Tag ${n}`, color: "gray" }));
  const source = structuredClone(SOURCE);
  source.properties.Tags.multi_select.options = /** @type {any} */ (options);
  world.answers = [json(source)];
  await core.refreshSchema(world.host(), SOURCE.id);
  assert.deepEqual(await core.tagOptions(world.host(), SOURCE.id), options);
  world.answers = [json(PAGE)];
  await core.advance(world.host(), await queued(world, ["tag 9999"]), false);
  assert.deepEqual(world.sent.at(-1)?.body.properties.t, { multi_select: [{ name: "Tag 9999" }] });
});
