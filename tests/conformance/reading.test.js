// What the official client reads: users, search, databases, data sources, pages, and long lists.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import {
  collectAllDataSourceRows,
  collectDataSourceTemplates,
  collectPaginatedAPI,
  isFullBlock,
  isFullDatabase,
  isFullDataSource,
  isFullPage,
  isFullPageOrDataSource,
  isFullUser,
  iteratePaginatedAPI,
} from "@notionhq/client";
import { Standin, stage, text, tokens } from "./harness.js";

describe("reading", () => {
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

  /** Makes a row.
   * @param {string} name
   * @param {Record<string, any>} [properties] */
  const row = (name, properties) =>
    notion.pages.create({
      parent: { data_source_id: ids.links.source },
      properties: { Name: { title: text(name) }, ...properties },
    });

  /** The titles a query finds, in its order.
   * @param {any} filter
   * @param {any} [sorts] */
  async function titles(filter, sorts) {
    const { results } = await notion.dataSources.query({
      data_source_id: ids.links.source,
      filter,
      ...(sorts ? { sorts } : {}),
    });
    return results.map((page) => {
      assert.ok(isFullPage(page));
      const name = page.properties.Name;
      return name?.type === "title" ? name.title[0]?.plain_text : undefined;
    });
  }

  test("the token's own bot names its workspace and the size limit of files", async () => {
    const me = await notion.users.me({});
    assert.ok(isFullUser(me));
    assert.equal(me.name, "Main");
    assert.equal(me.type, "bot");
    assert.deepEqual(me.type === "bot" && me.bot, {
      owner: { type: "workspace", workspace: true },
      workspace_id: ids.workspace,
      workspace_name: "Conformance",
      workspace_limits: { max_file_upload_size_in_bytes: 5 * 1024 * 1024 },
    });
  });

  test("a personal token's bot belongs to a person, who sees everything but not the list of people", async () => {
    const personal = standin.client(tokens.personal);
    const me = await personal.users.me({});
    assert.ok(me.type === "bot" && "owner" in me.bot && me.bot.owner.type === "user");
    assert.ok("name" in me.bot.owner.user);
    assert.equal(me.bot.owner.user.name, "Grace Hopper");
    const secret = await personal.databases.retrieve({ database_id: ids.secret.database });
    assert.ok(isFullDatabase(secret));
    await assert.rejects(personal.users.list({}), { code: "restricted_resource", status: 403 });
  });

  test("people are listed, with their addresses, one part at a time", async () => {
    const people = await collectPaginatedAPI(notion.users.list, { page_size: 1 });
    assert.deepEqual(
      people.map((user) => user.name),
      ["Ada Lovelace", "Grace Hopper", "Main"],
    );
    const ada = await notion.users.retrieve({ user_id: ids.users.ada });
    assert.deepEqual(ada.type === "person" && ada.person, { email: "ada@example.test" });
  });

  test("search finds the data sources and pages that are shared, and nothing else", async () => {
    const sources = await notion.search({ filter: { property: "object", value: "data_source" } });
    const names = sources.results.map((source) => {
      assert.ok(isFullPageOrDataSource(source) && source.object === "data_source");
      assert.ok(isFullDataSource(source));
      return source.title.map((piece) => piece.plain_text).join("");
    });
    assert.deepEqual(names.sort(), ["Books", "Films", "Links"]);
    const pages = await notion.search({ filter: { property: "object", value: "page" } });
    assert.deepEqual(
      pages.results.map((page) => page.id),
      [ids.home],
    );
    const none = await standin.client(tokens.stranger).search({});
    assert.deepEqual(none.results, []);
  });

  test("search looks at titles, whatever their case, and sorts by the last edit", async () => {
    await row("Apple pie");
    await row("Pineapple");
    await row("Bread");
    const found = await notion.search({ query: "APPLE" });
    assert.equal(found.results.length, 2);
    assert.equal(found.type, "page_or_data_source");
    const oldestFirst = await notion.search({
      sort: { timestamp: "last_edited_time", direction: "ascending" },
    });
    const newestFirst = await notion.search({
      sort: { timestamp: "last_edited_time", direction: "descending" },
    });
    assert.deepEqual(
      oldestFirst.results.map((result) => result.id),
      newestFirst.results.map((result) => result.id).reverse(),
    );
  });

  test("search goes part by part, to the end", async () => {
    for (let index = 0; index < 7; index += 1) await row(`Row ${index}`);
    const seen = new Set();
    let parts = 0;
    for await (const result of iteratePaginatedAPI(notion.search, { page_size: 3 })) {
      seen.add(result.id);
      parts += 1;
    }
    assert.equal(seen.size, 11);
    assert.equal(parts, 11);
    await assert.rejects(notion.search({ start_cursor: "not-a-cursor" }), {
      code: "validation_error",
    });
  });

  test("search does not know of new things until the index has caught up", async () => {
    await standin.control("POST", "/settings", { indexLagMs: 3_600_000 });
    assert.deepEqual((await notion.search({})).results, []);
    await standin.control("POST", "/settings", { indexLagMs: 0 });
    assert.equal((await notion.search({})).results.length, 4);
  });

  test("a database names its data sources, and each of them has the schema", async () => {
    const database = await notion.databases.retrieve({ database_id: ids.shelf.database });
    assert.ok(isFullDatabase(database));
    assert.deepEqual(
      database.data_sources.map((source) => source.name),
      ["Books", "Films"],
    );
    assert.ok(!("properties" in database));
    const source = await notion.dataSources.retrieve({ data_source_id: ids.links.source });
    assert.ok(isFullDataSource(source));
    assert.deepEqual(source.parent, { type: "database_id", database_id: ids.links.database });
    assert.equal(source.properties.Name?.id, "title");
    assert.equal(source.properties.Link?.id, "%3AUPp");
    const tags = source.properties.Tags;
    assert.ok(tags?.type === "multi_select");
    assert.deepEqual(
      tags.multi_select.options.map(({ name, color }) => [name, color]),
      [
        ["one", "red"],
        ["two", "default"],
      ],
    );
  });

  test("ids are read without dashes too", async () => {
    const bare = ids.links.source.replaceAll("-", "");
    const source = await notion.dataSources.retrieve({ data_source_id: bare });
    assert.equal(source.id, ids.links.source);
  });

  test("templates are listed", async () => {
    const templates = await collectDataSourceTemplates(notion, {
      data_source_id: ids.links.source,
    });
    assert.deepEqual(
      templates.map(({ name, is_default }) => [name, is_default]),
      [["Article", true]],
    );
  });

  test("a query by address finds the row that has it, and no other", async () => {
    await row("A", { Link: { url: "https://example.test/a" } });
    await row("B", { Link: { url: "https://example.test/a/b" } });
    await row("C");
    const link = (/** @type {Record<string, any>} */ condition) => ({
      property: "Link",
      url: condition,
    });
    assert.deepEqual(await titles(link({ equals: "https://example.test/a" })), ["A"]);
    assert.deepEqual(await titles({ property: ":UPp", url: { contains: "/a/" } }), ["B"]);
    assert.deepEqual(await titles({ property: "%3AUPp", url: { ends_with: "/b" } }), ["B"]);
    assert.deepEqual(await titles(link({ is_empty: true })), ["C"]);
    assert.deepEqual(await titles(link({ does_not_equal: "https://example.test/a" })), ["C", "B"]);
  });

  test("filters work on every type, and join with and and or", async () => {
    await row("A", {
      Tags: { multi_select: [{ name: "one" }] },
      Rating: { number: 3 },
      Read: { checkbox: true },
    });
    await row("B", {
      Tags: { multi_select: [{ name: "two" }] },
      Rating: { number: 5 },
      Kind: { select: { name: "essay" } },
    });
    await row("C", {
      Day: { date: { start: "2026-05-01" } },
      Status: { status: { name: "Done" } },
    });
    assert.deepEqual(await titles({ property: "Tags", multi_select: { contains: "one" } }), ["A"]);
    assert.deepEqual(await titles({ property: "Rating", number: { greater_than: 3 } }), ["B"]);
    assert.deepEqual(await titles({ property: "Read", checkbox: { equals: true } }), ["A"]);
    assert.deepEqual(await titles({ property: "Kind", select: { equals: ["essay", "other"] } }), [
      "B",
    ]);
    assert.deepEqual(await titles({ property: "Status", status: { equals: "Done" } }), ["C"]);
    assert.deepEqual(await titles({ property: "Day", date: { before: "2026-06-01" } }), ["C"]);
    assert.deepEqual(await titles({ property: "Name", title: { equals: "B" } }), ["B"]);
    assert.deepEqual(
      await titles({
        or: [
          { property: "Name", title: { equals: "C" } },
          {
            and: [
              { property: "Rating", number: { less_than_or_equal_to: 3 } },
              { property: "Read", checkbox: { equals: true } },
            ],
          },
        ],
      }),
      ["C", "A"],
    );
    assert.deepEqual(await titles({ timestamp: "created_time", created_time: { past_week: {} } }), [
      "C",
      "B",
      "A",
    ]);
    assert.deepEqual(
      await titles({ timestamp: "created_time", created_time: { before: "2020-01-01" } }),
      [],
    );
    assert.deepEqual(
      await titles({ property: "Made", created_time: { on_or_after: "2020-01-01" } }),
      ["C", "B", "A"],
    );
  });

  test("results come sorted, with empty values last", async () => {
    await row("b", { Rating: { number: 2 } });
    await row("c");
    await row("a", { Rating: { number: 1 } });
    const sorted = (/** @type {any} */ sort) => titles(undefined, [sort]);
    assert.deepEqual(await sorted({ property: "Name", direction: "ascending" }), ["a", "b", "c"]);
    assert.deepEqual(await sorted({ property: "Rating", direction: "descending" }), [
      "b",
      "a",
      "c",
    ]);
    assert.deepEqual(await sorted({ timestamp: "created_time", direction: "ascending" }), [
      "b",
      "c",
      "a",
    ]);
  });

  test("all rows can be collected, however small the parts", async () => {
    for (let index = 0; index < 5; index += 1) await row(`Row ${index}`);
    const some = await collectPaginatedAPI(notion.dataSources.query, {
      data_source_id: ids.links.source,
      page_size: 2,
    });
    assert.equal(some.length, 5);
    const all = await collectAllDataSourceRows(notion, { data_source_id: ids.links.source });
    assert.equal(all.length, 5);
  });

  test("a query can be late, and can be kept to some properties", async () => {
    await row("A", { Link: { url: "https://example.test/a" } });
    const { results } = await notion.dataSources.query({
      data_source_id: ids.links.source,
      filter_properties: ["title"],
    });
    const [page] = results;
    assert.ok(page && isFullPage(page));
    assert.deepEqual(Object.keys(page.properties), ["Name"]);
    await standin.control("POST", "/settings", { queryLagMs: 3_600_000 });
    assert.deepEqual(await titles(undefined), []);
  });

  test("one property of a page is read by name or id, long ones part by part", async () => {
    const pieces = ["a", "b", "c"].map((content) => ({ text: { content } }));
    const page = await row("A", { About: { rich_text: pieces }, Rating: { number: 4 } });
    const rating = await notion.pages.properties.retrieve({
      page_id: page.id,
      property_id: "Rating",
    });
    assert.ok(rating.object === "property_item" && rating.type === "number");
    assert.equal(rating.number, 4);
    const link = await notion.pages.properties.retrieve({
      page_id: page.id,
      property_id: "%3AUPp",
    });
    assert.ok(link.object === "property_item" && link.type === "url");
    const about = await notion.pages.properties.retrieve({
      page_id: page.id,
      property_id: "About",
      page_size: 2,
    });
    assert.ok(about.object === "list" && about.has_more);
    const rest = await notion.pages.properties.retrieve({
      page_id: page.id,
      property_id: "About",
      start_cursor: about.next_cursor,
    });
    assert.ok(rest.object === "list");
    assert.equal(about.results.length + rest.results.length, 3);
  });

  test("a page is a block, and lies below the page it was made in", async () => {
    const page = await notion.pages.create({
      parent: { page_id: ids.home },
      properties: { title: { title: text("Below") } },
    });
    const block = await notion.blocks.retrieve({ block_id: page.id });
    assert.ok(isFullBlock(block) && block.type === "child_page");
    assert.equal(block.child_page.title, "Below");
    const { results } = await notion.blocks.children.list({ block_id: ids.home });
    assert.deepEqual(
      results.map((child) => child.id),
      [page.id],
    );
  });
});
