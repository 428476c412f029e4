// The tokens of a public connection: refreshing, expiring, revoking, and what goes wrong with it.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Standin, stage } from "./harness.js";
import { client, codeFor, exchange, oauthRefused, redirect_uri, refresh } from "./signin.js";

describe("tokens", () => {
  /** @type {Standin} */
  let standin;
  /** @type {Awaited<ReturnType<typeof stage>>} */
  let ids;

  before(async () => {
    standin = await Standin.start();
  });
  after(() => standin.stop());
  beforeEach(async () => {
    ids = await stage(standin);
  });

  const signIn = async () => exchange(standin, await codeFor(standin, ids));

  /** @param {object} change */
  const set = (change) => standin.control("POST", "/settings", change);

  const connections = () => standin.control("GET", "/connections?client=client-id");

  /** @param {string} token */
  const works = (token) => standin.client(token).users.me({});

  /** @param {string} token */
  const isRefused = (token) => assert.rejects(works(token), { code: "unauthorized", status: 401 });

  test("refreshing gives a new pair and ends the old one", async () => {
    const first = await signIn();
    const second = await refresh(standin, first.refresh_token);
    assert.notEqual(second.access_token, first.access_token);
    assert.notEqual(second.refresh_token, first.refresh_token);
    assert.equal(second.bot_id, first.bot_id);
    await works(second.access_token);
    await isRefused(first.access_token);
    await oauthRefused(refresh(standin, first.refresh_token), 400, "invalid_grant");
    await works(second.access_token);
    const [connection, ...more] = await connections();
    assert.deepEqual(more, []);
    assert.equal(connection.token, second.access_token);
    assert.equal(connection.refreshToken, second.refresh_token);
    assert.deepEqual(connection.former, [
      { token: first.access_token, refreshToken: first.refresh_token, good: false },
    ]);
  });

  test("a refresh token used again can end the whole connection", async () => {
    await set({ refreshReuse: "revokes" });
    const first = await signIn();
    const second = await refresh(standin, first.refresh_token);
    await works(second.access_token);
    await oauthRefused(refresh(standin, first.refresh_token), 400, "invalid_grant");
    await isRefused(second.access_token);
    await oauthRefused(refresh(standin, second.refresh_token), 400, "invalid_grant");
    assert.equal((await connections())[0].revoked, true);
  });

  test("a refresh token used again can be accepted, with the old access token", async () => {
    await set({ refreshReuse: "accepted" });
    const first = await signIn();
    const second = await refresh(standin, first.refresh_token);
    const third = await refresh(standin, first.refresh_token);
    for (const pair of [first, second, third]) await works(pair.access_token);
    await standin.control("POST", "/expire", { token: third.access_token });
    for (const pair of [first, second, third]) await isRefused(pair.access_token);
  });

  test("an access token that expired works again after a refresh", async () => {
    const first = await signIn();
    await standin.control("POST", "/expire", { connection: first.bot_id });
    await isRefused(first.access_token);
    const nobody = standin.client("");
    const seen = await nobody.oauth.introspect({ token: first.access_token, ...client });
    assert.equal(seen.active, false);
    const [connection] = await connections();
    assert.deepEqual([connection.expired, connection.revoked], [true, false]);
    const second = await refresh(standin, first.refresh_token);
    await works(second.access_token);
    await assert.rejects(
      standin.control("POST", "/expire", { connection: ids.home }),
      /there is no such connection/,
    );
  });

  test("there may be no refresh token", async () => {
    await set({ refreshTokens: false });
    const only = await signIn();
    assert.equal(only.refresh_token, null);
    await works(only.access_token);
  });

  test("the owner and the workspace's name may be missing", async () => {
    await set({ tokenOwner: "partial", tokenWorkspaceName: false });
    const partial = await signIn();
    assert.equal(partial.workspace_name, null);
    assert.equal(partial.workspace_id, ids.workspace);
    const user = { object: "user", id: ids.users.grace };
    assert.deepEqual(partial.owner, { type: "user", user });
    await set({ tokenOwner: "workspace" });
    assert.deepEqual((await signIn()).owner, { type: "workspace", workspace: true });
  });

  test("a token is looked at, and revoked", async () => {
    const { access_token: token, refresh_token } = await signIn();
    const nobody = standin.client("");
    const seen = await nobody.oauth.introspect({ token, ...client });
    assert.equal(seen.active, true);
    await nobody.oauth.revoke({ token, ...client });
    assert.equal((await nobody.oauth.introspect({ token, ...client })).active, false);
    await isRefused(token);
    await oauthRefused(refresh(standin, refresh_token), 400, "invalid_grant");
    const log = JSON.stringify(await standin.control("GET", "/requests"));
    assert.ok(!log.includes(token));
  });

  test("the seed may hold a connection that somebody allowed in before", async () => {
    const [token, refreshToken] = ["ntn_from_before", "nrt_from_before"];
    const connection = { kind: "public", name: "Early", clientId: "client-id" };
    const users = [{ name: "Linus", email: "linus@example.test" }];
    await standin.control("POST", "/seed", {
      workspaces: [{ name: "Old", users, connections: [{ ...connection, token, refreshToken }] }],
    });
    await works(token);
    assert.equal((await refresh(standin, refreshToken)).workspace_name, "Old");
  });

  test("every call is in the log, whatever the body's form", async () => {
    const code = await codeFor(standin, ids);
    const form = { grant_type: "authorization_code", code, redirect_uri };
    const secret = Buffer.from(`${client.client_id}:${client.client_secret}`).toString("base64");
    const answer = await standin.fetch("https://api.notion.com/v1/oauth/token", {
      method: "POST",
      headers: {
        authorization: `Basic ${secret}`,
        "content-type": "application/x-www-form-urlencoded",
      },
      body: new URLSearchParams(form).toString(),
    });
    const { refresh_token } = await answer.json();
    await refresh(standin, refresh_token);
    await oauthRefused(refresh(standin, "nonsense"), 400, "invalid_grant");
    const log = await standin.control("GET", "/requests?path=/v1/oauth/token");
    assert.deepEqual(
      log.map((/** @type {any} */ entry) => [entry.grantType, entry.client, entry.status]),
      [
        ["authorization_code", "client-id", 200],
        ["refresh_token", "client-id", 200],
        ["refresh_token", "client-id", 400],
      ],
    );
    const refreshed = await standin.control("GET", "/requests?grantType=refresh_token&atLeast=2");
    assert.equal(refreshed.length, 2);
    const pages = await standin.control("GET", "/requests?path=/v1/oauth/authorize");
    assert.deepEqual([pages[0].method, pages[0].status], ["POST", 302]);
  });

  /** @param {object} fault */
  const onRefresh = (fault) =>
    standin.control("POST", "/faults", {
      path: "/v1/oauth/token",
      when: { grant_type: "refresh_token" },
      ...fault,
    });

  test("a fault can be for refreshing only", async () => {
    await onRefresh({ status: 500 });
    const first = await signIn();
    await oauthRefused(refresh(standin, first.refresh_token), 500, "internal_server_error");
    await onRefresh({ status: 429, headers: { "Retry-After": "3" } });
    await assert.rejects(refresh(standin, first.refresh_token), { code: "rate_limited" });
    await onRefresh({ status: 400, code: "invalid_grant" });
    await oauthRefused(refresh(standin, first.refresh_token), 400, "invalid_grant");
    await works(first.access_token);
  });

  test("the answer to a refresh can be lost before or after it was carried out", async () => {
    const first = await signIn();
    await onRefresh({ cut: "before" });
    await assert.rejects(refresh(standin, first.refresh_token), /socket hang up|ECONNRESET/);
    await works(first.access_token);
    await onRefresh({ cut: "after" });
    await assert.rejects(refresh(standin, first.refresh_token), /socket hang up|ECONNRESET/);
    await isRefused(first.access_token);
    await works((await connections())[0].token);
  });

  test("the answer can be anything, and any amount of it", async () => {
    const first = await signIn();
    /** The answer to a refresh that is not what it should be. */
    const raw = async () => {
      const answer = await standin.fetch("https://api.notion.com/v1/oauth/token", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ grant_type: "refresh_token", refresh_token: first.refresh_token }),
      });
      return { status: answer.status, type: answer.headers.get("content-type"), answer };
    };
    await onRefresh({ status: 403, html: true, delayMs: 5 });
    const page = await raw();
    assert.deepEqual([page.status, page.type], [403, "text/html; charset=UTF-8"]);
    await onRefresh({ body: { token_type: "bearer" } });
    const lacking = await raw();
    assert.equal(lacking.status, 200);
    assert.deepEqual(await lacking.answer.json(), { token_type: "bearer" });
    await onRefresh({ body: "{" });
    const broken = await raw();
    assert.match(String(broken.type), /^application\/json/);
    assert.equal(await broken.answer.text(), "{");
    await onRefresh({ padding: 10 * 1024 * 1024 });
    const long = await (await raw()).answer.text();
    assert.ok(long.length > 10 * 1024 * 1024);
    assert.equal(JSON.parse(long).error, "invalid_client");
    await works(first.access_token);
  });
});
