/** Moments as people say them. */

import { text } from "./text.js";

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/**
 * "just now", "5 minutes ago", "in 2 hours".
 * @param {number} moment milliseconds since 1970
 * @param {number} [now]
 * @returns {string}
 */
export function relativeTime(moment, now = Date.now()) {
  const distance = moment - now;
  const format = new Intl.RelativeTimeFormat(text("language"), { numeric: "auto" });
  for (const [unit, length] of UNITS) {
    if (Math.abs(distance) >= length) return format.format(Math.round(distance / length), unit);
  }
  return distance > 0 ? text("time_soon") : text("time_now");
}
