// What the production wasm needs of the world, in Node: a host over a map, and a Notion that answers
// from a list.

import { readFileSync } from "node:fs";
import * as core from "../../extension/wasm/satchel.js";

/** @param {string} name */
export const wasm = (name) =>
  readFileSync(new URL(`../../extension/wasm/${name}`, import.meta.url));

const first = core.initSync({ module: wasm("satchel_bg.wasm") });
// As `core.js` does it.
await WebAssembly.instantiate(wasm("satchel_late.wasm"), { first: { ...first } });

export { core };

/** @typedef {import("../../extension/wasm/satchel.js").SaveView} SaveView */
/** @typedef {{ method: string, path: string, headers: Record<string, string>, body: any }} Sent */

/** A browser with nothing in it. */
export class World {
  /** @type {Map<string, unknown>} */
  records = new Map();
  /** What is kept in two stores. @type {[Map<string, unknown>, Map<string, unknown>]} */
  vaults = [new Map(), new Map()];
  /** Saves, whole and small. @type {[Map<string, any>, Map<string, any>]} */
  saves = [new Map(), new Map()];
  /** The articles of saves. @type {Map<string, string>} */
  contents = new Map();
  /** The bytes of files, by key. @type {Map<string, string>} */
  files = new Map();
  /** What is forgotten when the browser closes. @type {Map<string, unknown>} */
  session = new Map();
  /** Where Notion's window ends, given its address. @type {(address: string) => string | undefined} */
  allow = () => undefined;
  /** @type {SaveView[]} */
  told = [];
  /** @type {Sent[]} */
  sent = [];
  now = 1_795_409_698_000;
  online = true;
  /** Whether the browser lets Notion be reached. */
  allowed = true;
  /** Thrown by the next write. @type {Error | null} */
  broken = null;
  /** What Notion answers, in order. @type {((sent: Sent) => Response | Promise<Response>)[]} */
  answers = [];

  constructor() {
    globalThis.fetch = /** @type {typeof fetch} */ (
      (request) => this.#fetch(/** @type {Request} */ (request))
    );
  }

  /** @returns {import("../../extension/wasm/satchel.js").Host} */
  host() {
    return {
      read: async (keys) =>
        Object.fromEntries(
          keys.filter((key) => this.records.has(key)).map((key) => [key, this.records.get(key)]),
        ),
      keys: async () => [...this.records.keys()].sort(),
      write: async (records) => {
        if (this.broken) throw this.broken;
        // As a browser does: what is kept is a copy.
        for (const [key, value] of Object.entries(records))
          this.records.set(key, structuredClone(value));
      },
      remove: async (keys) => {
        for (const key of keys) this.records.delete(key);
      },
      copies: async (key) => this.vaults.map((vault) => vault.get(key)),
      writeCopies: async (key, record) => {
        for (const vault of this.vaults) {
          if (record === undefined) vault.delete(key);
          else vault.set(key, structuredClone(record));
        }
      },
      saveCopies: async (id) => {
        const [whole, small] = this.saves.map((store) => store.get(id));
        return whole && !small && !whole.live ? [whole] : [whole, small];
      },
      writeSave: async (id, _before, whole, small) => {
        if (this.broken) throw this.broken;
        const live = small === undefined ? {} : { live: 1 };
        this.saves[0].set(id, { .../** @type {object} */ (structuredClone(whole)), ...live });
        if (small === undefined) this.saves[1].delete(id);
        else this.saves[1].set(id, structuredClone(small));
        return true;
      },
      liveSaves: async (from) =>
        [...this.saves[1].values()].filter(({ id }) => id >= from).sort(byId),
      unevenSaves: async () => [],
      pastSaves: async (before, count) =>
        [...this.saves[0].values()]
          .filter(({ id }) => before === undefined || id < before)
          .sort(byId)
          .reverse()
          .slice(0, count),
      savesAt: async (address) =>
        this.saves
          .flatMap((store) => [...store.values()])
          .filter(({ clip }) => clip.address === address),
      countSaves: async (state) =>
        [...this.saves[0].values()].filter((save) => save.state === state).length,
      forgetSaves: async () => {},
      content: async (key) => this.contents.get(key),
      keepContents: async () => false,
      // No test of the boundary has pictures.
      picture: async () => ({}),
      fileForm: async (key, name, media) => {
        const bytes = this.files.get(key);
        if (bytes === undefined) return undefined;
        const form = new FormData();
        form.append("file", new Blob([bytes], { type: media }), name);
        return form;
      },
      removeFiles: async (keys, others) => {
        for (const key of [...this.files.keys()])
          if (keys.includes(key) !== others) this.files.delete(key);
        return false;
      },
      turnIfFree: async () => () => {},
      isTaken: async () => false,
      sleep: async (time) => {
        this.now += time;
      },
      recall: async (key) => this.session.get(key),
      remember: async (key, record) => {
        if (record === undefined) this.session.delete(key);
        else this.session.set(key, structuredClone(record));
      },
      randomBits: () => new Uint8Array(32).fill(7),
      digest: async (text) =>
        new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
      browser: () => "chrome",
      redirects: () => [REDIRECT],
      authorize: async (address) => this.allow(address),
      // It is there from the start.
      loadLate: async () => {},
      isAuthorizing: async () => false,
      turn: async () => () => {},
      now: () => this.now,
      random: () => 0.5,
      id: () => `id-${this.saves[0].size}`,
      online: () => this.online,
      allowed: () => this.allowed,
      changed: (save) => this.told.push(save),
    };
  }

  /** @param {Request} request */
  async #fetch(request) {
    const { origin, pathname } = new URL(request.url);
    if (origin !== "https://api.notion.com" && origin !== BROKER)
      throw new Error(`a request to ${origin}`);
    const body = request.method === "GET" ? null : await request.json();
    const sent = {
      method: request.method,
      path: pathname,
      headers: Object.fromEntries(request.headers),
      body,
    };
    this.sent.push(sent);
    const answer = this.answers.shift();
    if (!answer) throw new Error(`nothing was prepared for ${request.method} ${pathname}`);
    return answer(sent);
  }
}

/**
 * @param {{ id: string }} one
 * @param {{ id: string }} other
 */
function byId(one, other) {
  return one.id < other.id ? -1 : 1;
}

/**
 * An answer as Notion sends them.
 *
 * @param {unknown} body
 * @param {number} [status]
 * @param {Record<string, string>} [headers]
 */
export function json(body, status = 200, headers = {}) {
  return () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { "x-notion-request-id": "r-1", ...headers },
    });
}

/**
 * @param {number} status
 * @param {string} code
 */
export function refusal(status, code) {
  return json({ object: "error", status, code, message: "no" }, status);
}

export const REDIRECT = "https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/cb";
export const BROKER = "https://sign-in.example";
export const TOKEN = "ntn_canary0123456789abcdefghijklmnopqrstuvwxyzABCDEF";

export const ME = {
  object: "user",
  id: "b0700000-0000-4000-8000-000000000001",
  name: "Satchel",
  type: "bot",
  bot: {
    owner: { type: "workspace", workspace: true },
    workspace_id: "w-1",
    workspace_name: "Ada's",
  },
};

export const SOURCE = {
  object: "data_source",
  id: "d5000000-0000-4000-8000-000000000001",
  title: [{ plain_text: "Reading list" }],
  icon: { type: "emoji", emoji: "📚" },
  properties: {
    Name: { id: "title", name: "Name", type: "title", title: {} },
    URL: { id: "u%3A", name: "URL", type: "url", url: {} },
    Tags: {
      id: "t",
      name: "Tags",
      type: "multi_select",
      multi_select: { options: [{ id: "1", name: "Rust", color: "orange" }] },
    },
  },
};

export const PAGE = {
  object: "page",
  id: "9a9e0000-0000-4000-8000-000000000001",
  url: "https://www.notion.so/A-page-9a9e0000000040008000000000000001",
};

/** @type {import("../../extension/wasm/satchel.js").Captured} */
export const CAPTURED = {
  source: "page",
  address: "https://news.example/story?utm_source=x&id=5",
  title: "A “story” with <b>tags</b> 🎒",
  facts: {
    title: "",
    heading: "",
    language: "en",
    contentType: "text/html",
    canonical: "",
    metas: [{ name: "og:description", content: "In short." }],
    selection: "",
    linkText: "",
  },
  details: "",
  link: "",
  image: "",
  selection: "",
};

/** @param {unknown[]} results */
export function list(results) {
  return json({ object: "list", results, has_more: false, next_cursor: null });
}

/** A world that is connected and has one database. */
export async function connected() {
  const world = new World();
  world.answers = [json(ME), list([SOURCE])];
  await core.connect(world.host(), TOKEN);
  await core.confirm(world.host(), "w-1");
  world.sent = [];
  return world;
}
