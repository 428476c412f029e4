// Satchel with a part of it broken, as a browser that cannot read its own files has it.

import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Spoils how the module in the worker's file begins, so that the browser takes it for none.
 * @param {string} extension
 * @returns {Promise<() => Promise<void>>} puts it right
 */
export async function breakCore(extension) {
  const file = join(extension, "background.js");
  const whole = await readFile(file, "utf8");
  const [good, bad] = ["\0asm", "\0ASM"].map((start) => btoa(start).slice(0, 5));
  const parts = whole.split(`"${good}`);
  assert.equal(parts.length, 2);
  await writeFile(file, parts.join(`"${bad}`));
  return () => writeFile(file, whole);
}
