// What the official client writes: pages, blocks, schemas.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import {
  collectPaginatedAPI,
  isFullBlock,
  isFullDatabase,
  isFullDataSource,
  isFullPage,
} from "@notionhq/client";
import { paragraph, Standin, stage, text, tokens } from "./harness.js";

describe("writing", () => {
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

  /** @param {Record<string, any>} properties
   * @param {any[]} [children] */
  async function row(properties, children) {
    const page = await notion.pages.create({
      parent: { data_source_id: ids.links.source },
      properties,
      ...(children ? { children } : {}),
    });
    assert.ok(isFullPage(page));
    return page;
  }

  test("a page carries every value it was given, by name or by id", async () => {
    const page = await row({
      title: { title: text("A title") },
      "%3AUPp": { url: "https://example.test/?a=1&b=2#c" },
      About: {
        rich_text: [
          {
            text: { content: "bold", link: { url: "mailto:a@example.test" } },
            annotations: { bold: true },
          },
        ],
      },
      Tags: { multi_select: [{ name: "one" }, { name: "two" }] },
      Kind: { select: { name: "essay" } },
      Status: { status: { name: "Done" } },
      Rating: { number: 4.5 },
      Read: { checkbox: true },
      Day: { date: { start: "2026-05-01" } },
      Mail: { email: "a@example.test" },
      Who: { people: [{ id: ids.users.ada }] },
      Files: { files: [{ name: "a.pdf", external: { url: "https://example.test/a.pdf" } }] },
    });
    assert.match(page.url, /^https:\/\/www\.notion\.so\/A-title-[0-9a-f]{32}$/);
    assert.match(page.created_time, /T\d\d:\d\d:00\.000Z$/);
    assert.deepEqual(page.parent, {
      type: "data_source_id",
      data_source_id: ids.links.source,
      database_id: ids.links.database,
    });
    const values = Object.fromEntries(
      Object.entries(page.properties).map(([name, value]) => [
        name,
        /** @type {any} */ (value)[value.type],
      ]),
    );
    assert.equal(values.Name[0].plain_text, "A title");
    assert.equal(values.Link, "https://example.test/?a=1&b=2#c");
    assert.equal(values.About[0].href, "mailto:a@example.test");
    assert.equal(values.About[0].annotations.bold, true);
    assert.equal(values.About[0].annotations.color, "default");
    assert.deepEqual(
      values.Tags.map((/** @type {any} */ tag) => tag.name),
      ["one", "two"],
    );
    assert.equal(values.Kind.color, "blue");
    assert.equal(values.Status.name, "Done");
    assert.deepEqual(values.Day, { start: "2026-05-01", end: null, time_zone: null });
    assert.deepEqual(values.Who, [{ object: "user", id: ids.users.ada }]);
    assert.equal(values.Files[0].external.url, "https://example.test/a.pdf");
    assert.deepEqual([values.Rating, values.Read, values.Mail], [4.5, true, "a@example.test"]);
    assert.deepEqual(values.Related, []);

    const again = await notion.pages.retrieve({ page_id: page.id });
    assert.ok(isFullPage(again));
    assert.deepEqual(again.properties, page.properties);
  });

  test("an unknown tag becomes an option, and a status starts at the first one", async () => {
    const page = await row({
      Name: { title: text("A") },
      Tags: { multi_select: [{ name: "three" }] },
    });
    assert.ok(page.properties.Status?.type === "status");
    assert.equal(page.properties.Status.status?.name, "Open");
    const source = await notion.dataSources.retrieve({ data_source_id: ids.links.source });
    const tags = source.properties.Tags;
    assert.ok(tags?.type === "multi_select");
    assert.deepEqual(
      tags.multi_select.options.map((option) => option.name),
      ["one", "two", "three"],
    );
  });

  test("values are changed, emptied, and the page goes to the trash and back", async () => {
    const page = await row({ Name: { title: text("A") }, Link: { url: "https://example.test/" } });
    const changed = await notion.pages.update({
      page_id: page.id,
      properties: { Link: { url: null }, Tags: { multi_select: [{ name: "one" }] } },
      icon: { emoji: "🌿" },
    });
    assert.ok(isFullPage(changed));
    assert.ok(changed.properties.Link?.type === "url");
    assert.equal(changed.properties.Link.url, null);
    assert.deepEqual(changed.icon, { type: "emoji", emoji: "🌿" });
    const trashed = await notion.pages.update({ page_id: page.id, in_trash: true });
    assert.ok(isFullPage(trashed) && trashed.in_trash);
    const { results } = await notion.dataSources.query({ data_source_id: ids.links.source });
    assert.deepEqual(results, []);
    await assert.rejects(notion.pages.update({ page_id: page.id, properties: {} }), {
      code: "validation_error",
    });
    const restored = await notion.pages.update({ page_id: page.id, in_trash: false });
    assert.ok(isFullPage(restored) && !restored.in_trash);
  });

  test("blocks nest three deep, tables and columns included, and come back as sent", async () => {
    const page = await row({ Name: { title: text("A") } }, [
      { quote: { rich_text: text("quoted"), children: [paragraph("two", [paragraph("three")])] } },
      { image: { external: { url: "https://example.test/a/b.PNG?size=1" } } },
      { bookmark: { url: "https://example.test/" } },
      { code: { rich_text: text("let x = 1;"), language: "rust" } },
      {
        table: {
          table_width: 2,
          has_column_header: true,
          children: [
            { table_row: { cells: [text("a"), text("b")] } },
            { table_row: { cells: [text("c"), []] } },
          ],
        },
      },
      {
        column_list: {
          children: [
            { column: { children: [paragraph("left")] } },
            { column: { children: [paragraph("right")] } },
          ],
        },
      },
      { divider: {} },
    ]);
    const top = await collectPaginatedAPI(notion.blocks.children.list, {
      block_id: page.id,
      page_size: 2,
    });
    const types = top.map((block) => isFullBlock(block) && block.type);
    assert.deepEqual(types, [
      "quote",
      "image",
      "bookmark",
      "code",
      "table",
      "column_list",
      "divider",
    ]);
    const quote = top[0];
    assert.ok(quote && isFullBlock(quote) && quote.type === "quote" && quote.has_children);
    const [seen] = await standin.control("GET", `/pages?dataSource=${ids.links.source}&atLeast=1`);
    assert.equal(
      seen.blocks[0].quote.children[0].paragraph.children[0].paragraph.rich_text[0].plain_text,
      "three",
    );
    assert.equal(seen.blocks[4].table.children[1].table_row.cells[0][0].plain_text, "c");
    assert.equal(
      seen.blocks[5].column_list.children[1].column.children[0].paragraph.rich_text[0].plain_text,
      "right",
    );
  });

  test("blocks are appended at the end, at the start, and after a block", async () => {
    const page = await row({ Name: { title: text("A") } }, [paragraph("first")]);
    const [first] = (await notion.blocks.children.list({ block_id: page.id })).results;
    assert.ok(first);
    const append = (/** @type {string} */ content, /** @type {any} */ position) =>
      notion.blocks.children.append({
        block_id: page.id,
        children: [paragraph(content)],
        ...(position && { position }),
      });
    const last = await append("last", undefined);
    assert.equal(last.type, "block");
    await append("start", { type: "start" });
    await append("second", { type: "after_block", after_block: { id: first.id } });
    const { results } = await notion.blocks.children.list({ block_id: page.id });
    const words = results.map((block) => {
      assert.ok(isFullBlock(block) && block.type === "paragraph");
      return block.paragraph.rich_text[0]?.plain_text;
    });
    assert.deepEqual(words, ["start", "first", "second", "last"]);
  });

  test("what is too deep for one request is appended below the block it belongs to", async () => {
    const page = await row({ Name: { title: text("A") } }, [
      paragraph("1", [paragraph("2", [paragraph("3")])]),
    ]);
    let block = page.id;
    for (let depth = 0; depth < 3; depth += 1) {
      const [below] = (await notion.blocks.children.list({ block_id: block })).results;
      assert.ok(below);
      block = below.id;
    }
    const { results } = await notion.blocks.children.append({
      block_id: block,
      children: [paragraph("4")],
    });
    const [four] = results;
    assert.ok(four && isFullBlock(four));
    assert.deepEqual(four.parent, { type: "block_id", block_id: block });
  });

  test("a block is changed and deleted", async () => {
    const page = await row({ Name: { title: text("A") } }, [
      { to_do: { rich_text: text("x") } },
      paragraph("y"),
    ]);
    const [todo, rest] = (await notion.blocks.children.list({ block_id: page.id })).results;
    assert.ok(todo && rest);
    const done = await notion.blocks.update({ block_id: todo.id, to_do: { checked: true } });
    assert.ok(isFullBlock(done) && done.type === "to_do");
    assert.equal(done.to_do.checked, true);
    assert.equal(done.to_do.rich_text[0]?.plain_text, "x");
    const gone = await notion.blocks.delete({ block_id: rest.id });
    assert.ok(isFullBlock(gone) && gone.in_trash);
    assert.equal((await notion.blocks.children.list({ block_id: page.id })).results.length, 1);
  });

  test("a template fills the page in a moment later", async () => {
    const page = await notion.pages.create({
      parent: { data_source_id: ids.links.source },
      properties: { Name: { title: text("A") } },
      template: { type: "default" },
    });
    assert.equal((await notion.blocks.children.list({ block_id: page.id })).results.length, 0);
    const filled = async () => (await notion.blocks.children.list({ block_id: page.id })).results;
    const deadline = Date.now() + 10_000;
    let blocks = await filled();
    while (blocks.length === 0 && Date.now() < deadline) blocks = await filled();
    const [heading] = blocks;
    assert.ok(heading && isFullBlock(heading) && heading.type === "heading_1");
  });

  test("a database is made with its first data source, and changed", async () => {
    const database = await notion.databases.create({
      parent: { type: "page_id", page_id: ids.home },
      title: text("New"),
      initial_data_source: { properties: { Name: { title: {} }, Web: { url: {} } } },
    });
    assert.ok(isFullDatabase(database));
    const source = database.data_sources[0]?.id ?? "";
    const changed = await notion.dataSources.update({
      data_source_id: source,
      properties: {
        Web: { name: "Address" },
        Tags: { multi_select: { options: [{ name: "a", color: "green" }] } },
      },
    });
    assert.ok(isFullDataSource(changed));
    assert.deepEqual(Object.keys(changed.properties).sort(), ["Address", "Name", "Tags"]);
    const fewer = await notion.dataSources.update({
      data_source_id: source,
      properties: { Tags: null },
    });
    assert.deepEqual(Object.keys(fewer.properties).sort(), ["Address", "Name"]);
    const second = await notion.dataSources.create({
      parent: { database_id: database.id },
      title: text("Second"),
      properties: { Name: { title: {} } },
    });
    assert.ok(isFullDataSource(second));
    const renamed = await notion.databases.update({
      database_id: database.id,
      title: text("Renamed"),
    });
    assert.ok(isFullDatabase(renamed));
    assert.equal(renamed.title[0]?.plain_text, "Renamed");
    assert.equal(renamed.data_sources.length, 2);
  });

  test("a token that may only insert gets ids back and no content", async () => {
    const writer = standin.client(tokens.writer);
    const page = await writer.pages.create({
      parent: { data_source_id: ids.links.source },
      properties: { Name: { title: text("A") } },
    });
    assert.deepEqual(Object.keys(page).sort(), ["id", "object", "request_id"]);
    assert.ok(!isFullPage(page));
    const source = await writer.dataSources.retrieve({ data_source_id: ids.links.source });
    assert.ok(!isFullDataSource(source));
    assert.ok(source.properties.Name);
  });
});
