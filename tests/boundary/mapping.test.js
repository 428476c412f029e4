// What goes where: proposed, changed, taken elsewhere, and saved by. The production wasm in front of
// the stand-in.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Standin } from "../conformance/harness.js";
import { plainly, through } from "./notion.js";
import { CAPTURED, core, World } from "./world.js";

/** @type {Standin} */
let standin;
let workspaces = 0;

before(async () => {
  standin = await Standin.start();
  await standin.control("POST", "/settings", { rateLimit: false });
});
after(() => standin.stop());

/** @type {import("../../extension/wasm/satchel.js").Clip} */
const CLIP = {
  source: "page",
  title: "A story",
  address: "https://news.example/story",
  description: "In short.",
  selection: "",
  image: "",
  language: "",
  fields: [
    { name: "author", value: "Ada" },
    { name: "author", value: "Grace" },
    { name: "published", value: "2026-11-25T10:00:00+01:00" },
    { name: "kind", value: "article" },
    { name: "price", value: "1,299.50" },
  ],
};

/**
 * A workspace with these data sources of one database, connected.
 *
 * @param {Record<string, any>[]} dataSources
 * @param {"internal" | "personal"} [kind]
 * @param {string[]} [people]
 */
async function workspace(dataSources, kind = "internal", people = ["Ada", "Grace", "Linus"]) {
  plainly();
  workspaces += 1;
  const token = `ntn_mapping${String(workspaces).padStart(4, "0")}abcdefghijklmnopqrstuvwxyzABCDEFGHIJ`;
  const planted = await standin.control("POST", "/seed", {
    workspaces: [
      {
        name: `Workspace ${workspaces}`,
        users: people.map((name) => ({ name, email: `${name.replace(" ", ".")}@example.com` })),
        connections: [
          { kind, token, name: "Satchel", ...(kind === "personal" ? { user: "Grace" } : {}) },
        ],
        databases: [{ title: "List", sharedWith: [token], dataSources }],
      },
    ],
  });
  const [{ users, databases }] = planted.workspaces;
  const world = new World();
  world.now = Date.now();
  through(standin);
  const { accounts } = await core.connect(world.host(), token);
  await core.confirm(world.host(), accounts[0]?.id ?? "");
  return { world, users, sources: databases[0].dataSources };
}

/**
 * @param {World} world
 * @param {Partial<import("../../extension/wasm/satchel.js").Submission>} wish
 */
async function saved(world, wish) {
  /** @type {import("../../extension/wasm/satchel.js").Submission} */
  const submission = {
    clip: CLIP,
    tags: [],
    notices: [],
    destination: "",
    mode: "new",
    page: null,
    ...wish,
  };
  world.now += 20_000;
  const { id } = await core.enqueue(world.host(), submission);
  const save = await core.advance(world.host(), id, false);
  assert.equal(save.state, "saved", JSON.stringify(save.error));
  const pages = await standin.control("GET", `/pages?dataSource=${save.destination}`);
  return {
    save,
    page: pages.at(-1),
    record: /** @type {any} */ (world.saves[0].get(id)),
  };
}

const READING = {
  Name: { type: "title" },
  Link: { type: "url" },
  Author: { type: "multi_select" },
  Published: { type: "date" },
  Type: { type: "select", options: [{ name: "Article" }, { name: "Video" }] },
  Price: { type: "number" },
  Status: { type: "status" },
  Done: { type: "checkbox" },
  Sum: { type: "formula" },
};

test("a stranger's database is filled without a word from anybody", async () => {
  const { world, sources } = await workspace([{ properties: READING }]);
  const { fields, readAt, confirmed } = await core.properties(world.host(), {
    destination: sources[0].id,
    clip: CLIP,
  });
  assert.deepEqual([typeof readAt, confirmed], ["number", false]);
  const shown = Object.fromEntries(fields.map(({ name, values }) => [name, values]));
  assert.deepEqual(shown, {
    Name: ["A story"],
    Link: ["https://news.example/story"],
    Author: ["Ada", "Grace"],
    Published: ["2026-11-25T10:00:00+01:00"],
    Type: ["Article"],
    Price: ["1299.5"],
    Status: [],
    Done: [],
    Sum: [],
  });
  assert.deepEqual(
    fields.filter(({ writable }) => !writable).map(({ name }) => name),
    ["Sum"],
  );
  const done = fields.find(({ name }) => name === "Done");
  const { page, save } = await saved(world, {
    entries: [{ property: done?.id ?? "", values: ["true"] }],
  });
  const { properties } = page;
  assert.equal(properties.Link.url, CLIP.address);
  assert.deepEqual(
    properties.Author.multi_select.map((/** @type {any} */ option) => option.name),
    ["Ada", "Grace"],
  );
  assert.equal(properties.Published.date.start, "2026-11-25T10:00:00+01:00");
  assert.deepEqual([properties.Type.select.name, properties.Price.number], ["Article", 1299.5]);
  assert.equal(properties.Done.checkbox, true);
  assert.deepEqual(
    save.notices.map(({ code }) => code),
    ["no-description-property"],
  );
});

test("a plan is checked, kept, reset, and taken to another database", async () => {
  const other = { Titel: { type: "title" }, Link: { type: "url" }, Done: { type: "checkbox" } };
  const { world, sources } = await workspace([{ properties: READING }, { properties: other }]);
  const [first, second] = sources.map((/** @type {any} */ source) => source.id);
  const { plan, properties, sources: known, proposed } = await core.mapping(world.host(), first);
  assert.deepEqual(plan, proposed);
  assert.ok(known.includes("title") && known.includes("doi"));
  const id = (/** @type {string} */ name) =>
    properties.find((property) => property.name === name)?.id ?? "";
  const rules = [
    { property: id("Link"), kind: "url", template: " {{url}} ", asked: false },
    { property: id("Done"), kind: "checkbox", template: "true", asked: true },
  ];
  const wanted = { ...plan, rules, tags: ["later"], confirmed: true };
  const set = await core.setPlan(world.host(), { destination: first, plan: wanted });
  assert.deepEqual(
    set.plan.rules.map(({ name, template, asked }) => [name, template, asked]),
    [
      ["Link", "{{url}}", false],
      ["Done", "true", true],
    ],
  );
  const { destinations } = await core.view(world.host());
  const shown = destinations.find((destination) => destination.id === first);
  assert.deepEqual([shown?.tags, shown?.confirmed], [["later"], true]);
  for (const property of ["nowhere", id("Sum")]) {
    const wrong = { ...plan, rules: [{ property, kind: "", template: "x", asked: false }] };
    const refused = core.setPlan(world.host(), { destination: first, plan: wrong });
    await assert.rejects(refused, { code: "plan-refused" });
  }

  const exported = await core.exportPlan(world.host(), first);
  const text = JSON.stringify(exported);
  assert.ok(text.includes('"Done"') && !text.includes("ntn_"));
  const imported = await core.importPlan(world.host(), String(second), JSON.parse(text));
  assert.deepEqual(
    [imported.plan.rules.map(({ name }) => name), imported.unused, imported.plan.tags],
    [["Link", "Done"], [], ["later"]],
  );
  for (const wrong of [null, 5, {}, { satchel: "plan-99" }])
    await assert.rejects(core.importPlan(world.host(), first, wrong), { code: "plan-unreadable" });
  const reset = await core.resetPlan(world.host(), first);
  assert.deepEqual(reset.plan, proposed);
});

test("a preset is chosen by the page, and saves by a plan of its own", async () => {
  const { world, sources } = await workspace([{ properties: READING }]);
  const destination = sources[0].id;
  const named = await core.addPreset(world.host(), { destination, name: " News " });
  const [preset] = named.presets;
  assert.deepEqual([preset?.name, preset?.destination], ["News", destination]);
  const id = preset?.id ?? "";
  const { plan, name } = await core.mapping(world.host(), id);
  assert.equal(name, "News");
  const status = { property: "", kind: "status", template: "Done", asked: false };
  status.property =
    (await core.mapping(world.host(), id)).properties.find((property) => property.name === "Status")
      ?.id ?? "";
  const change = { ...plan, rules: [...plan.rules, status], tags: ["news"] };
  await core.setPlan(world.host(), { destination: id, plan: change });
  const conditions = [{ hosts: ["*.example"], path: "/story*", kind: "" }];
  await core.setPreset(world.host(), { id, name: "News", conditions });
  const draft = await core.draft(world.host(), CAPTURED, false);
  assert.deepEqual([draft.destination, draft.tags], [id, ["news"]]);
  const { page, save } = await saved(world, { destination: id });
  assert.deepEqual([save.destination, page.properties.Status.status.name], [destination, "Done"]);
  const before = await core.mapping(world.host(), destination);
  assert.equal(before.plan.rules.length, plan.rules.length, "the destination keeps its own");

  await core.chooseDestination(world.host(), id);
  const left = await core.removePreset(world.host(), id);
  assert.deepEqual([left.presets, left.defaultDestination], [[], destination]);
  const plainly = await core.draft(world.host(), CAPTURED, false);
  assert.deepEqual([plainly.destination, plainly.tags], [destination, []]);
});

test("people are found by what is typed, or the one who is known", async () => {
  const properties = { Name: { type: "title" }, Owner: { type: "people" } };
  const { world, users, sources } = await workspace([{ properties }]);
  const destination = sources[0].id;
  const ask = (/** @type {string} */ query) =>
    core.people(world.host(), { destination, query, cursor: null });
  const all = await ask("");
  assert.deepEqual(
    [all.list.map(({ name }) => name), all.limited],
    [["Ada", "Grace", "Linus"], false],
  );
  assert.deepEqual((await ask("gRa")).list[0]?.id, users[1].id);
  const owner = (await core.properties(world.host(), { destination, clip: CLIP })).fields[1];
  const entries = [{ property: owner?.id ?? "", values: [users[2].id] }];
  const { page } = await saved(world, { entries });
  assert.equal(page.properties.Owner.people[0].id, users[2].id);

  const mine = await workspace([{ properties }], "personal");
  const known = await core.people(mine.world.host(), {
    destination: mine.sources[0].id,
    query: "",
    cursor: null,
  });
  assert.deepEqual([known.list.map(({ name }) => name), known.limited], [["Grace"], true]);
});

test("many people are listed a part at a time, and each part is answered at once", async () => {
  const properties = { Name: { type: "title" }, Owner: { type: "people" } };
  const crowd = Array.from({ length: 250 }, (_, number) => `Person ${number}`);
  const { world, sources } = await workspace([{ properties }], "internal", crowd);
  const host = world.host();
  const destination = sources[0].id;
  /** @type {(query: string, cursor?: string | null) => Promise<import("../../extension/wasm/satchel.js").Choices>} */
  const ask = (query, cursor = null) => core.people(host, { destination, query, cursor });
  const names = (/** @type {Awaited<ReturnType<typeof ask>>} */ { list }) =>
    list.map(({ name }) => name);
  // The stand-in gives a hundred at a time.
  const first = await ask("person 24");
  assert.deepEqual([names(first), first.next], [["Person 24"], "1"]);
  const second = await ask("person 24", first.next);
  assert.deepEqual([names(second), second.next], [[], "1"]);
  const third = await ask("person 24", second.next);
  const rest = Array.from({ length: 10 }, (_, number) => `Person 24${number}`);
  assert.deepEqual([names(third), third.next], [rest, null]);
  // Then all of it is known here.
  assert.deepEqual(names(await ask("person 249")), ["Person 249"]);

  // An hour later it is listed again; where that fails, the older list is offered.
  world.now += 3_600_000;
  assert.deepEqual(names(await ask("person 249")), []);
  await standin.control("POST", "/faults", { path: "/v1/users", status: 500 });
  const offline = await ask("person 249");
  assert.deepEqual([names(offline), offline.next], [["Person 249"], null]);
});

test("somebody who is gone costs no save", async () => {
  const properties = { Name: { type: "title" }, Owner: { type: "people" } };
  const { world, sources } = await workspace([{ properties }]);
  const destination = sources[0].id;
  const owner = (await core.properties(world.host(), { destination, clip: CLIP })).fields[1];
  const gone = "0123abcd-4567-89ef-0123-456789abcdef";
  const entries = [{ property: owner?.id ?? "", values: [gone] }];
  const { page, save } = await saved(world, { entries });
  assert.deepEqual(page.properties.Owner.people, []);
  assert.ok(JSON.stringify(page.blocks).includes(gone));
  assert.ok(
    save.notices.some(({ code, detail }) => code === "value-left-over" && detail === "Owner"),
  );
});

test("related pages are found by what their titles hold", async () => {
  const source = "d5000000-0000-4000-8000-00000000aaaa";
  const properties = {
    Name: { type: "title" },
    Project: { type: "relation", data_source_id: source, database_id: source, single_property: {} },
  };
  const projects = { id: source, properties: { Name: { type: "title" } } };
  const { world, sources } = await workspace([{ properties }, projects]);
  for (const title of ["Apollo", "Gemini", "Apollo Soyuz"])
    await saved(world, { clip: { ...CLIP, title }, destination: source });
  const destination = sources[0].id;
  const fields = (await core.properties(world.host(), { destination, clip: CLIP })).fields;
  const project = fields.find(({ name }) => name === "Project");
  assert.equal(project?.related, source);
  const property = project?.id ?? "";
  const found = await core.related(world.host(), {
    destination,
    source,
    query: "apo",
    cursor: null,
  });
  assert.deepEqual(found.list.map(({ name }) => name).sort(), ["Apollo", "Apollo Soyuz"]);
  const entries = [{ property, values: [found.list[0]?.id ?? ""] }];
  const { page } = await saved(world, { destination, entries });
  assert.equal(page.properties.Project.relation[0].id, found.list[0]?.id);
});

test("a template comes first, and the page's own content after what it fills in", async () => {
  const template = "7e300000-0000-4000-8000-00000000bbbb";
  const properties = { Name: { type: "title" }, Link: { type: "url" } };
  const paragraph = { rich_text: [{ text: { content: "What I think of it" } }] };
  const templates = [
    { id: template, name: "Notes", children: [{ type: "paragraph", paragraph }] },
    { id: template.replace("b", "c"), name: "Empty", children: [] },
  ];
  const { world, sources } = await workspace([{ properties, templates }]);
  const destination = sources[0].id;
  const { plan, templates: known } = await core.mapping(world.host(), destination);
  assert.deepEqual(
    known.map(({ name }) => name),
    ["Notes", "Empty"],
  );
  /** @param {string} template */
  const savedFrom = async (template) => {
    await core.setPlan(world.host(), { destination, plan: { ...plan, template } });
    const clip = { ...CLIP, title: `By ${template}` };
    world.now += 20_000;
    const submission = { clip, tags: [], notices: [], destination, mode: "new", page: null };
    const { id } = await core.enqueue(world.host(), /** @type {any} */ (submission));
    let save = await core.advance(world.host(), id, false);
    assert.equal(save.state, "sending", "Notion is left to fill it in");
    assert.ok(save.page);
    /** @type {any} */
    let page;
    let looks = 0;
    const isFilled = () => template === templates[1]?.id || page.blocks.length > 0;
    do {
      const pages = await standin.control("GET", `/pages?dataSource=${destination}`);
      page = pages.at(-1);
    } while (!isFilled());
    while (save.state === "sending") {
      world.now = (save.nextAttemptAt ?? world.now) + 3_000;
      looks += 1;
      save = await core.advance(world.host(), id, false);
    }
    assert.equal(save.state, "saved", JSON.stringify(save.error));
    page = (await standin.control("GET", `/pages?dataSource=${destination}`)).at(-1);
    return {
      looks,
      texts: page.blocks.map((/** @type {unknown} */ block) => JSON.stringify(block)),
    };
  };
  const filled = await savedFrom(template);
  assert.equal(filled.looks, 1);
  assert.match(filled.texts[0], /What I think of it/);
  assert.equal(filled.texts.length, 2);
  // An empty template never shows that it is done: after a minute it is taken to be.
  const empty = await savedFrom(templates[1]?.id ?? "");
  assert.ok(empty.looks > 5 && empty.looks < 30, `${empty.looks} looks`);
  assert.equal(empty.texts.length, 1);
});
