// Waiting for what a test waits for: a condition, never a time.

/** How long anything may take on a busy machine. */
export const PATIENCE_MS = 20_000;

/** How long Satchel takes to send three requests: 1.1 s, and half as much again on a busy machine. */
const THREE_MS = 1_650;

const PAUSE_MS = 25;

/**
 * How long so many requests may take at the pace that Notion allows, on a busy machine.
 * @param {number} requests
 */
export function paced(requests) {
  return Math.ceil(requests / 3) * THREE_MS + PATIENCE_MS;
}

/**
 * Asks until the answer is truthy, and returns it.
 * @template T
 * @param {string} what named when it never comes
 * @param {() => T | Promise<T>} ask
 * @param {number} [patience]
 * @returns {Promise<NonNullable<T>>}
 */
export async function until(what, ask, patience = PATIENCE_MS) {
  const end = performance.now() + patience;
  /** @type {unknown} */
  let last;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return /** @type {NonNullable<T>} */ (answer);
      last = answer;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      throw new Error(`waited ${patience} ms in vain for ${what}`, { cause: last });
    }
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
