// How pictures of a page are fetched: with whose cookies, and from where.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";

/** @typedef {(address: string, how: RequestInit) => Promise<Response>} Web */

Object.assign(globalThis, { chrome: { permissions: { contains: async () => true } } });
// What it finds of the browser when it is loaded is what it keeps.
const { picture } = await import("../../extension/pictures.js");

const real = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = real;
});

/** @param {Web} answer */
function web(answer) {
  globalThis.fetch = /** @type {typeof fetch} */ (/** @type {unknown} */ (answer));
}

/**
 * @param {number} status
 * @param {string} url where it came from in the end
 */
function answered(status, url) {
  const response = new Response("no picture", { status });
  Object.defineProperty(response, "url", { value: url });
  return response;
}

const PICTURE = "https://members.example/portrait.png";
const OWN = { addresses: [PICTURE], page: "https://members.example/me", most: 1_000 };
const OTHER = { ...OWN, page: "https://news.example/" };

test("what a site answers to its own cookies is no other page's", async () => {
  /** @type {RequestInit[]} */
  const asked = [];
  web(async (address, how) => {
    asked.push(how);
    return answered(how.credentials === "include" ? 200 : 403, address);
  });
  const fates = await Promise.all([OWN, OTHER].map((wish) => picture(wish)));
  assert.deepEqual(
    fates.map(({ fate }) => fate),
    ["not-a-picture", "answered 403"],
  );
  assert.deepEqual(
    asked.map(({ credentials, cache }) => [credentials, cache]),
    [
      ["include", "no-store"],
      ["omit", "force-cache"],
    ],
  );
});

test("two pages that wish for the same picture have it fetched once", async () => {
  let count = 0;
  web(async (address) => {
    count += 1;
    return answered(404, address);
  });
  await Promise.all([OTHER, { ...OTHER, page: "https://blog.example/" }].map(picture));
  assert.equal(count, 1);
});

test("what a redirect into a private network leads to is not kept", async () => {
  for (const [url, wanted] of /** @type {[string, string][]} */ ([
    ["https://router.lan/admin.png", "insecure"],
    ["https://192.168.0.1/", "insecure"],
    ["https://pictures.example/portrait.png", "not-a-picture"],
  ])) {
    web(async () => answered(200, url));
    assert.equal((await picture(OTHER)).fate, wanted, url);
  }
});
