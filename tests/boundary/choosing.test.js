// What the fields of chips offer: options that are here, people and pages that are far away.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ChoiceSupply, OptionSupply } from "../../extension/fields/supply.js";

/** @typedef {import("../../extension/fields/supply.js").Found} Found */

const NOTHING = new Set();

/** @param {Found | null} found */
const names = (found) => found?.items.map(({ name }) => name);

/** @param {number} count */
const options = (count) =>
  Array.from({ length: count }, (_, at) => ({ name: `Tag ${at + 1}`, color: "blue" }));

test("options come in parts, each once, in the database's order", async () => {
  const supply = new OptionSupply(options(120), { open: true, shown: 50 });
  let found = supply.search("", NOTHING);
  const all = [...(names(found) ?? [])];
  assert.equal(all.length, 50);
  while (found.next) {
    found = /** @type {Found} */ (await found.next());
    all.push(...(names(found) ?? []));
  }
  assert.deepEqual(
    all,
    options(120).map(({ name }) => name),
  );
});

test("what was typed is offered as new where new options may be made, and only there", () => {
  const open = new OptionSupply(options(3), { open: true, shown: 8 });
  assert.deepEqual(names(open.search("tag", NOTHING)), ["Tag 1", "Tag 2", "Tag 3", "tag"]);
  assert.equal(open.take("TAG 2")?.value, "Tag 2", "the spelling that there is wins");
  const closed = new OptionSupply(options(3), { open: false, shown: 8 });
  assert.deepEqual(names(closed.search("tag", NOTHING)), ["Tag 1", "Tag 2", "Tag 3"]);
  assert.equal(closed.take("tag"), null);
});

/** Far away: every question is kept until the test answers it. */
function far() {
  /** @type {{ query: string, cursor: string | null, answer: (names: string[], next?: string | null) => void }[]} */
  const asked = [];
  const supply = new ChoiceSupply(
    (query, cursor) =>
      new Promise((resolve) => {
        asked.push({
          query,
          cursor,
          answer: (list, next = null) =>
            resolve({
              list: list.map((name) => ({ id: `id of ${name}`, name, icon: null })),
              next,
              limited: false,
            }),
        });
      }),
  );
  return { asked, supply };
}

/** Lets everything that waits for nothing but itself go on. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

test("who types faster than answers come waits for the last one only", async () => {
  const { asked, supply } = far();
  const searches = ["l", "li", "lis", "lise"].map((typed) => supply.search(typed, NOTHING));
  await settled();
  assert.deepEqual(
    asked.map(({ query }) => query),
    ["lise"],
    "what was typed on the way is never asked for",
  );
  asked[0]?.answer(["Lise Meitner"]);
  const found = await Promise.all(searches);
  assert.deepEqual(found.map(names), [undefined, undefined, undefined, ["Lise Meitner"]]);
});

test("one question at a time is out", async () => {
  const { asked, supply } = far();
  const first = supply.search("a", NOTHING);
  await settled();
  const second = supply.search("ad", NOTHING);
  await settled();
  assert.equal(asked.length, 1);
  asked[0]?.answer(["Ada", "Anna"], "more");
  await settled();
  assert.equal(asked[1]?.query, "ad");
  asked[1]?.answer(["Ada"]);
  assert.deepEqual(names(await first), ["Ada", "Anna"]);
  assert.deepEqual(names(await second), ["Ada"]);
});

test("what an answer told whole is searched here", async () => {
  const { asked, supply } = far();
  const all = supply.search("", NOTHING);
  await settled();
  asked[0]?.answer(["Ada", "Émilie", "Grace"]);
  await all;
  assert.deepEqual(names(await supply.search("emi", NOTHING)), ["Émilie"]);
  assert.deepEqual(names(await supply.search("", new Set(["id of Ada"]))), ["Émilie", "Grace"]);
  assert.equal(asked.length, 1);
});

test("a long answer goes on where it ended, and is whole at its end", async () => {
  const { asked, supply } = far();
  const first = supply.search("", NOTHING);
  await settled();
  asked[0]?.answer(["Ada"], "2");
  const found = await first;
  const rest = found?.next?.();
  await settled();
  assert.equal(asked[1]?.cursor, "2");
  asked[1]?.answer(["Grace"]);
  assert.deepEqual(names((await rest) ?? null), ["Grace"]);
  assert.deepEqual(names(await supply.search("", NOTHING)), ["Ada", "Grace"]);
});

test("a question that failed is in nobody's way", async () => {
  let calls = 0;
  const supply = new ChoiceSupply(async () => {
    calls += 1;
    if (calls === 1) throw new Error("offline");
    return { list: [{ id: "1", name: "Ada", icon: null }], next: null, limited: false };
  });
  await assert.rejects(Promise.resolve(supply.search("", NOTHING)), /offline/u);
  assert.deepEqual(names(await supply.search("", NOTHING)), ["Ada"]);
});
