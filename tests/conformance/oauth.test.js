// Signing in through a public connection: the page, the code, the tokens.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Standin, stage } from "./harness.js";

describe("oauth", () => {
  /** @type {Standin} */
  let standin;
  /** @type {Awaited<ReturnType<typeof stage>>} */
  let ids;
  /** @type {ReturnType<Standin["client"]>} */
  let nobody;

  before(async () => {
    standin = await Standin.start();
    nobody = standin.client("");
  });
  after(() => standin.stop());
  beforeEach(async () => {
    ids = await stage(standin);
  });

  const client = { client_id: "client-id", client_secret: "client-secret" };
  const redirect_uri = "https://example.test/callback";

  /** @param {Record<string, string>} [change] */
  const authorize = (change) => {
    const query = {
      client_id: "client-id",
      redirect_uri,
      response_type: "code",
      owner: "user",
      state: "s&1",
      ...change,
    };
    return standin.fetch(`https://api.notion.com/v1/oauth/authorize?${new URLSearchParams(query)}`);
  };

  /** Presses a button on the authorize page, and returns where the browser is sent.
   * @param {"allow" | "deny"} decision
   * @param {string[]} [picked] */
  async function decide(decision, picked = []) {
    const form = new URLSearchParams({
      client_id: "client-id",
      redirect_uri,
      state: "s&1",
      decision,
    });
    form.set("as", `${ids.workspace} ${ids.users.grace}`);
    for (const page of picked) form.append("page", page);
    const answer = await standin.fetch("https://api.notion.com/v1/oauth/authorize", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: form.toString(),
    });
    assert.equal(answer.status, 302);
    return new URL(String(answer.headers.get("location")));
  }

  /** @param {string[]} [picked] */
  async function codeFor(picked) {
    const back = await decide("allow", picked);
    return String(back.searchParams.get("code"));
  }

  /** @param {string} code
   * @param {object} [change] */
  const exchange = (code, change) =>
    nobody.oauth.token({
      grant_type: "authorization_code",
      code,
      redirect_uri,
      ...client,
      ...change,
    });

  test("the page names who asks, offers pages, and has two buttons", async () => {
    const page = await authorize();
    assert.equal(page.status, 200);
    const html = await page.text();
    for (const part of [
      "Clipper wants to access",
      'id="allow"',
      'id="deny"',
      "Grace Hopper, Conformance",
      ids.links.database,
    ]) {
      assert.ok(html.includes(part), part);
    }
  });

  test("a wrong request to the page stays on the page", async () => {
    const wrong = await authorize({ redirect_uri: "https://evil.test/" });
    assert.equal(wrong.status, 400);
    assert.match(await wrong.text(), /Missing or invalid redirect_uri/);
    const implicit = await (await authorize({ response_type: "token" })).json();
    assert.equal(implicit.error, "invalid_request");
    assert.match(implicit.error_description, /^query failed validation: /);
    assert.ok(implicit.request_id);
  });

  test("saying no sends an error back, with the state", async () => {
    const back = await decide("deny");
    assert.equal(back.searchParams.get("error"), "access_denied");
    assert.equal(back.searchParams.get("state"), "s&1");
    assert.equal(back.searchParams.get("code"), null);
  });

  test("saying yes gives a token that sees what was picked", async () => {
    const back = await decide("allow", [ids.links.database]);
    assert.equal(back.origin + back.pathname, redirect_uri);
    assert.equal(back.searchParams.get("state"), "s&1");
    const token = await exchange(String(back.searchParams.get("code")));
    assert.match(token.access_token, /^ntn_[0-9a-z]{46}$/i);
    assert.equal(token.token_type, "bearer");
    assert.equal(token.workspace_id, ids.workspace);
    assert.equal(token.workspace_name, "Conformance");
    assert.ok(token.owner.type === "user" && "name" in token.owner.user);
    assert.equal(token.owner.user.name, "Grace Hopper");
    const notion = standin.client(token.access_token);
    const found = await notion.search({});
    assert.deepEqual(
      found.results.map((result) => result.id),
      [ids.links.source],
    );
    const me = await notion.users.me({});
    assert.equal(me.id, token.bot_id);
  });

  test("a code works once, for its client, with its address, with the secret", async () => {
    /** The answer to a refused exchange, as it stands in the body.
     * @param {Promise<unknown>} asked
     * @param {number} status
     * @param {string} code */
    const refused = async (asked, status, code) => {
      const error = await asked.then(
        () => assert.fail("it was accepted"),
        (reason) => reason,
      );
      assert.equal(error.status, status);
      assert.equal(JSON.parse(error.body).error, code);
    };
    const code = await codeFor();
    await refused(exchange(code, { client_secret: "wrong" }), 401, "invalid_client");
    await refused(
      exchange(code, { redirect_uri: "https://example.test/other" }),
      400,
      "invalid_grant",
    );
    await refused(exchange("nonsense"), 400, "invalid_grant");
    await exchange(code);
    await refused(exchange(code), 400, "invalid_grant");
    await standin.control("POST", "/settings", { oauthErrors: "notion" });
    const error = await exchange(code).then(
      () => assert.fail("it was accepted"),
      (reason) => reason,
    );
    assert.equal(JSON.parse(error.body).code, "invalid_grant");
  });

  test("refreshing gives a new pair and ends the old one", async () => {
    const first = await exchange(await codeFor());
    const again = await nobody.oauth.token({
      grant_type: "refresh_token",
      refresh_token: String(first.refresh_token),
      ...client,
    });
    assert.notEqual(again.access_token, first.access_token);
    assert.equal(again.bot_id, first.bot_id);
    await standin.client(again.access_token).users.me({});
    await assert.rejects(standin.client(first.access_token).users.me({}), { code: "unauthorized" });
  });

  test("a token is looked at, and revoked", async () => {
    const { access_token: token } = await exchange(await codeFor());
    const seen = await nobody.oauth.introspect({ token, ...client });
    assert.equal(seen.active, true);
    await nobody.oauth.revoke({ token, ...client });
    assert.equal((await nobody.oauth.introspect({ token, ...client })).active, false);
    await assert.rejects(standin.client(token).users.me({}), { code: "unauthorized" });
    const log = JSON.stringify(await standin.control("GET", "/requests"));
    assert.ok(!log.includes(token));
  });
});
