/** Errors and notices in words. Decides by code; a code it has no words for keeps its own message. */

import { plain } from "./element.js";
import { lookUp, text } from "./text.js";

/** @import { ErrorView, Notice } from "./protocol.d.ts" */

/** Failures that are put right on the options page, not by trying again. */
const SETTLED_IN_OPTIONS = new Set([
  "token-empty",
  "token-malformed",
  "token-rejected",
  "forbidden",
  "not-shared",
  "not-connected",
  "no-destination",
  "unknown-destination",
  "not-confirmed",
]);

/** What is said when the core could not be loaded: it has no code of its own for that. */
const WITHOUT_CORE = /** @type {const} */ (["error_core_failed", "next_core_failed"]);

/**
 * What happened, the one next step ("" when unknown), and whether that step is in the options.
 * @param {Pick<ErrorView, "code" | "message">} error
 * @returns {{ happened: string, next: string, inOptions: boolean }}
 */
export function explain(error) {
  const [happened, next] =
    error.code === "core-failed"
      ? WITHOUT_CORE
      : [key("error", error.code), key("next", error.code)];
  return {
    happened: lookUp(happened) || error.message || text("error_unknown"),
    next: lookUp(next),
    inOptions: SETTLED_IN_OPTIONS.has(error.code),
  };
}

/**
 * What happened and the next step, for one line; "" for no error.
 * @param {ErrorView | null} error
 * @returns {string}
 */
export function explained(error) {
  if (!error) return "";
  const { happened, next } = explain(error);
  return next ? `${happened} ${next}` : happened;
}

/**
 * What had no place, or was changed on the way. Its detail (a property's name, a number) stands where
 * the sentence has a place for it, or after it.
 * @param {Notice} notice
 * @returns {string}
 */
export function noticeText({ code, detail }) {
  const name = key("notice", code);
  if (!detail) return lookUp(name) || code;
  // Isolated, so that a name in another script does not turn the sentence around.
  const isolated = `\u2068${plain(detail)}\u2069`;
  const said = lookUp(name, isolated);
  return said !== lookUp(name, "") ? said : `${said || code} ${isolated}`;
}

/**
 * @param {string} family
 * @param {string} code
 */
function key(family, code) {
  return `${family}_${code.replaceAll("-", "_")}`;
}
