// Starts a stand-in, and points the official client at it: under Notion's real host name, trusting
// only the certificate the stand-in made for itself.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import https from "node:https";
import { createInterface } from "node:readline";
import { APIResponseError, Client, isNotionClientError, LogLevel } from "@notionhq/client";

/** @typedef {Record<string, any>} Json */

/** @typedef {ConstructorParameters<typeof Client>[0]} ClientOptions */

/** The tokens of {@link seed}. */
export const tokens = {
  main: "ntn_conformance00main0000000000000000000000000000A",
  stranger: "ntn_conformance00stranger00000000000000000000000B",
  reader: "ntn_conformance00reader000000000000000000000000000C",
  writer: "ntn_conformance00writer000000000000000000000000000D",
  personal: "ntn_conformance00personal0000000000000000000000000E",
};

/** One running stand-in. */
export class Standin {
  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {{ port: number, controlPort: number, spki: string, certificate: string }} ready
   */
  constructor(child, ready) {
    this.child = child;
    this.ready = ready;
  }

  /** Starts one; it ends with this process at the latest. */
  static async start() {
    const program = process.env.SATCHEL_STANDIN;
    if (!program) {
      throw new Error("SATCHEL_STANDIN must name the stand-in: cargo build -p satchel-standin");
    }
    const child = spawn(program, ["--exit-with-parent"], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: /** @type {NodeJS.ReadableStream} */ (child.stdout) });
    const line = await Promise.race([
      once(lines, "line").then(([first]) => String(first)),
      once(child, "exit").then(([code]) => {
        throw new Error(`the stand-in ended with ${code} before it was ready`);
      }),
    ]);
    return new Standin(child, JSON.parse(line));
  }

  async stop() {
    this.child.kill("SIGTERM");
    if (this.child.exitCode === null) await once(this.child, "exit");
  }

  /**
   * Asks the control interface.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async control(method, path, body) {
    const answer = await fetch(`http://127.0.0.1:${this.ready.controlPort}${path}`, {
      method,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const value = await answer.json();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${value.error}`);
    return value;
  }

  /**
   * The official client, with a token.
   * @param {string} token
   * @param {ClientOptions} [options]
   */
  client(token, options) {
    return new Client({
      auth: token,
      notionVersion: "2026-03-11",
      fetch: this.fetch,
      retry: false,
      logLevel: LogLevel.ERROR,
      ...options,
    });
  }

  /**
   * Like the global `fetch`, but every host is the stand-in.
   * @param {string} url
   * @param {{ method?: string, headers?: Record<string, string>, body?: string | FormData }} [init]
   * @returns {Promise<Response>}
   */
  fetch = async (url, init = {}) => {
    const { hostname, pathname, search } = new URL(url);
    const body = init.body === undefined ? null : init.body;
    // A Request turns a form into bytes and knows the boundary it put between the parts.
    const request = new Request(url, {
      method: init.method ?? "GET",
      headers: init.headers ?? {},
      body,
    });
    const content = Buffer.from(await request.arrayBuffer());
    const headers = { ...Object.fromEntries(request.headers), host: hostname };
    return await new Promise((resolve, reject) => {
      const outgoing = https.request({
        host: "127.0.0.1",
        port: this.ready.port,
        // Published pages stand under any host; the certificate can't name them all.
        servername: hostname.includes("notion") ? hostname : "localhost",
        ca: this.ready.certificate,
        method: request.method,
        path: pathname + search,
        headers,
      });
      outgoing.on("error", reject);
      outgoing.on("response", (incoming) => {
        /** @type {Buffer[]} */
        const chunks = [];
        incoming.on("data", (chunk) => chunks.push(chunk));
        incoming.on("error", reject);
        incoming.on("end", () => {
          const status = incoming.statusCode ?? 500;
          /** @type {[string, string][]} */
          const pairs = [];
          for (let index = 0; index + 1 < incoming.rawHeaders.length; index += 2) {
            pairs.push([
              String(incoming.rawHeaders[index]),
              String(incoming.rawHeaders[index + 1]),
            ]);
          }
          resolve(new Response(Buffer.concat(chunks), { status, headers: pairs }));
        });
      });
      outgoing.end(content);
    });
  };
}

/** A workspace with one of everything the tests need. */
export const seed = {
  workspaces: [
    {
      name: "Conformance",
      icon: "🧪",
      users: [
        { name: "Ada Lovelace", email: "ada@example.test" },
        { name: "Grace Hopper", email: "grace@example.test" },
      ],
      connections: [
        { kind: "internal", name: "Main", token: tokens.main },
        { kind: "internal", name: "Stranger", token: tokens.stranger },
        { kind: "internal", name: "Reader", token: tokens.reader, capabilities: ["read_content"] },
        {
          kind: "internal",
          name: "Writer",
          token: tokens.writer,
          capabilities: ["insert_content"],
        },
        { kind: "personal", name: "Personal", token: tokens.personal, user: "Grace Hopper" },
        {
          kind: "public",
          name: "Clipper",
          clientId: "client-id",
          clientSecret: "client-secret",
          redirectUris: ["https://example.test/callback"],
        },
      ],
      pages: [{ title: "Home", sharedWith: [tokens.main] }, { title: "Diary" }],
      databases: [
        {
          title: "Links",
          icon: "🔗",
          sharedWith: [tokens.main, tokens.reader, tokens.writer],
          dataSources: [
            {
              properties: {
                Name: { type: "title" },
                Link: { type: "url", id: "%3AUPp" },
                About: { type: "rich_text" },
                Tags: {
                  type: "multi_select",
                  options: [{ name: "one", color: "red" }, { name: "two" }],
                },
                Kind: { type: "select", options: [{ name: "essay", color: "blue" }] },
                Status: { type: "status", options: [{ name: "Open" }, { name: "Done" }] },
                Rating: { type: "number" },
                Read: { type: "checkbox" },
                Day: { type: "date" },
                Mail: { type: "email" },
                Who: { type: "people" },
                Files: { type: "files" },
                Related: { type: "relation" },
                Made: { type: "created_time" },
                Sum: { type: "formula", expression: "1 + 1" },
              },
              templates: [
                {
                  name: "Article",
                  isDefault: true,
                  children: [
                    { heading_1: { rich_text: [{ text: { content: "From the template" } }] } },
                  ],
                },
              ],
            },
          ],
        },
        {
          title: "Shelf",
          sharedWith: [tokens.main],
          dataSources: [
            { title: "Books", properties: { Title: { type: "title" } } },
            { title: "Films", properties: { Title: { type: "title" } } },
          ],
        },
        { title: "Secret", dataSources: [{ properties: { Name: { type: "title" } } }] },
      ],
    },
  ],
};

/**
 * A fresh stage: the seed planted, no limit on the rate, and the ids things got.
 * @param {Standin} standin
 */
export async function stage(standin) {
  await standin.control("POST", "/reset");
  await standin.control("POST", "/settings", { rateLimit: false });
  const { workspaces } = await standin.control("POST", "/seed", seed);
  const [workspace] = workspaces;
  const [links, shelf, secret] = workspace.databases;
  const [home, diary] = workspace.pages;
  const [ada, grace] = workspace.users;
  return {
    workspace: String(workspace.id),
    users: { ada: String(ada.id), grace: String(grace.id) },
    home: String(home.id),
    diary: String(diary.id),
    links: { database: String(links.id), source: String(links.dataSources[0].id) },
    shelf: { database: String(shelf.id), source: String(shelf.dataSources[0].id) },
    secret: { database: String(secret.id), source: String(secret.dataSources[0].id) },
  };
}

/** Rich text of one plain piece, as it is sent.
 * @param {string} content */
export const text = (content) => [{ text: { content } }];

/** A paragraph, with blocks below it.
 * @param {string} content
 * @param {any[]} [children] */
export const paragraph = (content, children) => ({
  paragraph: { rich_text: text(content), ...(children ? { children } : {}) },
});

/** Expects a refusal with a code, and a message that has these words.
 * @param {Promise<unknown>} asked
 * @param {string} code
 * @param {string | RegExp} [words] */
export async function refused(asked, code, words) {
  const error = await asked.then(
    () => assert.fail("it was accepted"),
    (/** @type {unknown} */ reason) => reason,
  );
  assert.ok(isNotionClientError(error), String(error));
  assert.equal(error.code, code, error.message);
  assert.ok(APIResponseError.isAPIResponseError(error));
  assert.match(error.request_id ?? "", /^[0-9a-f-]{36}$/);
  if (typeof words === "string") assert.ok(error.message.includes(words), error.message);
  if (words instanceof RegExp) assert.match(error.message, words);
  return error;
}
