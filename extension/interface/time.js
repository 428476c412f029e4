/** Moments as people say them. */

import { text } from "./text.js";

const MINUTE = 60_000;

/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", MINUTE],
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

/**
 * A moment ahead, to the second when it is near: "in 12 seconds", "in 5 minutes", "in a moment".
 * @param {number} moment milliseconds since 1970
 * @param {number} [now]
 * @returns {string}
 */
export function timeUntil(moment, now = Date.now()) {
  const seconds = secondsUntil(moment, now);
  if (seconds < 1 || moment - now >= 2 * MINUTE) return relativeTime(Math.max(moment, now), now);
  return new Intl.RelativeTimeFormat(text("language"), { numeric: "always" }).format(
    seconds,
    "second",
  );
}

/**
 * The whole seconds until a moment, never fewer than none.
 * @param {number} moment milliseconds since 1970
 * @param {number} [now]
 */
export function secondsUntil(moment, now = Date.now()) {
  return Math.max(0, Math.ceil((moment - now) / 1000));
}

/**
 * "12 s": for a countdown beside a word that says what ends.
 * @param {number} seconds
 */
export function shortSeconds(seconds) {
  const style = /** @type {const} */ ({ style: "unit", unit: "second", unitDisplay: "narrow" });
  return new Intl.NumberFormat(text("language"), style).format(seconds);
}

/**
 * The day and the hour, for whoever points at a relative time.
 * @param {number} moment milliseconds since 1970
 */
export function fullTime(moment) {
  const style = /** @type {const} */ ({ dateStyle: "medium", timeStyle: "short" });
  return new Intl.DateTimeFormat(text("language"), style).format(moment);
}
