// A Notion workspace in the stand-in: what a test puts there, and what it finds there.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { chooseDestination } from "./satchel.js";
import { PATIENCE_MS } from "./until.js";

/**
 * @typedef {import("./standin.js").Standin} Standin
 * @typedef {import("./standin.js").Logged} Logged
 *
 * @typedef {object} Saved a page that a save made, in the words of a person
 * @property {{ title: string, address: string, description: string, tags: string[] }} values
 * @property {{ type: string, text: string }[]} blocks
 * @property {string} url where Notion shows it
 * @property {any} page as the stand-in answers it
 *
 * @typedef {{ id: string, source: string, title: string }} Database
 */

/** What asks for longer than some minutes gets no answer any more: then it is asked again. */
const LONGEST_QUESTION_MS = 60_000;

/** No request of this suite may be turned away for its pace, unless it is about that. */
const PATIENT = { rateLimit: false };

const TOKEN = "ntn_canary5a7c4e10harnesstoken0123456789ABCDEFGHIJKLMNOPQ";
const TAGS = ["Rust", "web", "to read"];

/** The integration that the tests sign in with, as its developer knows it. */
export const CLIENT = {
  id: "5a7c4e10-0000-4000-8000-c11e00000001",
  secret: "secret_canary5a7c4e10harnessclient0123456789ABCDEFGHIJ",
};

const SEED = {
  workspaces: [
    {
      name: "Harbour office",
      users: [{ name: "Grace Hopper", email: "grace@example.test" }],
      connections: [
        { kind: "internal", name: "Satchel", token: TOKEN },
        {
          kind: "public",
          name: "Satchel",
          clientId: CLIENT.id,
          clientSecret: CLIENT.secret,
          redirectUris: [],
        },
      ],
      databases: [
        {
          title: "Reading list",
          icon: "📚",
          sharedWith: [TOKEN],
          dataSources: [
            {
              properties: {
                Name: { type: "title" },
                URL: { type: "url" },
                Description: { type: "rich_text" },
                Tags: {
                  type: "multi_select",
                  options: TAGS.map((name) => ({ name, color: "blue" })),
                },
              },
            },
          ],
        },
        {
          title: "Bare",
          sharedWith: [TOKEN],
          dataSources: [{ properties: { Name: { type: "title" } } }],
        },
        { title: "Not shared", dataSources: [{ properties: { Name: { type: "title" } } }] },
      ],
    },
  ],
};

const ARCHIVE_TOKEN = "ntn_5a7c4e10archivetoken0123456789ABCDEFGHIJKLMNOPQ";

/** Planting ten thousand options takes seconds, so only the test about them does. */
const ARCHIVE = {
  workspaces: [
    {
      name: "Archive",
      connections: [{ kind: "internal", name: "Satchel", token: ARCHIVE_TOKEN }],
      databases: [
        {
          title: "Many tags",
          sharedWith: [ARCHIVE_TOKEN],
          dataSources: [
            {
              properties: {
                Name: { type: "title" },
                Link: { type: "url" },
                Tags: { type: "multi_select", bulkOptions: 10_000 },
              },
            },
          ],
        },
      ],
    },
  ],
};

export class Workspace {
  #standin;
  #databases;

  /**
   * @param {Standin} standin
   * @param {string} name
   * @param {string} token
   * @param {Database[]} databases
   */
  constructor(standin, name, token, databases) {
    this.#standin = standin;
    this.#databases = databases;
    this.name = name;
    /** A token that these databases are shared with. */
    this.token = token;
    /** The options that the reading list's tags have from the start. */
    this.tags = TAGS;
    /** The titles of the databases that the token can see. */
    this.shared = ["Reading list", "Bare"];
  }

  /**
   * Sets up the workspace of the tests.
   * @param {Standin} standin
   */
  static async seed(standin) {
    await standin.control("POST", "/seed", SEED);
    await standin.control("POST", "/settings", PATIENT);
    return Workspace.#of(standin, SEED);
  }

  /**
   * The workspace that the stand-in was started with.
   * @param {Standin} standin
   * @param {string} file the seed's
   */
  static async seeded(standin, file) {
    return Workspace.#of(standin, JSON.parse(await readFile(file, "utf8")));
  }

  /**
   * @param {Standin} standin
   * @param {any} seed
   */
  static async #of(standin, seed) {
    const [{ name, connections }] = seed.workspaces;
    return new Workspace(standin, name, connections[0].token, await databases(standin));
  }

  /** Adds a workspace with a database whose tags have 10,000 options, and returns its token. */
  async addArchive() {
    await this.#standin.control("POST", "/seed", ARCHIVE);
    this.#databases = await databases(this.#standin);
    return ARCHIVE_TOKEN;
  }

  /** @param {string} title */
  database(title) {
    const database = this.#databases.find((known) => known.title === title);
    assert.ok(database, `a database “${title}”`);
    return database;
  }

  /** The first database: the one a new connection saves to. */
  get first() {
    const [database] = this.#databases;
    assert.ok(database, "a database");
    return database;
  }

  /** The address where a database is seen filling. */
  get liveView() {
    return `https://www.notion.so/${this.first.id.replaceAll("-", "")}`;
  }

  /**
   * Makes a database the one that saves go to.
   * @param {import("./tab.js").Tab} options
   * @param {string} title
   */
  async choose(options, title) {
    await chooseDestination(options, title);
  }

  /** Every request that Notion got. @returns {Promise<Logged[]>} */
  requests() {
    return this.#standin.control("GET", "/requests");
  }

  /**
   * Waits for so many pages.
   * @param {number} count
   * @param {string} [title] of the database
   * @param {number} [patience] how long
   * @returns {Promise<Saved[]>}
   */
  async pages(count, title = this.first.title, patience = PATIENCE_MS) {
    const end = performance.now() + patience;
    for (;;) {
      const left = Math.max(Math.round(end - performance.now()), 0);
      const wait = Math.min(left, LONGEST_QUESTION_MS);
      const query = `dataSource=${this.database(title).source}&atLeast=${count}&timeoutMs=${wait}`;
      try {
        const found = await this.#standin.control("GET", `/pages?${query}`);
        return found.map(described);
      } catch (error) {
        if (left === wait) throw error;
      }
    }
  }

  /**
   * Waits for so many pages, and makes sure that there are no more and that none was tried twice.
   * @param {number} count
   * @param {string} [title] of the database
   */
  async exactly(count, title) {
    const pages = await this.pages(count, title);
    assert.equal(pages.length, count, "pages in the database");
    const creations = (await this.requests()).filter(
      ({ method, path }) => method === "POST" && path === "/v1/pages",
    );
    assert.equal(creations.length, count, "requests that create a page");
    return pages;
  }

  /** Takes the token back. */
  async revoke() {
    await this.#standin.control("POST", "/revoke", { token: this.token });
  }

  /** Takes the reading list away from the connection. */
  async unshare() {
    const { id } = this.database("Reading list");
    await this.#standin.control("POST", "/unshare", { database: id, token: this.token });
  }

  /** Deletes the reading list. */
  async remove() {
    await this.#standin.control("DELETE", `/databases/${this.database("Reading list").id}`);
  }
}

/**
 * @param {Standin} standin
 * @returns {Promise<Database[]>}
 */
async function databases(standin) {
  const found = await standin.control("GET", "/databases");
  return found.map((/** @type {any} */ database) => ({
    id: database.id,
    source: database.dataSources[0].id,
    title: plain(database.title),
  }));
}

/**
 * @param {any} page
 * @returns {Saved}
 */
function described(page) {
  const values = {
    title: page.title,
    address: "",
    description: "",
    tags: /** @type {string[]} */ ([]),
  };
  for (const property of Object.values(page.properties)) {
    if (property.type === "url") values.address = property.url ?? "";
    if (property.type === "rich_text") values.description ||= plain(property.rich_text);
    if (property.type === "multi_select") {
      values.tags = property.multi_select.map((/** @type {any} */ option) => option.name);
    }
  }
  return { values, blocks: page.blocks.map(block), url: page.url, page };
}

/** @param {any} block */
function block(block) {
  const content = block[block.type];
  const address = content.url ?? content.external?.url;
  return { type: block.type, text: address ?? plain(content.rich_text ?? []) };
}

/**
 * What a page holds, by the names of its properties: texts, names, ids, numbers.
 * @param {any} page as the stand-in answers it
 * @returns {Record<string, any>}
 */
export function valuesOf(page) {
  return Object.fromEntries(
    Object.entries(page.properties).map(([name, property]) => [name, plainValue(property)]),
  );
}

/** @param {any} property */
function plainValue(property) {
  const value = property[property.type];
  switch (property.type) {
    case "title":
    case "rich_text":
      return plain(value);
    case "select":
    case "status":
      return value?.name ?? null;
    case "multi_select":
      return value.map((/** @type {any} */ option) => option.name);
    case "people":
    case "relation":
      return value.map((/** @type {any} */ thing) => thing.id);
    case "files":
      return value.map((/** @type {any} */ file) => file.external?.url ?? file.name);
    case "date":
      return value && [value.start, value.end].filter(Boolean);
    case "verification":
      return value?.state ?? null;
    default:
      return value;
  }
}

/** @param {any[]} runs */
function plain(runs) {
  return runs.map((run) => run.plain_text).join("");
}
