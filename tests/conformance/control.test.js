// The control interface: faults, the log, published pages, the web view.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { Standin, stage, text, tokens } from "./harness.js";

describe("control", () => {
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

  /** @param {string} name */
  const create = (name) =>
    notion.pages.create({
      parent: { data_source_id: ids.links.source },
      properties: { Name: { title: text(name) } },
    });

  /** @param {object} fault */
  const fault = (fault) => standin.control("POST", "/faults", fault);

  const pages = () => standin.control("GET", `/pages?dataSource=${ids.links.source}`);

  test("a status instead of the answer, with or without carrying the request out", async () => {
    await fault({ method: "POST", path: "/v1/pages", status: 502 });
    await assert.rejects(create("A"), { status: 502 });
    assert.equal((await pages()).length, 0);
    await fault({ method: "POST", path: "/v1/pages", status: 500, applyFirst: true });
    await assert.rejects(create("A"), { code: "internal_server_error", status: 500 });
    assert.equal((await pages()).length, 1);
    await create("B");
  });

  test("a connection that is cut before or after", async () => {
    await fault({ method: "POST", path: "/v1/pages", cut: "before" });
    await assert.rejects(create("A"), /socket hang up|ECONNRESET/);
    assert.equal((await pages()).length, 0);
    await fault({ method: "POST", path: "/v1/pages", cut: "after" });
    await assert.rejects(create("A"), /socket hang up|ECONNRESET/);
    assert.equal((await pages()).length, 1);
    const log = await standin.control("GET", "/requests?path=/v1/pages&method=POST");
    assert.deepEqual(
      log.map((/** @type {any} */ entry) => entry.status),
      [null, null],
    );
  });

  test("half an answer, a page from the network edge, headers and delays", async () => {
    await fault({ path: "/v1/users/me", truncate: true });
    await assert.rejects(notion.users.me({}), /aborted|ECONNRESET/);
    await fault({ path: "/v1/users/me", status: 403, html: true });
    const blocked = await standin.fetch("https://api.notion.com/v1/users/me");
    assert.equal(blocked.status, 403);
    assert.equal(blocked.headers.get("x-notion-request-id"), null);
    assert.ok(blocked.headers.get("cf-ray"));
    assert.match(await blocked.text(), /^<!doctype html>/);
    await fault({
      path: "/v1/users/me",
      status: 529,
      headers: { "Retry-After": "7" },
      delayMs: 30,
    });
    const started = performance.now();
    const overloaded = await notion.users.me({}).then(
      () => assert.fail("it was accepted"),
      (reason) => reason,
    );
    assert.ok(performance.now() - started >= 29);
    assert.equal(overloaded.code, "service_overload");
    assert.equal(overloaded.headers.get("retry-after"), "7");
  });

  test("faults without end are taken back", async () => {
    await fault({ status: 503, times: null });
    for (let index = 0; index < 3; index += 1)
      await assert.rejects(notion.users.me({}), { status: 503 });
    await standin.control("DELETE", "/faults");
    await notion.users.me({});
  });

  test("the log names the connection and never the token", async () => {
    const start = (await standin.control("GET", "/requests")).at(-1)?.sequence ?? 0;
    await create("A");
    const [entry] = await standin.control("GET", `/requests?since=${start}`);
    assert.deepEqual(
      [entry.method, entry.path, entry.status, entry.connection, entry.notionVersion, entry.host],
      ["POST", "/v1/pages", 200, "Main", "2026-03-11", "api.notion.com"],
    );
    assert.equal(entry.body.properties.Name.title[0].text.content, "A");
    assert.ok(!JSON.stringify(entry).includes(tokens.main));
    await standin.control("DELETE", "/requests");
    assert.deepEqual(await standin.control("GET", "/requests"), []);
  });

  test("a test can wait for a page or a request, and is told when none comes", async () => {
    const waiting = standin.control("GET", `/pages?dataSource=${ids.links.source}&atLeast=1`);
    const asked = standin.control("GET", "/requests?path=/v1/pages&method=POST&atLeast=1");
    await create("A");
    assert.equal((await waiting)[0].title, "A");
    assert.equal((await asked).length, 1);
    await assert.rejects(
      standin.control("GET", `/pages?dataSource=${ids.links.source}&atLeast=2&timeoutMs=20`),
      /408 waited 20 ms for 2, and there are 1/,
    );
  });

  test("ten thousand options are made on demand", async () => {
    const properties = {
      Name: { type: "title" },
      Tags: { type: "multi_select", bulkOptions: 10_000 },
    };
    const { workspaces } = await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: "Big",
          connections: [{ kind: "internal", token: "ntn_big", name: "Big" }],
          databases: [{ title: "Big", sharedWith: ["ntn_big"], dataSources: [{ properties }] }],
        },
      ],
    });
    const id = workspaces[0].databases[0].dataSources[0].id;
    const source = await standin.client("ntn_big").dataSources.retrieve({ data_source_id: id });
    const tags = source.properties.Tags;
    assert.ok(tags?.type === "multi_select");
    assert.equal(tags.multi_select.options.length, 10_000);
    assert.equal(tags.multi_select.options[0]?.name, "Tag 00001");
  });

  test("pages are published under any address", async () => {
    await standin.control("POST", "/sites", {
      address: "https://example.test/a?b",
      html: "<title>Hello</title>",
      headers: { "x-test": "1" },
      status: 203,
    });
    const site = await standin.fetch("https://example.test/a?b");
    assert.deepEqual([site.status, site.headers.get("x-test")], [203, "1"]);
    assert.equal(await site.text(), "<title>Hello</title>");
    assert.equal((await standin.fetch("https://example.test/other")).status, 404);
  });

  test("the web view shows databases, rows and pages, and nothing that was typed becomes markup", async () => {
    const attack = `"><img src=x onerror="alert(1)">`;
    const page = await notion.pages.create({
      parent: { data_source_id: ids.links.source },
      properties: {
        Name: { title: text(attack) },
        Link: { url: "javascript:alert(1)" },
        Tags: { multi_select: [{ name: attack }] },
      },
      children: [
        { quote: { rich_text: text(attack) } },
        { bookmark: { url: 'https://example.test/?"><b>' } },
      ],
    });
    const view = async (/** @type {string} */ path) =>
      (await standin.fetch(`https://www.notion.so${path}`)).text();
    assert.match(await view("/"), /🔗 Links/);
    for (const path of [
      `/${ids.links.database.replaceAll("-", "")}`,
      new URL(/** @type {any} */ (page).url).pathname,
    ]) {
      const html = await view(path);
      assert.ok(html.includes("&quot;&gt;&lt;img src=x onerror="), path);
      assert.ok(!html.includes("<img src=x") && !html.includes('href="javascript'), path);
    }
    const app = await standin.fetch(`https://app.notion.com/${page.id.replaceAll("-", "")}`);
    assert.match(await app.text(), /<blockquote>/);
    assert.equal((await standin.fetch("https://www.notion.so/nothing")).status, 404);
  });

  test("mistakes in control requests are named", async () => {
    await assert.rejects(fault({ statsu: 500 }), /unknown field `statsu`/);
    await assert.rejects(standin.control("POST", "/settings", { lag: 1 }), /unknown field `lag`/);
    await assert.rejects(standin.control("POST", "/nowhere", {}), /there is no POST \/nowhere/);
    await assert.rejects(
      standin.control("POST", "/revoke", { token: "x" }),
      /there is no such token/,
    );
  });

  test("a seed plants rows, and relations that lead to them", async () => {
    const token = "ntn_5a7c4e10librarytoken0123456789ABCDEFGHIJKLMNOPQRS";
    const people = "5a7c4e10-0000-4000-8000-00000000a001";
    const books = "5a7c4e10-0000-4000-8000-00000000b001";
    await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: "Library",
          connections: [{ kind: "internal", name: "Satchel", token }],
          databases: [
            {
              title: "People",
              sharedWith: [token],
              dataSources: [
                { id: people, properties: { Name: { type: "title" } }, rows: ["Ada", "Grace"] },
              ],
            },
            {
              title: "Books",
              sharedWith: [token],
              dataSources: [
                {
                  id: books,
                  properties: {
                    Name: { type: "title" },
                    Author: { type: "relation", dataSource: people },
                  },
                },
              ],
            },
          ],
        },
      ],
    });
    const library = standin.client(token);
    const { results } = await library.dataSources.query({
      data_source_id: people,
      filter: { property: "Name", title: { contains: "rac" } },
    });
    assert.equal(results.length, 1);
    const { properties } = await library.dataSources.retrieve({ data_source_id: books });
    assert.ok(properties.Author?.type === "relation");
    assert.equal(properties.Author.relation.data_source_id, people);
    await library.pages.create({
      parent: { data_source_id: books },
      properties: {
        Name: { title: text("Compilers") },
        Author: { relation: [{ id: String(results[0]?.id) }] },
      },
    });
  });
});
