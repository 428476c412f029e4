// How the pages and the background worker talk: a page asks, the worker answers `{ value }` or
// `{ error }`; the worker tells, whoever is open listens. Errors are taken apart and put together
// again here and nowhere else.

import { browser } from "./browser.js";

/** @import { ErrorView, Protocol, Told } from "./interface/protocol.js" */

/**
 * Asks the background worker.
 *
 * @template {keyof Protocol} Kind
 * @param {Kind} kind
 * @param {Protocol[Kind][0]} [value]
 * @returns {Promise<Protocol[Kind][1]>}
 */
export async function ask(kind, value) {
  const reply = await browser.runtime.sendMessage({ kind, value });
  if (reply?.error) throw Object.assign(new Error(reply.error.message), reply.error);
  return reply?.value;
}

/**
 * Tells every open page. That none is open is no error.
 *
 * @template {keyof Told} Kind
 * @param {Kind} kind
 * @param {Told[Kind]} value
 */
export function tell(kind, value) {
  browser.runtime.sendMessage({ kind, value }).catch(() => {});
}

/**
 * What was thrown, as an error that a message can carry and a page can explain.
 *
 * @param {unknown} thrown
 * @returns {ErrorView}
 */
export function asError(thrown) {
  const error = /** @type {Partial<ErrorView>} */ (thrown ?? {});
  const { message = String(thrown), status = null, retryAfterMs = null, requestId = null } = error;
  // What the core throws has a code. Anything else is a mistake of ours and says so.
  const code = typeof error.code === "string" ? error.code : "worker-failed";
  return { code, message, status, retryAfterMs, requestId };
}

/** What nobody waits for went wrong. @param {unknown} thrown */
export function report(thrown) {
  console.error("Satchel:", asError(thrown).code, asError(thrown).message);
}
