// Pages of a folder, on loopback for a browser, and worlds in them that nothing ran in before.

import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** What a page may load and run: its own scripts would only miss what is not here. */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "img-src data:",
  // For what is measured, not for the page: it may put no script anywhere.
  "script-src 'unsafe-eval' 'wasm-unsafe-eval'",
].join("; ");

/**
 * The names of the pages in a folder, in order.
 * @param {string} folder
 */
export async function pageNames(folder) {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => /\.html(?:\.gz)?$/u.test(name) && !/expected/u.test(name)).sort();
}

/** What a page says itself of what may run in it, which would hold for what is measured, too. */
const OWN_POLICY = /<meta\s[^>]*http-equiv=["']?content-security-policy[^>]*>/giu;

/**
 * A page as it was written, but for that.
 * @param {string} folder
 * @param {string} name
 */
export async function page(folder, name) {
  const bytes = await readFile(join(folder, name));
  const html = name.endsWith(".gz") ? gunzipSync(bytes) : bytes;
  return html.toString().replace(OWN_POLICY, "");
}

/**
 * Serves pages by their names.
 * @param {(name: string) => Promise<string | undefined>} find
 */
export async function serve(find) {
  const server = createServer(async (request, response) => {
    const found = await find(decodeURIComponent((request.url ?? "").slice(1)));
    if (found === undefined) return response.writeHead(404).end();
    // A page that is isolated gets an exact clock.
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
      "content-security-policy": POLICY,
    });
    return response.end(found);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  const stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return { port, stop };
}

/**
 * Goes to a page and has it laid out: a person has seen it before saving it.
 * @param {Tab} tab
 * @param {string} address
 */
export async function see(tab, address) {
  await tab.go(address);
  await tab.evaluate(() => document.documentElement.getBoundingClientRect().height);
}

/**
 * Makes a new world in the page that a tab shows; what is returned evaluates in it.
 * @param {Tab} tab
 * @param {string} name
 */
export async function world(tab, name) {
  const { frameTree } = await tab.send("Page.getFrameTree");
  const { executionContextId } = await tab.send("Page.createIsolatedWorld", {
    frameId: frameTree.frame.id,
    worldName: name,
  });
  return async (/** @type {string} */ expression) => {
    const { result, exceptionDetails } = await tab.send("Runtime.evaluate", {
      expression,
      contextId: executionContextId,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description);
    return result.value;
  };
}
