// The stand-in behind the global `fetch`, for tests that need more of Notion than prepared answers.

const plainFetch = globalThis.fetch;

/** The global `fetch` as it was. */
export function plainly() {
  globalThis.fetch = plainFetch;
}

/**
 * The global `fetch` finds Notion at the stand-in.
 *
 * @param {import("../conformance/harness.js").Standin} standin
 */
export function through(standin) {
  globalThis.fetch = /** @type {typeof fetch} */ (
    async (/** @type {Request | string} */ request, /** @type {RequestInit} */ init) => {
      // The stand-in's own control is where it is.
      if (typeof request === "string") return plainFetch(request, init);
      const body = request.method === "GET" ? undefined : await request.text();
      const headers = Object.fromEntries(request.headers);
      const { method, url } = request;
      return standin.fetch(url, { method, headers, ...(body ? { body } : {}) });
    }
  );
}
