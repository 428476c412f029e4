// Pages of our own on loopback, and what an extension that was let in reads of them: the function runs
// in the page's isolated world, and its answer crosses to the worker, as in the production extension.

import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readContent } from "../../../extension/walk.js";
import { Chromium } from "./chromium.js";

/** @typedef {import("./tab.js").Tab} Tab */

/** Where pages find the server that to them is another site's. */
export const ELSEWHERE = "http://elsewhere.example";

const MANIFEST = {
  manifest_version: 3,
  name: "Reader",
  version: "1",
  permissions: ["scripting"],
  host_permissions: ["http://127.0.0.1/*"],
  background: { service_worker: "worker.js" },
};

/** Makes an extension that may read loopback pages, and does nothing by itself. */
export async function readerExtension() {
  const folder = await mkdtemp(join(tmpdir(), "satchel-reader-"));
  await writeFile(join(folder, "manifest.json"), JSON.stringify(MANIFEST));
  await writeFile(join(folder, "worker.js"), "");
  return folder;
}

export class Reader {
  #endings;
  #pages;
  #worker;
  #number = 0;

  /**
   * @param {Tab} tab
   * @param {Tab} worker
   * @param {string} origin
   * @param {Map<string, string>} pages
   * @param {(() => Promise<unknown>)[]} endings
   */
  constructor(tab, worker, origin, pages, endings) {
    this.tab = tab;
    this.origin = origin;
    this.#worker = worker;
    this.#pages = pages;
    this.#endings = endings;
  }

  static async start() {
    /** @type {(() => Promise<unknown>)[]} */
    const endings = [];
    /** @type {Map<string, string>} */
    const pages = new Map();
    const extension = await readerExtension();
    endings.push(() => rm(extension, { recursive: true, force: true }));
    const server = createServer(({ url = "" }, response) => answer(pages, url, response));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    endings.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const hosts = `MAP elsewhere.example 127.0.0.1:${port}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;
    const browser = await Chromium.start({ extension, headless: true, hosts });
    endings.push(() => browser.stop());
    const origin = `http://127.0.0.1:${port}`;
    const tab = await browser.open("about:blank");
    return new Reader(tab, await browser.worker(), origin, pages, endings);
  }

  async stop() {
    for (const end of this.#endings.reverse()) await end();
  }

  /**
   * Serves a page.
   * @param {string} path
   * @param {string} html
   */
  serve(path, html) {
    this.#pages.set(path, html);
  }

  /**
   * Goes to a page.
   * @param {string} body
   * @param {string} [start] of the page, before its body
   */
  async show(body, start = "<!doctype html><meta charset=utf-8><title>Page</title>") {
    this.#number += 1;
    this.serve(`/page-${this.#number}`, `${start}<body>${body}`);
    await this.tab.go(`${this.origin}/page-${this.#number}`);
  }

  /**
   * What is read of the page that is shown, and how long that took in the page.
   * @param {boolean} [onlySelected]
   * @param {string} [picked] an expression of what is picked, the only thing that is read then
   */
  async tokens(onlySelected = false, picked = "") {
    const { result, exceptionDetails } = await this.#worker.send("Runtime.evaluate", {
      expression: `(async () => {
        const [tab] = await chrome.tabs.query({ url: "http://127.0.0.1/*" });
        const target = { tabId: tab.id };
        const [frame] = await chrome.scripting.executeScript({
          target,
          args: [${onlySelected}, ${picked !== ""}],
          func: (onlySelected, onlyPicked) => {
            globalThis[Symbol.for("satchel.picked")] = () => ${picked || "null"};
            const start = performance.now();
            const tokens = (${readContent})(onlySelected, onlyPicked);
            return { tokens, time: performance.now() - start };
          },
        });
        return frame.result;
      })()`,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return /** @type {{ tokens: string, time: number }} */ (result.value);
  }

  /**
   * What is read of the page that is shown, as HTML that holds the same; without what is around the
   * body's content.
   * @param {boolean} [onlySelected]
   * @param {string} [picked]
   */
  async read(onlySelected = false, picked = "") {
    const { tokens } = await this.tokens(onlySelected, picked);
    return readable(tokens)
      .replace(/^<html[^>]*><body[^>]*>/u, "")
      .replace(/<\/body><\/html>$/u, "");
  }
}

/**
 * Tokens as HTML. Fails where they are none.
 * @param {string} tokens
 */
export function readable(tokens) {
  let html = "";
  /** @type {string[]} */
  const open = [];
  let at = 0;
  while (at < tokens.length) {
    const kind = tokens.charCodeAt(at);
    at += 1;
    const start = at;
    while (at < tokens.length && tokens.charCodeAt(at) > 3) at += 1;
    const [text = "", ...attributes] = tokens.slice(start, at).split("\x1f");
    if (kind === 1 && attributes.length === 0) html += text;
    else if (kind === 2 && text !== "") {
      const written = attributes.map((pair) => ` ${pair.replace("=", '="')}"`);
      html += `<${text}${written.join("")}>`;
      open.push(text);
    } else if (kind === 3 && at === start && open.length > 0) html += `</${open.pop()}>`;
    else throw new Error(`no token: ${kind} ${text} after ${html}`);
  }
  if (open.length > 0) throw new Error(`${open} did not end in ${html}`);
  return html;
}

/**
 * Answers with a page, or with a picture of the size that its name says (`/320x200.svg`).
 * @param {Map<string, string>} pages
 * @param {string} path
 * @param {import("node:http").ServerResponse} response
 */
function answer(pages, path, response) {
  const size = path.match(/^\/(?:[a-z]+-)?(\d+)x(\d+)\.svg$/u);
  const page = pages.get(path);
  if (size) {
    response.setHeader("content-type", "image/svg+xml");
    response.end(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size[1]}" height="${size[2]}"/>`,
    );
  } else if (page) {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page);
  } else response.writeHead(404).end();
}
