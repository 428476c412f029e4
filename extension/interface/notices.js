/** What had no place or was changed on the way, in words. */

import { create, isolated, plain } from "./element.js";
import { lookUp } from "./text.js";

/** @import { Notice } from "./protocol.d.ts" */

/**
 * One notice as a sentence. Its detail (a property's name, a number) stands where the sentence has a
 * place for it, or after it.
 * @param {Notice} notice
 * @returns {(string | Node)[]}
 */
export function noticeWords({ code, detail }) {
  const key = `notice_${code.replaceAll("-", "_")}`;
  if (!detail) return [lookUp(key) || code];
  // Isolated, so that a name in another script does not turn the sentence around.
  const said = lookUp(key, `\u2068${plain(detail)}\u2069`);
  if (said !== lookUp(key, "")) return [said];
  return [said || code, " ", isolated(detail, "soft")];
}

/**
 * Several, one a line.
 * @param {Notice[]} notices
 * @param {{ style: string, label: string }} how
 */
export function noticeList(notices, { style, label }) {
  return create(
    "ul",
    { class: style, "aria-label": label },
    ...notices.map((notice) => create("li", {}, ...noticeWords(notice))),
  );
}
