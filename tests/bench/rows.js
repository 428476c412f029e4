// How measurements are printed, and kept for whoever compares two runs: `cargo xtask bench` says where
// (see xtask/src/bench/rows.rs).

import { appendFileSync } from "node:fs";
import { share } from "./share.js";

const SHARES = [0.5, 0.9, 0.95, 1];

/** What stands over the columns of {@link row}. @param {string} title */
export function head(title) {
  line(title, ["median", "p90", "p95", "max"]);
}

/**
 * Prints the median and the slow ones, and keeps them.
 * @param {string} what
 * @param {number[]} numbers
 * @param {{ unit?: string, digits?: number }} [how]
 */
export function row(what, numbers, { unit = "ms", digits = 0 } = {}) {
  line(
    what,
    SHARES.map((part) => share(numbers, part).toFixed(digits)),
  );
  keep(what, unit, numbers);
}

/**
 * Keeps a row that is printed in another way. Those of its numbers that are none are left out.
 * @param {string} name
 * @param {string} unit
 * @param {number[]} numbers
 * @param {boolean} [isCounted] rather than measured: it is the same each time
 */
export function keep(name, unit, numbers, isCounted = false) {
  const known = numbers.filter(Number.isFinite);
  const lost = numbers.length - known.length;
  if (lost > 0) console.log(`  ${name}: ${lost} of ${numbers.length} are left out`);
  const file = process.env.SATCHEL_ROWS;
  if (!file || known.length === 0) return;
  const [median, p90, p95] = SHARES.map((part) => share(known, part));
  const written = { name, unit, median, p90, p95, runs: known.length, counted: isCounted };
  appendFileSync(file, `${JSON.stringify(written)}\n`);
}

/** @param {string} what @param {string[]} columns */
function line(what, columns) {
  console.log(what.padEnd(64) + columns.map((column) => column.padStart(8)).join(""));
}
