// Hostile texts as what Notion calls things: options, databases, a workspace, a connection.

import { identity, tidy } from "../../../extension/fields/completion.js";
import { asShown } from "./harm.js";

/** The token that all of it is shared with. */
export const OPTIONS_TOKEN = "ntn_5a7c4e10hostiletoken0123456789ABCDEFGHIJKLMNOPQRST";

/** As many characters as an option's name may have in Notion, where none has a comma. */
const LONGEST = 100;

/** How many databases are called so: with one more, as many as Notion lists at once. */
const DATABASES = 99;

/**
 * The texts as Notion could have them as names: without commas, not too long, none twice.
 * @param {string[]} texts
 * @returns {string[]}
 */
export function named(texts) {
  const names = new Map();
  for (const text of texts) {
    const whole = text.replaceAll(/\p{Surrogate}|,/gu, "").slice(0, LONGEST);
    const name = whole.replaceAll(/\p{Surrogate}/gu, "");
    if (identity(name) && !names.has(identity(name))) names.set(identity(name), name);
  }
  return [...names.values()];
}

/**
 * The chips that pasted texts become beside options of those names: one for each tag, in the spelling that is
 * known.
 * @param {string[]} texts
 * @param {string[]} names
 */
export function tagsOf(texts, names) {
  const known = new Map(names.map((name) => [identity(name), name]));
  const tags = new Map();
  for (const text of texts) {
    for (const part of `${text}\n-`.split(/[,\u060C\uFF0C\u3001\n\r]+/u)) {
      const key = identity(part);
      if (key && !tags.has(key)) tags.set(key, known.get(key) ?? tidy(part));
    }
  }
  return [...tags.values()].map(asShown);
}

/**
 * A workspace where they are the options of a database, and what other things are called.
 * @param {string[]} names
 */
export function workspaceNamed(names) {
  const [connection, workspace] = names;
  const bare = { properties: { Name: { type: "title" } } };
  const tags = { type: "multi_select", options: names.map((name) => ({ name, color: "blue" })) };
  const full = { properties: { Name: { type: "title" }, Link: { type: "url" }, Tags: tags } };
  const sharedWith = [OPTIONS_TOKEN];
  const others = names
    .slice(0, DATABASES)
    .map((title) => ({ title, sharedWith, dataSources: [bare] }));
  const databases = [{ title: "Hostile", sharedWith, dataSources: [full] }, ...others];
  const connections = [{ kind: "internal", name: connection, token: OPTIONS_TOKEN }];
  return { workspaces: [{ name: workspace, connections, databases }] };
}
