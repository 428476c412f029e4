// What medians and the like are taken with.

/**
 * The number that a part of all that are known are not above: the median for 0.5.
 * @param {number[]} numbers
 * @param {number} part
 */
export function share(numbers, part) {
  const sorted = numbers.filter(Number.isFinite).sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
