// How long code takes in a page, by the processor time of the page's main thread.

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** How often what is run again is run before that is measured. */
const WARM_UP = 3;

/**
 * Times one of those that {@link prepare} was given: its start and the first time, and in each round the mean of
 * some more. Where it fails or finds nothing, its times are no numbers: who gives up is not fast.
 * @param {Tab} tab
 * @param {(expression: string) => Promise<any>} run
 * @param {number} at which
 * @param {number} times
 * @param {number} [rounds]
 */
export async function time(tab, run, at, times, rounds = 1) {
  const clock = [await busy(tab)];
  const step = async (/** @type {string} */ expression) => {
    const value = await run(expression);
    clock.push(await busy(tab));
    return value;
  };
  await step(`globalThis.start(${at})`);
  const found = await step("globalThis.repeat(1)");
  const { blocks, failure } = found;
  // By now what is called often is compiled better.
  const more = [await step(`globalThis.repeat(${times > 0 ? WARM_UP : 0})`)];
  for (let round = 0; round < rounds; round += 1) {
    more.push(await step(`globalThis.repeat(${times})`));
  }
  const [before = 0, started = 0, first = 0, ...later] = clock;
  const again = later.slice(1).map((after, round) => (after - (later[round] ?? 0)) / times);
  const known = (/** @type {number} */ number) => (failure || blocks === 0 ? Number.NaN : number);
  return {
    whole: known(first - before),
    first: known(first - started),
    again: again.map(known),
    least: known(Math.min(...more.map(({ least }) => least))),
    blocks,
    failure,
    // Ours alone says so: what it said last is still there when others run.
    isCut: at === 0 && [found, ...more].some(({ isCut }) => isCut),
  };
}

/**
 * How many milliseconds of processor time a page's tasks took so far.
 * @param {Tab} tab
 */
export async function busy(tab) {
  const { metrics } = await tab.send("Performance.getMetrics");
  const found = metrics.find((/** @type {{ name: string }} */ { name }) => name === "TaskDuration");
  return found.value * 1_000;
}

/**
 * Gets the page's world ready for {@link time}.
 * @param {string[]} scripts
 */
export function prepare(scripts) {
  /** @type {() => string} */
  let code;
  const start = (/** @type {number} */ at) => {
    code = Function(`return ${scripts[at]}`)();
  };
  const repeat = (/** @type {number} */ times) => {
    let text = "[]";
    let failure = "";
    let least = Number.MAX_VALUE;
    let isCut = false;
    for (let count = 0; count < times; count += 1) {
      const begun = performance.now();
      try {
        text = code();
      } catch (error) {
        failure = String(error).slice(0, 100);
      }
      least = Math.min(least, performance.now() - begun);
      isCut ||= Object(globalThis).isCut === true;
    }
    return { blocks: text === "[]" ? 0 : text.length, failure, least, isCut };
  };
  Object.assign(globalThis, { start, repeat });
}
