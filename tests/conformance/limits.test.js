// Requests of the wrong shape or size, as the official client sees their refusals.

import { after, before, beforeEach, describe, test } from "node:test";
import { APIErrorCode } from "@notionhq/client";
import { paragraph, refused, Standin, stage, text, tokens } from "./harness.js";

describe("limits", () => {
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

  /** @param {...any} children */
  const blocks = (...children) => create({ children });

  test("keys that are not there at any depth, and the retired ones", async () => {
    await refused(
      create({ surprise: 1 }),
      invalid,
      "body.surprise should be not present, instead was `1`.",
    );
    await refused(
      values({ Link: { url: "https://a.test", extra: true } }),
      invalid,
      "extra should be not present",
    );
    const piece = { text: { content: "x" }, plain_text: "x" };
    await refused(
      values({ Name: { title: [piece] } }),
      invalid,
      "plain_text should be not present",
    );
    const page = await notion.pages.create({ parent: { data_source_id: ids.links.source } });
    await refused(
      notion.pages.update({ page_id: page.id, archived: true }),
      invalid,
      "body.archived",
    );
    await refused(
      notion.blocks.children.append({
        block_id: page.id,
        children: [paragraph("x")],
        after: page.id,
      }),
      invalid,
      "body.after should be not present",
    );
    await refused(
      notion.dataSources.query({ data_source_id: ids.links.source, archived: false }),
      invalid,
    );
    await refused(
      notion.request({ path: "users", method: "get", query: { colour: "red" } }),
      invalid,
      "query.colour",
    );
  });

  test("values of the wrong type", async () => {
    await refused(values({ Link: { url: 5 } }), invalid, "should be a string");
    await refused(values({ Read: { checkbox: "yes" } }), invalid, "should be a boolean");
    await refused(values({ Name: { title: "A" } }), invalid, "should be an array");
    await refused(values({ Link: "https://a.test" }), invalid, "should be an object");
    await refused(values({ Day: { date: { start: "tomorrow" } } }), invalid, "ISO 8601");
  });

  test("texts, names and addresses that are too long, too short, or have a comma", async () => {
    await refused(
      values({ Name: { title: text("x".repeat(2001)) } }),
      invalid,
      "length should be ≤ `2000`, instead was `2001`",
    );
    // Emoji count twice, as they do in JavaScript.
    await refused(
      values({ Name: { title: text("🌿".repeat(1001)) } }),
      invalid,
      "instead was `2002`",
    );
    await values({ Name: { title: text("🌿".repeat(1000)) } });
    await refused(values({ Link: { url: "" } }), invalid, "length should be ≥ `1`");
    await refused(
      values({ Link: { url: `https://a.test/${"x".repeat(2000)}` } }),
      invalid,
      "≤ `2000`",
    );
    await refused(values({ Mail: { email: "" } }), invalid, "≥ `1`");
    await refused(
      values({ Tags: { multi_select: [{ name: "x".repeat(101) }] } }),
      invalid,
      "≤ `100`",
    );
    await refused(
      values({ Tags: { multi_select: [{ name: "a, b" }] } }),
      invalid,
      "commas not allowed",
    );
    await refused(values({ Kind: { select: { name: "a,b" } } }), invalid, "commas not allowed");
    await refused(values({ Tags: { multi_select: [{ name: "" }] } }), invalid, "≥ `1`");
    const equation = [{ equation: { expression: "x".repeat(1001) } }];
    await refused(values({ About: { rich_text: equation } }), invalid, "≤ `1000`");
  });

  test("more than a hundred of anything, a thousand blocks, and half a megabyte", async () => {
    const tags = Array.from({ length: 101 }, (_, index) => ({ name: `t${index}` }));
    await refused(
      values({ Tags: { multi_select: tags } }),
      invalid,
      "length should be ≤ `100`, instead was `101`",
    );
    const pieces = Array.from({ length: 101 }, () => ({ text: { content: "x" } }));
    await refused(values({ Name: { title: pieces } }), invalid, "≤ `100`");
    await refused(
      blocks(...Array.from({ length: 101 }, () => paragraph("x"))),
      invalid,
      "body.children.length",
    );
    const full = paragraph(
      "x",
      Array.from({ length: 100 }, () => paragraph("y")),
    );
    await refused(
      blocks(...Array.from({ length: 10 }, () => full)),
      invalid,
      "≤ `1000`, instead was `1010`",
    );
    const long = Array.from({ length: 100 }, () => ({ text: { content: "x".repeat(1900) } }));
    const heavy = Array.from({ length: 3 }, () => ({ paragraph: { rich_text: long } }));
    await refused(blocks(...heavy), invalid, "≤ `500000`");
    await refused(
      notion.dataSources.query({ data_source_id: ids.links.source, page_size: 101 }),
      invalid,
      "≤ `100`",
    );
  });

  test("a fourth level, a column list below the top, a lone column", async () => {
    await blocks(paragraph("1", [paragraph("2", [paragraph("3")])]));
    await refused(
      blocks(paragraph("1", [paragraph("2", [paragraph("3", [paragraph("4")])])])),
      invalid,
      "body.children[0].paragraph.children[0].paragraph.children[0].paragraph.children should be not present",
    );
    const column = { column: { children: [paragraph("x")] } };
    const list = { column_list: { children: [column, column] } };
    await blocks(list);
    await refused(
      blocks({ toggle: { rich_text: [], children: [list] } }),
      invalid,
      "column_list should be not present",
    );
    await refused(blocks({ column_list: { children: [column] } }), invalid, "≥ `2`");
    await refused(blocks(column), invalid, "column blocks can't be children of page blocks");
  });

  test("tables whose rows do not fit", async () => {
    const table = (/** @type {any[]} */ ...children) => ({ table: { table_width: 2, children } });
    const fits = { table_row: { cells: [text("a"), text("b")] } };
    const short = { table_row: { cells: [text("a")] } };
    await blocks(table(fits));
    await refused(blocks(table(fits, short)), invalid, "must match the table width");
    await refused(blocks(table()), invalid, "≥ `1`");
    await refused(blocks(fits), invalid, "table_row blocks can't be children of page blocks");
  });

  test("links and files that Notion would not take", async () => {
    const link = (/** @type {string} */ url) =>
      values({ About: { rich_text: [{ text: { content: "x", link: { url } } }] } });
    for (const url of [
      "/relative",
      "#anchor",
      "javascript:alert(1)",
      "ftp://a.test/",
      "https://",
      "not a url",
    ]) {
      await refused(link(url), invalid, "Invalid URL for link.");
    }
    for (const url of ["https://a.test", "HTTP://a.test/x?y#z", "mailto:a@example.test"])
      await link(url);
    const image = (/** @type {string} */ url) => blocks({ image: { external: { url } } });
    for (const url of [
      "data:image/png;base64,AAAA",
      "blob:https://a.test/1",
      "https://a.test/x.webp",
      "https://a.test/x",
    ]) {
      await refused(image(url), invalid, "Invalid image url.");
    }
    await image("https://a.test/x.JPG?width=3");
    await refused(
      blocks({ image: { type: "file", file: { url: "https://a.test/x.png" } } }),
      invalid,
      "external should be defined",
    );
    await refused(blocks({ bookmark: { url: "example.test" } }), invalid, "Invalid bookmark url.");
    await refused(
      create({ icon: { external: { url: "data:image/png;base64,AAAA" } } }),
      invalid,
      "Invalid page icon url.",
    );
  });

  test("blocks that are none, and languages nobody speaks", async () => {
    await refused(
      blocks({ paragraf: { rich_text: [] } }),
      invalid,
      "body.children[0].paragraf should be not present",
    );
    await refused(
      blocks({ type: "paragraph", paragraph: {} }),
      invalid,
      "rich_text should be defined, instead was `undefined`.",
    );
    await refused(
      blocks({ code: { rich_text: [], language: "brainfuck" } }),
      invalid,
      '`"abap"`, `"abc"`',
    );
    await refused(
      blocks({ paragraph: { rich_text: [], icon: { emoji: "🌿" } } }),
      invalid,
      "icon should be not present",
    );
    await refused(
      blocks({ paragraph: { rich_text: [], color: "mauve" } }),
      invalid,
      'instead was `"mauve"`',
    );
  });
});
