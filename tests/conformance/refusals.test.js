// What the stand-in refuses, as the official client sees it: code, status, message, request id.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { APIErrorCode, APIResponseError } from "@notionhq/client";
import { refused, Standin, stage, text, tokens } from "./harness.js";

describe("refusals", () => {
  /** @type {Standin} */
  let standin;
  /** @type {Awaited<ReturnType<typeof stage>>} */
  let ids;
  /** @type {ReturnType<Standin["client"]>} */
  let notion;

  before(async () => {
    standin = await Standin.start();
    notion = standin.client(tokens.main);
  });
  after(() => standin.stop());
  beforeEach(async () => {
    ids = await stage(standin);
  });

  const invalid = APIErrorCode.ValidationError;

  /** Creates a row; `body` is merged over the usual one, past the client's own picking of keys.
   * @param {Record<string, any>} body */
  const create = (body) =>
    notion.request({
      path: "pages",
      method: "post",
      body: { parent: { data_source_id: ids.links.source }, ...body },
    });

  /** @param {Record<string, any>} properties */
  const values = (properties) => create({ properties });

  /** A raw request, for what the client never sends.
   * @param {string} method
   * @param {string} path
   * @param {Record<string, string>} headers
   * @param {string} [body] */
  async function raw(method, path, headers, body) {
    const answer = await standin.fetch(`https://api.notion.com${path}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
    });
    return { status: answer.status, headers: answer.headers, body: await answer.json() };
  }

  const authorized = { authorization: `Bearer ${tokens.main}`, "notion-version": "2026-03-11" };

  test("a linked view is not given, and its block is; what is in the trash says so", async () => {
    const linked = "0123abcd-0000-4000-8000-000000000004";
    await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: "Shed",
          connections: [{ kind: "internal", name: "Shed", token: "ntn_shed" }],
          databases: [{ title: "Linked", id: linked, sharedWith: ["ntn_shed"], dataSources: [] }],
        },
      ],
    });
    const shed = standin.client("ntn_shed");
    await refused(
      shed.databases.retrieve({ database_id: linked }),
      invalid,
      `Database with ID ${linked} does not contain any data sources accessible by this API bot.`,
    );
    const block = await shed.blocks.retrieve({ block_id: linked });
    assert.ok("type" in block && block.type === "child_database");
    assert.deepEqual((await shed.search({})).results, []);

    await standin.control("DELETE", `/blocks/${ids.links.database}`);
    const thrown = await notion.databases.retrieve({ database_id: ids.links.database });
    assert.ok("in_trash" in thrown && thrown.in_trash);
  });

  test("a token nobody knows, and one that was revoked", async () => {
    await refused(
      standin.client("ntn_wrong").users.me({}),
      APIErrorCode.Unauthorized,
      "API token is invalid.",
    );
    await notion.users.me({});
    await standin.control("POST", "/revoke", { token: tokens.main });
    await refused(notion.users.me({}), APIErrorCode.Unauthorized);
  });

  test("no version, another version, and the shape of the error", async () => {
    const missing = await raw("GET", "/v1/users/me", { authorization: `Bearer ${tokens.main}` });
    assert.equal(missing.status, 400);
    assert.equal(missing.headers.get("x-notion-request-id"), missing.body.request_id);
    assert.equal(missing.headers.get("access-control-allow-origin"), null);
    assert.deepEqual(missing.body, {
      object: "error",
      status: 400,
      code: "missing_version",
      message:
        "Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.",
      request_id: missing.body.request_id,
    });
    const older = standin.client(tokens.main, { notionVersion: "2022-06-28" });
    await refused(older.users.me({}), invalid, "2026-03-11");
  });

  test("an address that is none, and a body that is no JSON", async () => {
    await refused(
      notion.request({ path: "nothing", method: "get" }),
      APIErrorCode.InvalidRequestURL,
    );
    const json = { ...authorized, "content-type": "application/json" };
    const broken = await raw("POST", "/v1/pages", json, "{");
    assert.deepEqual([broken.status, broken.body.code], [400, "invalid_json"]);
    const form = await raw(
      "POST",
      "/v1/pages",
      { ...authorized, "content-type": "text/plain" },
      "{}",
    );
    assert.deepEqual([form.status, form.body.code], [400, "invalid_json"]);
  });

  test("a property that does not exist, or has another type, or is only read", async () => {
    await refused(
      values({ Lnik: { url: "https://a.test" } }),
      invalid,
      "Lnik is not a property that exists.",
    );
    await refused(
      values({ Link: { rich_text: text("x") } }),
      invalid,
      "Link is expected to be url.",
    );
    await refused(values({ Sum: { number: 2 } }), invalid, "Sum is expected to be formula.");
    await refused(
      values({ Made: { date: { start: "2026-01-01" } } }),
      invalid,
      "Made is expected to be created_time.",
    );
    await refused(
      notion.pages.create({
        parent: { page_id: ids.home },
        properties: { title: { title: [] }, Link: { url: "https://a.test" } },
      }),
      invalid,
      "Link is not a property that exists.",
    );
  });

  test("options: a status must exist, a colour stays", async () => {
    await refused(
      values({ Status: { status: { name: "Lost" } } }),
      invalid,
      'Status option "Lost" does not exist',
    );
    await refused(
      values({ Kind: { select: { name: "essay", color: "red" } } }),
      invalid,
      "Cannot update color",
    );
    await refused(
      values({ Kind: { select: { id: "nothing" } } }),
      invalid,
      "Could not find select option",
    );
  });

  test("things that are not shared are not found, whatever they are", async () => {
    const stranger = standin.client(tokens.stranger);
    const missing = APIErrorCode.ObjectNotFound;
    const error = await refused(
      stranger.databases.retrieve({ database_id: ids.links.database }),
      missing,
      `Could not find database with ID: ${ids.links.database}. Make sure the relevant pages and databases are shared with your integration "Stranger".`,
    );
    assert.ok(APIResponseError.isAPIResponseError(error) && error.status === 404);
    await refused(stranger.dataSources.retrieve({ data_source_id: ids.links.source }), missing);
    await refused(stranger.dataSources.query({ data_source_id: ids.links.source }), missing);
    await refused(stranger.pages.create({ parent: { data_source_id: ids.links.source } }), missing);
    await refused(notion.pages.retrieve({ page_id: ids.diary }), missing);
    await refused(notion.blocks.children.list({ block_id: ids.diary }), missing);
    await standin.control("POST", "/share", {
      database: ids.links.database,
      token: tokens.stranger,
    });
    await stranger.dataSources.query({ data_source_id: ids.links.source });
    await standin.control("POST", "/unshare", {
      database: ids.links.database,
      token: tokens.stranger,
    });
    await refused(stranger.dataSources.query({ data_source_id: ids.links.source }), missing);
    await standin.control("DELETE", `/databases/${ids.links.database}`);
    await refused(notion.dataSources.retrieve({ data_source_id: ids.links.source }), missing);
  });

  test("ids of one kind do not do for another", async () => {
    const missing = APIErrorCode.ObjectNotFound;
    await refused(notion.dataSources.retrieve({ data_source_id: ids.links.database }), missing);
    await refused(notion.databases.retrieve({ database_id: ids.links.source }), missing);
    await refused(
      notion.databases.retrieve({ database_id: ids.home }),
      invalid,
      "is a page, not a database",
    );
    await refused(
      notion.pages.retrieve({ page_id: ids.links.database }),
      invalid,
      "is a database, not a page",
    );
    await refused(notion.pages.create({ parent: { data_source_id: ids.links.database } }), missing);
    await refused(
      notion.pages.create({ parent: { database_id: ids.shelf.database } }),
      invalid,
      "multiple data sources",
    );
    await refused(
      notion.pages.retrieve({ page_id: "abc" }),
      invalid,
      'path failed validation: path.page_id should be a valid uuid, instead was `"abc"`.',
    );
    await refused(
      notion.pages.create({ parent: { page_id: "abc" } }),
      invalid,
      "body.parent.page_id should be a valid uuid",
    );
  });

  test("what a connection has no capability for", async () => {
    const restricted = APIErrorCode.RestrictedResource;
    const reader = standin.client(tokens.reader);
    await refused(
      reader.pages.create({ parent: { data_source_id: ids.links.source } }),
      restricted,
    );
    await refused(reader.users.list({}), restricted);
    const writer = standin.client(tokens.writer);
    await refused(writer.search({}), restricted);
    await refused(writer.dataSources.query({ data_source_id: ids.links.source }), restricted);
    const page = await writer.pages.create({ parent: { data_source_id: ids.links.source } });
    await refused(writer.pages.update({ page_id: page.id, in_trash: true }), restricted);
  });

  test("an internal connection has no private pages, a personal one has", async () => {
    await refused(
      notion.pages.create({ properties: { title: { title: [] } } }),
      invalid,
      "Internal integrations",
    );
    const personal = standin.client(tokens.personal);
    const page = await personal.pages.create({ properties: { title: { title: text("Mine") } } });
    assert.ok("parent" in page);
    assert.deepEqual(page.parent, { type: "workspace", workspace: true });
  });

  test("filters and sorts on what is not there or has another type", async () => {
    const query = (/** @type {any} */ body) =>
      notion.dataSources.query({ data_source_id: ids.links.source, ...body });
    await refused(
      query({ filter: { property: "Lnik", url: { equals: "x" } } }),
      invalid,
      "Could not find property with name or id: Lnik",
    );
    await refused(
      query({ filter: { property: "Link", rich_text: { equals: "x" } } }),
      invalid,
      "does not match filter",
    );
    await refused(
      query({ filter: { property: "Link", url: { resembles: "x" } } }),
      invalid,
      "resembles should be not present",
    );
    await refused(
      query({ filter: { timestamp: "created_time", created_time: { after: "soon" } } }),
      invalid,
      "ISO 8601",
    );
    await refused(
      query({ sorts: [{ property: "Lnik", direction: "ascending" }] }),
      invalid,
      "Could not find property",
    );
    const deep = { and: [{ or: [{ and: [{ property: "Read", checkbox: { equals: true } }] }] }] };
    await refused(query({ filter: deep }), invalid);
  });

  test("a schema that changed under the client", async () => {
    const change = (/** @type {string} */ what, /** @type {any} */ body) =>
      standin.control("POST", `/data-sources/${ids.links.source}/${what}`, body);
    await change("rename-property", { from: "Link", to: "Address" });
    await refused(
      values({ Link: { url: "https://a.test" } }),
      invalid,
      "Link is not a property that exists.",
    );
    await values({ "%3AUPp": { url: "https://a.test" } });
    await change("retype-property", { name: "Address", type: "rich_text" });
    await refused(
      values({ "%3AUPp": { url: "https://a.test" } }),
      invalid,
      "Address is expected to be rich_text.",
    );
    await change("delete-property", { name: "Address" });
    await refused(
      values({ "%3AUPp": { url: "https://a.test" } }),
      invalid,
      "%3AUPp is not a property that exists.",
    );
  });

  test("a refused request changes nothing", async () => {
    const bad = {
      Tags: { multi_select: [{ name: "fresh" }] },
      Status: { status: { name: "Lost" } },
    };
    await refused(values(bad), invalid);
    assert.deepEqual(await standin.control("GET", `/pages?dataSource=${ids.links.source}`), []);
    const source = await notion.dataSources.retrieve({ data_source_id: ids.links.source });
    const tags = source.properties.Tags;
    assert.ok(tags?.type === "multi_select" && tags.multi_select.options.length === 2);
  });

  test("more than three requests a second", async () => {
    await standin.control("POST", "/settings", { rateLimit: true });
    const answers = await Promise.allSettled(Array.from({ length: 40 }, () => notion.users.me({})));
    const refusals = answers.flatMap((answer) =>
      answer.status === "rejected" ? [answer.reason] : [],
    );
    // A burst of nine always passes; how many more depends on how fast this machine asks.
    assert.ok(
      refusals.length > 0 && refusals.length <= 31,
      `${refusals.length} of 40 were refused`,
    );
    const [error] = refusals;
    assert.ok(APIResponseError.isAPIResponseError(error));
    assert.equal(error.code, APIErrorCode.RateLimited);
    assert.equal(error.status, 429);
    assert.deepEqual(error.additional_data, { rate_limit_reason: "public_api_request_rate_limit" });
    assert.match(String(/** @type {Headers} */ (error.headers).get("retry-after")), /^\d+$/);
    const patient = standin.client(tokens.main, { retry: { maxRetries: 3 } });
    await patient.users.me({});
  });
});
