// What is saved of a page that was not known yet when the reader saved it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { edited } from "../../extension/popup/edited.js";

/** @import { Draft } from "../../extension/interface/protocol.d.ts" */

/** @type {Draft} */
const DRAFT = {
  clip: {
    source: "page",
    title: "The harbour",
    address: "https://news.example/harbour",
    description: "Lights.",
    selection: "",
    image: "",
    language: "en",
    fields: [],
  },
  destination: "list",
  notices: [{ code: "private-address", detail: "" }],
  tags: ["news"],
};

test("what the reader did not touch is as the page says", () => {
  const shown = { destination: "list", tags: ["news"], given: ["news"] };
  assert.deepEqual(edited(DRAFT, {}, shown), {
    clip: DRAFT.clip,
    tags: ["news"],
    destination: "list",
    notices: DRAFT.notices,
    mode: "new",
    page: null,
    entries: [],
  });
});

test("what the reader set wins, and nothing of another destination goes along", () => {
  const note = { name: "Note", values: ["mine"], labels: ["mine"] };
  const edits = {
    title: " My title ",
    description: "",
    destination: "other",
    properties: { other: { n: note }, list: { m: note } },
    choice: { mode: /** @type {const} */ ("append"), page: "p" },
  };
  const shown = { destination: "other", tags: ["sea"], given: [] };
  const made = edited(DRAFT, edits, shown);
  assert.deepEqual(
    [made.clip.title, made.clip.description, made.clip.address, made.destination, made.tags],
    ["My title", "", DRAFT.clip.address, "other", ["sea"]],
  );
  assert.deepEqual([made.mode, made.page], ["append", "p"]);
  assert.deepEqual(made.entries, [
    { property: "n", name: "Note", values: ["mine"], attachments: [] },
  ]);
});

test("a preset that the page chooses brings its own tags, and those that were typed stay", () => {
  const shown = { destination: "list", tags: ["usual", "sea"], given: ["usual"] };
  const made = edited({ ...DRAFT, destination: "preset" }, { tags: ["usual", "sea"] }, shown);
  assert.deepEqual([made.destination, made.tags], ["preset", ["news", "sea"]]);
});

test("the quote or the picture that the reader left out stays out", () => {
  const clip = {
    ...DRAFT.clip,
    source: /** @type {const} */ ("image"),
    image: "https://a.example/",
  };
  const shown = { destination: "list", tags: [], given: [] };
  const made = edited({ ...DRAFT, clip }, { keepExtra: false }, shown);
  assert.deepEqual([made.clip.source, made.clip.image], ["page", ""]);
});
