// Files: announced, sent, completed, imported, attached, expired.

import assert from "node:assert/strict";
import { after, before, beforeEach, describe, test } from "node:test";
import { isFullBlock } from "@notionhq/client";
import { Standin, stage, text, tokens } from "./harness.js";

describe("file uploads", () => {
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

  const picture = () => new Blob([new Uint8Array([1, 2, 3])], { type: "image/png" });

  /** @param {string} id */
  const imageOf = (id) => ({ image: { file_upload: { id } } });

  /** @param {...any} children */
  const page = (...children) =>
    notion.pages.create({
      parent: { data_source_id: ids.links.source },
      properties: { Name: { title: text("A") } },
      children,
    });

  test("one part: announced, sent, attached, and read back as a file", async () => {
    const upload = await notion.fileUploads.create({
      filename: "a.png",
      content_type: "image/png",
    });
    assert.equal(upload.status, "pending");
    assert.equal(upload.upload_url, `https://api.notion.com/v1/file_uploads/${upload.id}/send`);
    assert.ok(upload.expiry_time);
    await assert.rejects(page(imageOf(upload.id)), /has a status of pending/);
    const sent = await notion.fileUploads.send({
      file_upload_id: upload.id,
      file: { filename: "a.png", data: picture() },
    });
    assert.equal(sent.status, "uploaded");
    assert.equal(sent.content_length, 3);
    const made = await page(imageOf(upload.id));
    const [block] = (await notion.blocks.children.list({ block_id: made.id })).results;
    assert.ok(block && isFullBlock(block) && block.type === "image" && block.image.type === "file");
    const content = await standin.fetch(block.image.file.url);
    assert.equal(content.headers.get("content-type"), "image/png");
    assert.deepEqual([...new Uint8Array(await content.arrayBuffer())], [1, 2, 3]);
    const attached = await notion.fileUploads.retrieve({ file_upload_id: upload.id });
    assert.equal(attached.expiry_time, null);
  });

  test("several parts: each is sent, then they are completed", async () => {
    const upload = await notion.fileUploads.create({
      mode: "multi_part",
      filename: "a.mp4",
      number_of_parts: 2,
    });
    const send = (/** @type {string} */ part_number) =>
      notion.fileUploads.send({
        file_upload_id: upload.id,
        part_number,
        file: { filename: "a.mp4", data: new Blob(["part"], { type: "video/mp4" }) },
      });
    await send("2");
    await assert.rejects(
      notion.fileUploads.complete({ file_upload_id: upload.id }),
      /1 of 2 parts/,
    );
    const last = await send("1");
    assert.deepEqual(last.number_of_parts, { total: 2, sent: 2 });
    const done = await notion.fileUploads.complete({ file_upload_id: upload.id });
    assert.deepEqual([done.status, done.content_length], ["uploaded", 8]);
    await assert.rejects(page(imageOf(upload.id)), /not supported for image/);
    await page({ video: { file_upload: { id: upload.id } } });
  });

  test("an import takes what is published, and fails for what is not", async () => {
    await standin.control("POST", "/sites", {
      address: "https://pictures.test/a.png",
      bodyBase64: Buffer.from("picture").toString("base64"),
      contentType: "image/png",
    });
    const start = (/** @type {string} */ external_url) =>
      notion.fileUploads.create({ mode: "external_url", filename: "a.png", external_url });
    const good = await start("https://pictures.test/a.png");
    assert.equal(good.status, "pending");
    const imported = await notion.fileUploads.retrieve({ file_upload_id: good.id });
    assert.equal(imported.status, "uploaded");
    assert.equal(imported.file_import_result?.type, "success");
    const bad = await start("https://pictures.test/b.png");
    const failed = await notion.fileUploads.retrieve({ file_upload_id: bad.id });
    assert.equal(failed.status, "failed");
    assert.equal(failed.file_import_result?.type, "error");
    const list = await notion.fileUploads.list({ status: "failed" });
    assert.deepEqual(
      list.results.map((upload) => upload.id),
      [bad.id],
    );
  });

  test("an upload that nobody attaches in time is gone", async () => {
    await standin.control("POST", "/settings", { uploadLifetimeMs: 0 });
    const upload = await notion.fileUploads.create({ filename: "a.png" });
    const late = await notion.fileUploads.retrieve({ file_upload_id: upload.id });
    assert.equal(late.status, "expired");
    const send = notion.fileUploads.send({
      file_upload_id: upload.id,
      file: { filename: "a.png", data: picture() },
    });
    await assert.rejects(send, { code: "validation_error" });
    await assert.rejects(page(imageOf(upload.id)), /has a status of expired/);
  });

  test("what Notion does not take", async () => {
    const refused = { code: "validation_error" };
    await assert.rejects(notion.fileUploads.create({ filename: "a.exe" }), refused);
    await assert.rejects(
      notion.fileUploads.create({ filename: `${"x".repeat(900)}.png` }),
      refused,
    );
    await assert.rejects(
      notion.fileUploads.create({ content_type: "application/x-msdownload" }),
      refused,
    );
    await assert.rejects(
      notion.fileUploads.create({ mode: "multi_part", filename: "a.mp4" }),
      refused,
    );
    await assert.rejects(
      notion.fileUploads.create({ mode: "external_url", filename: "a.png" }),
      refused,
    );
    const upload = await notion.fileUploads.create({
      filename: "a.png",
      content_type: "image/png",
    });
    const send = (/** @type {Blob} */ data) =>
      notion.fileUploads.send({ file_upload_id: upload.id, file: { filename: "a.png", data } });
    await assert.rejects(send(new Blob(["x"], { type: "image/gif" })), /does not match/);
    await standin.control("POST", "/settings", { maxFileUploadBytes: 2 });
    await assert.rejects(send(picture()), { status: 413 });
    const me = await notion.users.me({});
    assert.ok(me.type === "bot" && "workspace_limits" in me.bot);
    assert.equal(me.bot.workspace_limits.max_file_upload_size_in_bytes, 2);
  });
});
