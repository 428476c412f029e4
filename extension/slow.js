// What takes long enough to be noticed is told of; what is over at once would only flicker.

/**
 * @template Value
 * @param {Promise<Value>} work
 * @param {number} atOnce no longer than this seems to be at once, in milliseconds
 * @param {() => void} tell
 * @returns {Promise<Value>}
 */
export async function tellingIfSlow(work, atOnce, tell) {
  const slow = setTimeout(tell, atOnce);
  try {
    return await work;
  } finally {
    clearTimeout(slow);
  }
}
