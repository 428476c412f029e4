// How measurements are printed: the median and the slow ones, in whole milliseconds.

import { share } from "./share.js";

const SHARES = [0.5, 0.9, 0.95, 1];

/** What stands over the columns of {@link row}. @param {string} title */
export function head(title) {
  line(title, ["median", "p90", "p95", "max"]);
}

/** @param {string} what @param {number[]} times */
export function row(what, times) {
  line(
    what,
    SHARES.map((part) => share(times, part).toFixed(0)),
  );
}

/** @param {string} what @param {string[]} columns */
function line(what, columns) {
  console.log(what.padEnd(64) + columns.map((column) => column.padStart(8)).join(""));
}
