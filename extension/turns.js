// Turns: whoever has one of a name is the only one, until they end it.

/** Turns at what the worker alone does, and for a moment only: for those it need not ask the browser. */
const OWN = ["pace", "first"];

/** Who waits for each of the own turns that somebody has. @type {Map<string, (() => void)[]>} */
const waiting = new Map();

/** The turns of the browser that somebody has here. @type {Set<string>} */
const taken = new Set();

/**
 * Waits for a turn, and gives the function that ends it.
 *
 * @param {string} name
 * @returns {Promise<() => void>}
 */
export async function turn(name) {
  if (OWN.includes(name)) return new Promise((granted) => line(name, granted));
  return /** @type {() => void} */ (await lock(name, false));
}

/**
 * The same, if nobody has it.
 *
 * @param {string} name
 * @returns {Promise<(() => void) | undefined>}
 */
export async function turnIfFree(name) {
  if (!OWN.includes(name)) return lock(name, true);
  return waiting.has(name) ? undefined : turn(name);
}

/** Whether somebody here has the turn. @param {string} name */
export async function isTaken(name) {
  return taken.has(name) || waiting.has(name);
}

/**
 * @param {string} name
 * @param {(end: () => void) => void} granted
 */
function line(name, granted) {
  const begin = () => granted(end);
  const others = waiting.get(name);
  if (others) others.push(begin);
  else {
    waiting.set(name, []);
    begin();
  }
  function end() {
    const next = waiting.get(name)?.shift();
    if (next) next();
    else waiting.delete(name);
  }
}

/**
 * A turn that the browser gives: also to another worker, which may still be there or already be there.
 *
 * @param {string} name
 * @param {boolean} ifAvailable nothing where somebody else has it
 * @returns {Promise<(() => void) | undefined>}
 */
function lock(name, ifAvailable) {
  return new Promise((granted, failed) => {
    // The lock is held until the promise settles; a worker that dies lets go of it.
    navigator.locks
      .request(name, { ifAvailable }, async (had) => {
        if (!had) return granted(undefined);
        taken.add(name);
        await new Promise((end) => granted(() => end(undefined)));
        taken.delete(name);
      })
      .catch(failed);
  });
}
