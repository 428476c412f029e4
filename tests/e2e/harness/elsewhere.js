// What happens in Notion without Satchel: a person who writes in a page, another device that saves.

import assert from "node:assert/strict";
import https from "node:https";

/** @typedef {import("./standin.js").Standin} Standin */

/** The version that the requests of this file are written for. */
const VERSION = "2026-03-11";

/** Notion as somebody else uses it. */
export class Elsewhere {
  #standin;
  #token;

  /**
   * @param {Standin} standin
   * @param {string} token of a connection that sees the same databases
   */
  constructor(standin, token) {
    this.#standin = standin;
    this.#token = token;
  }

  /**
   * Writes a paragraph at the end of a page, or behind a block of it.
   * @param {string} page its id
   * @param {string} words
   * @param {string} [after] the block's id
   */
  async write(page, words, after) {
    await this.#ask("PATCH", `/v1/blocks/${page}/children`, {
      children: [{ type: "paragraph", paragraph: says(words) }],
      ...(after && { position: { type: "after_block", after_block: { id: after } } }),
    });
  }

  /**
   * Changes what a paragraph says.
   * @param {string} block its id
   * @param {string} words
   */
  async change(block, words) {
    await this.#ask("PATCH", `/v1/blocks/${block}`, { paragraph: says(words) });
  }

  /**
   * Puts a page into the trash.
   * @param {string} page its id
   */
  async trash(page) {
    await this.#ask("PATCH", `/v1/pages/${page}`, { in_trash: true });
  }

  /**
   * Saves an address by other means.
   * @param {string} dataSource its id
   * @param {{ title: string, address: string }} page
   */
  async save(dataSource, { title, address }) {
    return this.#ask("POST", "/v1/pages", {
      parent: { type: "data_source_id", data_source_id: dataSource },
      properties: {
        Name: { title: [{ type: "text", text: { content: title } }] },
        URL: { url: address },
      },
    });
  }

  /**
   * @param {string} method
   * @param {string} path
   * @param {unknown} body
   * @returns {Promise<any>}
   */
  async #ask(method, path, body) {
    const host = "api.notion.com";
    const headers = {
      host,
      authorization: `Bearer ${this.#token}`,
      "notion-version": VERSION,
      "content-type": "application/json",
    };
    const { port, certificate } = this.#standin;
    const options = { host: "127.0.0.1", port, path, method, headers, servername: host };
    const [status, text] = await new Promise((resolve, reject) => {
      const request = https.request({ ...options, ca: certificate, agent: false }, (answer) => {
        let received = "";
        answer.setEncoding("utf8");
        answer.on("data", (part) => {
          received += part;
        });
        answer.on("end", () => resolve([answer.statusCode, received]));
      });
      request.once("error", reject);
      request.end(JSON.stringify(body));
    });
    assert.equal(status, 200, text);
    return JSON.parse(text);
  }
}

/** @param {string} words */
function says(words) {
  return { rich_text: [{ type: "text", text: { content: words } }] };
}
