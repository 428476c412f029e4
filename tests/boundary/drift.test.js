// Two hundred databases that change between the mapping and the save: no save fails, and no value
// lands in a property that it is not meant for. The production wasm in front of the stand-in.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Standin } from "../conformance/harness.js";
import { plainly, through } from "./notion.js";
import { CAPTURED, core, World } from "./world.js";

const TOKEN = "ntn_drift0123456789abcdefghijklmnopqrstuvwxyzABCDEFGH";
const MUTATIONS = 200;

/** Types a property can have before, or become. */
const KINDS = [
  "rich_text",
  "url",
  "multi_select",
  "select",
  "status",
  "number",
  "checkbox",
  "date",
  "people",
  "email",
  "phone_number",
  "files",
  "formula",
  "created_time",
];

/** Names that mean something, and some that do not. */
const NAMES = [
  "URL",
  "Tags",
  "Author",
  "Description",
  "Published",
  "Saved",
  "Notes",
  "Price",
  "Mood",
];

/** Dice that always fall the same way. */
class Dice {
  #state;

  /** @param {number} seed */
  constructor(seed) {
    this.#state = seed * 2_654_435_761 + 1;
  }

  /** @param {number} sides */
  roll(sides) {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    return (this.#state >>> 8) % sides;
  }

  /**
   * @template Item
   * @param {Item[]} items
   */
  one(items) {
    return /** @type {Item} */ (items[this.roll(items.length)]);
  }
}

/** @type {Standin} */
let standin;

before(async () => {
  standin = await Standin.start();
  await standin.control("POST", "/settings", { rateLimit: false });
});
after(() => standin.stop());

/**
 * A value by which it is known where it went.
 * @param {string} kind
 * @param {number} number
 */
function telling(kind, number) {
  const token = `7${String(number).padStart(4, "0")}`;
  switch (kind) {
    case "url":
    case "files":
      return { token, value: `https://e.com/${token}` };
    case "number":
      return { token, value: token };
    case "email":
      return { token, value: `ada${token}@example.com` };
    case "phone_number":
      return { token, value: `+49 ${token}` };
    default:
      return { token, value: `mark ${token}` };
  }
}

/**
 * Changes one property of the data source, as somebody in Notion might.
 * @param {Dice} dice
 * @param {string} source
 * @param {{ name: string, kind: string }[]} columns
 */
async function mutate(dice, source, columns) {
  const at = dice.roll(columns.length);
  const column = columns[at];
  if (!column) return;
  const change = dice.roll(4);
  const path = `/data-sources/${source}`;
  if (change === 0) {
    const to = `${dice.one(NAMES)} ${dice.roll(1000)}`;
    await standin.control("POST", `${path}/rename-property`, { from: column.name, to });
    column.name = to;
  } else if (change === 1) {
    await standin.control("POST", `${path}/delete-property`, { name: column.name });
    columns.splice(at, 1);
  } else if (change === 2) {
    const type = dice.one(KINDS);
    await standin.control("POST", `${path}/retype-property`, { name: column.name, type });
    column.kind = type;
  } else {
    // The name goes to another property.
    const other = columns[(at + 1) % columns.length];
    if (!other || other === column) return;
    const spare = `spare ${dice.roll(1_000_000)}`;
    const steps = [
      [column.name, spare],
      [other.name, column.name],
      [spare, other.name],
    ];
    for (const [from, to] of steps)
      await standin.control("POST", `${path}/rename-property`, { from, to });
    [column.name, other.name] = [other.name, column.name];
  }
}

test("a database that changes costs no save, and no value lands in the wrong place", async () => {
  let renamed = 0;
  for (let seed = 0; seed < MUTATIONS; seed++) {
    const dice = new Dice(seed);
    const token = `${TOKEN.slice(0, -4)}${String(seed).padStart(4, "0")}`;
    /** @type {{ name: string, kind: string }[]} */
    const columns = Array.from({ length: 3 + dice.roll(8) }, (_, at) => ({
      name: `${dice.one(NAMES)}${at < 3 ? "" : ` ${at}`}`,
      kind: dice.one(KINDS),
    })).filter(({ name }, at, all) => all.findIndex((one) => one.name === name) === at);
    const properties = Object.fromEntries([
      ["Name", { type: "title" }],
      ...columns.map(({ name, kind }) => [name, { type: kind }]),
    ]);
    plainly();
    const { workspaces } = await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: `Workspace ${seed}`,
          users: [{ name: "Ada", email: "ada@example.com" }],
          connections: [{ kind: "internal", token, name: "Satchel" }],
          databases: [{ title: "List", sharedWith: [token], dataSources: [{ properties }] }],
        },
      ],
    });
    const source = workspaces[0].databases[0].dataSources[0].id;

    const world = new World();
    world.now = Date.now();
    through(standin);
    const { accounts } = await core.connect(world.host(), token);
    await core.confirm(world.host(), accounts[0]?.id ?? "");
    const known = await core.properties(world.host(), { destination: source, clip: CLIP });

    // Some of it set by hand, each so that it is known again.
    const entries = [];
    const tokens = [];
    for (const [at, { id, name, kind, writable }] of known.fields.entries()) {
      if (!writable || kind === "title" || dice.roll(2) === 0) continue;
      const told = telling(kind, at);
      entries.push({ property: id, name, values: [told.value] });
      tokens.push({ id, name, token: told.token });
    }
    const changes = 1 + dice.roll(3);
    for (let change = 0; change < changes; change++) await mutate(dice, source, columns);

    const { clip, notices, destination } = await core.draft(world.host(), CAPTURED, false);
    /** @type {import("../../extension/wasm/satchel.js").Submission} */
    const submission = {
      clip,
      notices,
      tags: ["rust"],
      destination: destination ?? "",
      entries,
      mode: "new",
      page: null,
    };
    const { id } = await core.enqueue(world.host(), submission);
    const save = await core.advance(world.host(), id, false);
    assert.equal(save.state, "saved", `seed ${seed}: ${JSON.stringify(save)}`);

    const [page] = await standin.control("GET", `/pages?dataSource=${source}`);
    const body = JSON.stringify(page.blocks);
    const values = Object.values(page.properties ?? {}).map((value) => ({
      id: decodeURIComponent(value.id),
      text: JSON.stringify(value),
    }));
    for (const told of tokens) {
      const holders = values.filter(({ text }) => text.includes(told.token)).map((one) => one.id);
      const where = `seed ${seed}: ${told.name} ${told.token} ${JSON.stringify(page)}`;
      if (holders.length === 0) {
        assert.ok(body.includes(told.token), `it is nowhere: ${where}`);
        assert.ok(save.notices.length > 0, `nobody said so: ${where}`);
      } else {
        assert.deepEqual(holders, [decodeURIComponent(told.id)], `it is elsewhere: ${where}`);
        renamed += 1;
      }
    }
  }
  assert.ok(renamed > MUTATIONS / 4, "hardly anything was kept");
});

/** @type {import("../../extension/wasm/satchel.js").Clip} */
const CLIP = {
  source: "page",
  title: "A story",
  address: "https://news.example/story",
  description: "",
  selection: "",
  image: "",
  language: "",
  fields: [],
};
