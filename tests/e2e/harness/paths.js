// Where things are.

import { join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../../..", import.meta.url));

/** The production extension, as a browser loads it. */
export const EXTENSION = join(ROOT, "dist/satchel");

/** What it is made of. */
export const SOURCES = join(ROOT, "extension");

/** Where a run leaves what it makes. */
export const TARGET = process.env.SATCHEL_TARGET ?? join(ROOT, "target");

/** The stand-in's program. */
export function standinProgram() {
  const program = process.env.SATCHEL_STANDIN;
  if (!program) throw new Error("SATCHEL_STANDIN names no program; `cargo xtask test` sets it");
  return program;
}

/** The broker's program. */
export function brokerProgram() {
  const program = process.env.SATCHEL_BROKER_PROGRAM;
  if (!program)
    throw new Error("SATCHEL_BROKER_PROGRAM names no program; `cargo xtask test` sets it");
  return program;
}

/** Where the stand-in keeps what Notion's own client says a request may look like. */
export const SCHEMAS = join(TARGET, "notion-schemas");
