// What the stores get, taken out of its zip as a browser does when it installs it.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { EXTENSION } from "./paths.js";

/** @typedef {"chrome" | "edge" | "firefox"} Store */

/**
 * @param {Store} store
 * @returns {Promise<{ zip: string, folder: string, remove: () => Promise<void> }>} the package, and its files
 */
export async function unpacked(store) {
  const packages = process.env.SATCHEL_PACKAGES;
  if (!packages) throw new Error("SATCHEL_PACKAGES names no folder; `cargo xtask test` sets it");
  // Those of earlier versions may lie beside it.
  const { version } = JSON.parse(await readFile(join(EXTENSION, "manifest.json"), "utf8"));
  const zip = join(packages, `satchel-${version}-${store}.zip`);
  const folder = await mkdtemp(join(tmpdir(), `satchel-${store}-`));
  await promisify(execFile)("unzip", ["-q", zip, "-d", folder]);
  return { zip, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
