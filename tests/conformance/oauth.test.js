// Signing in through a public connection: the page and the code.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Standin, stage } from "./harness.js";
import {
  authorize,
  client,
  codeFor,
  decide,
  exchange,
  oauthRefused,
  press,
  redirect_uri,
} from "./signin.js";

describe("oauth", () => {
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

  test("the page names who asks, offers people and pages, and has two buttons", async () => {
    const page = await authorize(standin);
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
    assert.ok(!html.includes('id="template"'), "there is no template to offer");
  });

  test("a wrong request to the page stays on the page", async () => {
    const elsewhere = "https://evil.test/";
    const wrong = await authorize(standin, { redirect_uri: elsewhere });
    assert.equal(wrong.status, 200);
    assert.match(await wrong.text(), /Missing or invalid redirect_uri/);
    const forged = await press(standin, { redirect_uri: elsewhere, decision: "allow" });
    assert.deepEqual([forged.status, forged.headers.get("location")], [400, null]);
    const implicit = await (await authorize(standin, { response_type: "token" })).json();
    assert.equal(implicit.error, "invalid_request");
    assert.match(implicit.error_description, /^query failed validation: /);
    assert.ok(implicit.request_id);
  });

  test("an address to go back to can be registered later", async () => {
    const late = "https://abcdefghijklmnop.chromiumapp.org/cb";
    const page = async () => (await authorize(standin, { redirect_uri: late })).text();
    assert.match(await page(), /Missing or invalid/);
    const order = { clientId: client.client_id, redirectUris: [late, redirect_uri] };
    const changed = await standin.control("POST", "/clients", order);
    assert.deepEqual(changed.redirectUris, [redirect_uri, late]);
    assert.deepEqual(await standin.control("GET", "/clients"), [changed]);
    assert.match(await page(), /Clipper wants to access/);
    const code = await codeFor(standin, ids, [], { redirect_uri: late });
    await exchange(standin, code, { redirect_uri: late });
  });

  test("saying no sends an error back, with the state", async () => {
    const back = await decide(standin, { decision: "deny" });
    assert.equal(back.searchParams.get("error"), "access_denied");
    assert.equal(back.searchParams.get("state"), "s&1");
    assert.equal(back.searchParams.get("code"), null);
  });

  test("saying yes gives a token that sees what was picked", async () => {
    const as = `${ids.workspace} ${ids.users.grace}`;
    const back = await decide(standin, { decision: "allow", as }, [ids.links.database]);
    assert.equal(back.origin + back.pathname, redirect_uri);
    assert.equal(back.searchParams.get("state"), "s&1");
    const token = await exchange(standin, String(back.searchParams.get("code")));
    assert.match(token.access_token, /^ntn_[0-9a-z]{46}$/i);
    assert.equal(token.token_type, "bearer");
    assert.equal(token.workspace_id, ids.workspace);
    assert.equal(token.workspace_name, "Conformance");
    assert.equal(token.duplicated_template_id, null);
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

  test("what was picked in another workspace than the one chosen stays there", async () => {
    const planted = await standin.control("POST", "/seed", {
      workspaces: [{ name: "Other", pages: [{ title: "Elsewhere" }] }],
    });
    const elsewhere = planted.workspaces[0].pages[0].id;
    await exchange(standin, await codeFor(standin, ids, [ids.home, elsewhere]));
    const [connection] = await standin.control("GET", "/connections?client=client-id");
    assert.deepEqual(connection.shared, [ids.home]);
  });

  test("a code works once, for its client, with its address, with the secret", async () => {
    const code = await codeFor(standin, ids);
    const asked = (/** @type {object} */ change) => exchange(standin, code, change);
    await oauthRefused(asked({ client_secret: "wrong" }), 401, "invalid_client");
    await oauthRefused(asked({ redirect_uri: "https://example.test/other" }), 400, "invalid_grant");
    await oauthRefused(exchange(standin, "nonsense"), 400, "invalid_grant");
    await exchange(standin, code);
    await oauthRefused(exchange(standin, code), 400, "invalid_grant");
    await standin.control("POST", "/settings", { oauthErrors: "notion" });
    await assert.rejects(exchange(standin, code), (/** @type {any} */ error) => {
      assert.equal(JSON.parse(error.body).code, "invalid_grant");
      return true;
    });
  });

  test("a code is worth nothing when its time is over", async () => {
    await standin.control("POST", "/settings", { codeLifetimeMs: 0 });
    const code = await codeFor(standin, ids);
    await oauthRefused(exchange(standin, code), 400, "invalid_grant");
    assert.deepEqual(await standin.control("GET", "/connections?client=client-id"), []);
  });
});
