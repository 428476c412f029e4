// What waits, as a file: read from both stores by plain JavaScript, so that it works signed out, and
// even where the core does not start. It asks nobody and changes nothing.

import { browser } from "./browser.js";
import { inDatabase } from "./database.js";

/**
 * @typedef {{ id: string, state: string, revision?: number, createdAt: number,
 *   clip: { title: string, address: string, description: string, selection: string },
 *   tags: string[], error: { code: string, message: string } | null }} Save
 */

/** States of a save that is over. */
const OVER = ["saved", "discarded"];

/**
 * The saves that are not in Notion yet, oldest first.
 *
 * @returns {Promise<Save[]>}
 */
export async function waitingSaves() {
  const [whole, local] = await Promise.all([
    inDatabase("saves", "readonly", (saves) => saves.getAll()).catch(() => []),
    browser.storage.local.get(null).catch(() => ({})),
  ]);
  const small = Object.entries(local)
    .filter(([key]) => key.startsWith("save:") || key.startsWith("operation:"))
    .map(([, record]) => record);
  /** @type {Map<string, Save>} */
  const saves = new Map();
  // The small copy first: the whole one, where there is one, has more of the text.
  for (const save of [...small, .../** @type {any[]} */ (whole ?? [])]) {
    if (typeof save?.id !== "string" || typeof save.clip?.address !== "string") continue;
    const known = saves.get(save.id);
    const state = known && OVER.includes(known.state) ? known.state : save.state;
    saves.set(save.id, { ...save, state });
  }
  return [...saves.values()]
    .filter(({ state }) => !OVER.includes(state))
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Everything that waits, as JSON that a program can read. */
export async function exportJson() {
  const saves = (await waitingSaves()).map(({ id, state, createdAt, clip, tags, error }) => ({
    id,
    state,
    createdAt: new Date(createdAt).toISOString(),
    ...clip,
    tags,
    error: error?.code ?? null,
  }));
  return JSON.stringify({ satchel: 1, saves }, null, 2);
}

/** Everything that waits, as a list that a person can read. */
export async function exportMarkdown() {
  const saves = await waitingSaves();
  return saves.map(item).join("\n");
}

/** @param {Save} save */
function item({ clip, tags }) {
  const lines = [`- [${escaped(clip.title || clip.address)}](<${clip.address}>)`];
  if (tags?.length) lines.push(`  ${tags.map((tag) => `#${escaped(tag)}`).join(" ")}`);
  if (clip.description) lines.push(...quoted(clip.description, "  "));
  if (clip.selection) lines.push(...quoted(clip.selection, "  > "));
  return `${lines.join("\n")}\n`;
}

/**
 * @param {string} text
 * @param {string} mark
 */
function quoted(text, mark) {
  return text.split("\n").map((line) => mark + escaped(line));
}

/** A text that Markdown leaves as it is. @param {string} text */
function escaped(text) {
  return text.replaceAll(/[\\`*_[\]<>#|]/g, "\\$&");
}
