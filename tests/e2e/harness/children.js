// Programs that a test starts, each ended by its own process id.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();

// A test run that is cut short leaves nothing behind either.
process.on("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
  process.on(signal, () => process.exit(1));
}

/**
 * @param {string} program
 * @param {string[]} parameters
 * @param {import("node:child_process").SpawnOptions} [options]
 * @returns {Promise<ChildProcess>}
 */
export async function start(program, parameters, options = {}) {
  const child = spawn(program, parameters, options);
  await once(child, "spawn").catch((error) => {
    throw new Error(`could not start ${program}: ${error.message}`);
  });
  running.add(child);
  child.once("exit", () => running.delete(child));
  return child;
}

/**
 * Ends a program and waits until it is gone.
 * @param {ChildProcess} child
 * @param {NodeJS.Signals} [signal]
 * @param {number} [patience] after which it is killed
 */
export async function stop(child, signal = "SIGTERM", patience = 5_000) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill(signal);
  const force = setTimeout(() => child.kill("SIGKILL"), patience);
  await gone;
  clearTimeout(force);
}

/**
 * Kills a program that was started with a group of its own (`detached`), and all that it started.
 * @param {number} group
 */
export function killGroup(group) {
  process.kill(-group, "SIGKILL");
}

/**
 * Whether no process of a group runs any more. Those that are dead and still listed, until whoever
 * inherited them has looked, do nothing.
 * @param {number} group
 */
export async function isGone(group) {
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    // After the name, which may hold anything: state, parent, group.
    const [state, , of] = line.slice(line.lastIndexOf(")") + 2).split(" ");
    if (Number(of) === group && state !== "Z" && state !== "X") return false;
  }
  return true;
}

/**
 * The first line a program prints on one of its outputs.
 * @param {ChildProcess} child
 * @param {import("node:stream").Readable} output
 * @param {string} name
 * @returns {Promise<string>}
 */
export function firstLine(child, output, name) {
  return new Promise((resolve, reject) => {
    let text = "";
    output.setEncoding("utf8");
    output.on("data", (part) => {
      text += part;
      const end = text.indexOf("\n");
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once("exit", (code) =>
      reject(new Error(`${name} ended with ${code} before it was ready`)),
    );
  });
}
