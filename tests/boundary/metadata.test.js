// What a page declares, over the boundary.

import assert from "node:assert/strict";
import { test } from "node:test";
import { CAPTURED, connected, core } from "./world.js";

/** @typedef {import("../../extension/wasm/satchel.js").Details} Details */

/** @type {Details} */
const DETAILS = {
  headings: ["A “story” with tags"],
  openings: ["By Ada Lovelace\nNovember 23, 2026"],
  direction: "ltr",
  data: [{ "@type": "NewsArticle", headline: "A “story” with <b>tags</b>", wordCount: 461 }],
  icons: [{ rel: "icon", href: "https://news.example/icon.png", sizes: "" }],
  marks: [],
  words: 12,
  text: "One.\n\nTwo.",
};

/** @param {string} details */
async function clipOf(details, wantsFields = true) {
  const world = await connected();
  const { clip } = await core.draft(world.host(), { ...CAPTURED, details }, wantsFields);
  return clip;
}

test("a draft that wants the fields has what the page declares, the same names first", async () => {
  const { fields } = await clipOf(JSON.stringify(DETAILS));
  assert.deepEqual(
    fields.map(({ name, value }) => `${name}: ${value}`),
    [
      "headline: A “story” with tags",
      "author: Ada Lovelace",
      "published: 2026-11-23",
      "kind: article",
      "favicon: https://news.example/icon.png",
      "language: en",
      "minutes: 3",
      "words: 461",
      "direction: ltr",
      "text: One.\n\nTwo.",
      "year: 2026",
      "og:description: In short.",
      "ld:type: NewsArticle",
      "ld:headline: A “story” with <b>tags</b>",
      "ld:wordcount: 461",
    ],
  );
});

test("a draft that does not want them has none", async () => {
  assert.deepEqual((await clipOf(JSON.stringify(DETAILS), false)).fields, []);
});

test("details that are none cost nothing but themselves", async () => {
  for (const details of [
    "nonsense",
    "[]",
    "null",
    '{"marks":[5,{"text":[]}],"data":{},"words":-1}',
  ])
    assert.equal((await clipOf(details)).title, CAPTURED.title, details);
});

test("however much a page declares, what is kept of it is bounded", async () => {
  const text = "海".repeat(100_000);
  const metas = Array.from({ length: 200 }, (_, at) => ({ name: `og:${at}`, content: text }));
  const world = await connected();
  const captured = {
    ...CAPTURED,
    facts: CAPTURED.facts && { ...CAPTURED.facts, metas },
    details: JSON.stringify({ ...DETAILS, text }),
  };
  const { clip } = await core.draft(world.host(), captured, true);
  const size = clip.fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  const bytes = new TextEncoder().encode(clip.fields.map(({ value }) => value).join("")).length;
  assert.ok(size > 10_000 && bytes <= 60_000, `${size} characters, ${bytes} bytes`);
  const kept = clip.fields.find(({ name }) => name === "text")?.value ?? "";
  assert.ok(kept.length > 10_000 && kept.length <= 20_000, `${kept.length}`);
});

test("a description that only JSON-LD has is taken", async () => {
  const data = [{ "@type": "Article", description: "Said in JSON-LD." }];
  const world = await connected();
  const facts = CAPTURED.facts && { ...CAPTURED.facts, metas: [] };
  const captured = { ...CAPTURED, facts, details: JSON.stringify({ ...DETAILS, data }) };
  const { clip } = await core.draft(world.host(), captured, true);
  assert.equal(clip.description, "Said in JSON-LD.");
});
