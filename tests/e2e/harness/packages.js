// What the stores get, taken out of its zip as a browser does when it installs it.

import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** @typedef {"chrome" | "edge" | "firefox"} Store */

/**
 * @param {Store} store
 * @returns {Promise<{ zip: string, folder: string, remove: () => Promise<void> }>} the package, and its files
 */
export async function unpacked(store) {
  const packages = process.env.SATCHEL_PACKAGES;
  if (!packages) throw new Error("SATCHEL_PACKAGES names no folder; `cargo xtask test` sets it");
  const name = (await readdir(packages)).find((file) => file.endsWith(`-${store}.zip`));
  if (!name) throw new Error(`${packages} holds no package for ${store}`);
  const zip = join(packages, name);
  const folder = await mkdtemp(join(tmpdir(), `satchel-${store}-`));
  await promisify(execFile)("unzip", ["-q", zip, "-d", folder]);
  return { zip, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
