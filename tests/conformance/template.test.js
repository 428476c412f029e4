// “Use the developer's template”: a page of the developer's, copied for whoever signs in.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { iteratePaginatedAPI } from "@notionhq/client";
import { Standin, stage, text } from "./harness.js";
import { authorize, client, codeFor, exchange, redirect_uri } from "./signin.js";

const properties = { Name: { type: "title" }, Link: { type: "url" } };

/** The token with which the developer fills the template. */
const author = "ntn_conformance00author";

const developer = {
  workspaces: [
    {
      name: "Developer",
      connections: [
        { kind: "internal", name: "Author", token: author },
        {
          kind: "public",
          name: "Clipper with a template",
          clientId: "templated",
          clientSecret: "secret",
          redirectUris: [redirect_uri],
          template: "Start here",
        },
      ],
      pages: [
        {
          title: "Start here",
          sharedWith: [author],
          children: [
            { paragraph: { rich_text: text("Welcome.") } },
            {
              toggle: {
                rich_text: text("More"),
                children: [
                  { child_database: { title: "Quotes", dataSources: [{ properties }] } },
                  { divider: {} },
                ],
              },
            },
          ],
        },
        { title: "Below", parent: "Start here" },
      ],
      databases: [
        {
          title: "Reading list",
          icon: "📚",
          parentPage: "Start here",
          dataSources: [{ properties: { ...properties, Related: { type: "relation" } } }],
        },
      ],
    },
  ],
};

const credentials = { client_id: "templated", client_secret: "secret" };

describe("template", () => {
  /** @type {Standin} */
  let standin;
  /** @type {Awaited<ReturnType<typeof stage>>} */
  let ids;
  /** @type {any} */
  let planted;

  before(async () => {
    standin = await Standin.start();
  });
  after(() => standin.stop());
  beforeEach(async () => {
    ids = await stage(standin);
    planted = (await standin.control("POST", "/seed", developer)).workspaces[0];
  });

  /** @param {string} access */
  async function signIn(access) {
    const choice = { client_id: credentials.client_id, access };
    const code = await codeFor(standin, ids, [ids.home], choice);
    return exchange(standin, code, credentials);
  }

  /**
   * @param {import("@notionhq/client").Client} notion
   * @param {string} block_id
   */
  async function children(notion, block_id) {
    /** @type {any[]} */
    const found = [];
    for await (const block of iteratePaginatedAPI(notion.blocks.children.list, { block_id })) {
      found.push(block);
    }
    return found;
  }

  test("the page offers it, and not to those who can't have it", async () => {
    const html = await (await authorize(standin, { client_id: "templated" })).text();
    assert.ok(html.includes('id="template"') && html.includes("Start here"));
    // The developer's own workspace has nobody in it who could sign in.
    assert.ok(!html.includes("Select pages in Developer"));
    assert.ok(!(await (await authorize(standin)).text()).includes('id="template"'));
  });

  test("choosing pages makes no copy", async () => {
    const token = await signIn("pages");
    assert.equal(token.duplicated_template_id, null);
    const [connection] = await standin.control("GET", "/connections?client=templated");
    assert.deepEqual(connection.shared, [ids.home]);
  });

  test("a client without a template can't be made to copy one", async () => {
    const code = await codeFor(standin, ids, [], { access: "template" });
    assert.equal((await exchange(standin, code, client)).duplicated_template_id, null);
  });

  test("the copy has its own ids, and is shared with everything on it", async () => {
    const token = await signIn("template");
    const copy = String(token.duplicated_template_id);
    assert.notEqual(copy, planted.pages[0].id);
    const notion = standin.client(token.access_token);
    const blocks = await children(notion, copy);
    assert.deepEqual(
      blocks.map((block) => block.type),
      ["paragraph", "toggle", "child_page", "child_database"],
    );
    const [, toggle, , list] = blocks;
    assert.equal(list.child_database.title, "Reading list");
    assert.deepEqual(list.parent, { type: "page_id", page_id: copy });
    const [nested, divider] = await children(notion, toggle.id);
    assert.deepEqual([nested.type, divider.type], ["child_database", "divider"]);
    assert.equal(nested.child_database.title, "Quotes");

    const originals = [planted.databases[0].id, planted.pages[0].databases[0].id];
    for (const { id } of [list, nested]) {
      assert.ok(!originals.includes(id));
      const database = await notion.databases.retrieve({ database_id: id });
      assert.ok("data_sources" in database);
      const [source] = database.data_sources;
      const { properties } = await notion.dataSources.retrieve({
        data_source_id: String(source?.id),
      });
      assert.equal(properties.Link?.type, "url");
      await notion.pages.create({
        parent: { data_source_id: String(source?.id) },
        properties: { Name: { title: text("A page") } },
      });
    }
    const found = await notion.search({});
    assert.equal(found.results.length, 6, "two pages, two data sources, two rows");
    const [connection] = await standin.control("GET", "/connections?client=templated");
    assert.deepEqual(connection.shared, [copy]);
    await assert.rejects(notion.pages.retrieve({ page_id: planted.pages[0].id }), { status: 404 });
    const again = await signIn("template");
    assert.notEqual(again.duplicated_template_id, copy, "everybody gets one of their own");
  });

  test("rows are copied too, and point at each other's copies", async () => {
    const writer = standin.client(author);
    const parent = { data_source_id: planted.databases[0].dataSources[0].id };
    const first = await writer.pages.create({
      parent,
      properties: { Name: { title: text("First") } },
    });
    await writer.pages.create({
      parent,
      properties: { Name: { title: text("Second") }, Related: { relation: [{ id: first.id }] } },
    });
    const token = await signIn("template");
    const notion = standin.client(token.access_token);
    const list = (await children(notion, String(token.duplicated_template_id))).at(-1);
    const database = await notion.databases.retrieve({ database_id: list.id });
    assert.ok("data_sources" in database);
    const { results } = await notion.dataSources.query({
      data_source_id: String(database.data_sources[0]?.id),
    });
    /** @param {string} title */
    const row = (title) =>
      /** @type {any} */ (results).find(
        (/** @type {any} */ { properties }) => properties.Name.title[0].plain_text === title,
      );
    assert.equal(results.length, 2);
    assert.notEqual(row("First").id, first.id);
    assert.deepEqual(row("Second").properties.Related.relation, [{ id: row("First").id }]);
  });

  test("a database stands among the blocks of the page it was made on", async () => {
    const token = await signIn("template");
    const copy = String(token.duplicated_template_id);
    const notion = standin.client(token.access_token);
    const made = await notion.databases.create({
      parent: { type: "page_id", page_id: copy },
      title: [{ text: { content: "Mine" } }],
      initial_data_source: { properties: { Name: { title: {} } } },
    });
    const last = (await children(notion, copy)).at(-1);
    assert.deepEqual([last.id, last.child_database.title], [made.id, "Mine"]);
    await notion.blocks.delete({ block_id: made.id });
    assert.notEqual((await children(notion, copy)).at(-1).id, made.id);
  });
});
