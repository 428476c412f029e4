/** What a property can get, in words. The core names the sources; this says what people call them. */

import { lookUp, text } from "./text.js";

/** The groups that a list shows them in. @type {[string, string[]][]} */
const GROUPS = [
  ["page", ["title", "url", "site", "host", "description", "language", "image", "favicon", "kind"]],
  ["clip", ["tags", "selection", "text", "saved"]],
  ["article", ["author", "published", "modified", "minutes", "words"]],
  ["paper", ["doi", "journal", "year", "isbn"]],
  ["product", ["price", "currency", "rating"]],
  ["video", ["channel", "length", "duration"]],
  ["repository", ["stars", "code-language"]],
];

/** A template that is one placeholder and nothing else. */
const SINGLE = /^\s*\{\{\s*([^{}]+?)\s*\}\}\s*$/u;

/** Names that pages give what they declare. */
const DECLARED =
  /^(?:og:|article:|book:|profile:|product:|video:|music:|twitter:|ld:|citation_|dc\.|dcterms\.)./u;

/**
 * The source that a template passes on as it is; null for any other template.
 * @param {string} template
 * @returns {string | null}
 */
export function singleSource(template) {
  return SINGLE.exec(template)?.[1] ?? null;
}

/**
 * @param {string} source
 * @returns {string}
 */
export function placeholder(source) {
  return `{{${source}}}`;
}

/**
 * What people call a source. One that a page names by itself (`og:…`) has no other name.
 * @param {string} source
 */
export function sourceWords(source) {
  return lookUp(`source_${source.replaceAll("-", "_")}`) || source;
}

/**
 * What a rule gives, in few words: “Title — Site name”.
 * @param {string} template
 */
export function sourceName(template) {
  return template.replace(/\{\{\s*([^{}]+?)\s*\}\}/gu, (_, source) => sourceWords(source));
}

/**
 * The known sources in groups, each group with its name.
 * @param {string[]} sources
 * @returns {[string, string[]][]}
 */
export function groups(sources) {
  const known = new Set(sources);
  const grouped = new Set(GROUPS.flatMap(([, members]) => members));
  /** @type {[string, string[]][]} */
  const all = [
    ...GROUPS.map(
      ([name, members]) =>
        /** @type {[string, string[]]} */ ([
          text(`sources_${name}`),
          members.filter((member) => known.has(member)),
        ]),
    ),
    [text("sources_other"), sources.filter((source) => !grouped.has(source))],
  ];
  return all.filter(([, members]) => members.length > 0);
}

/**
 * The placeholders of a template that are no source, and what is left of an unfinished one. What a
 * page may declare by itself is known by its family.
 * @param {string} template
 * @param {string[]} sources
 * @returns {string[]}
 */
export function unknownIn(template, sources) {
  const known = new Set(sources);
  const named = [...template.matchAll(/\{\{([^{}]*)\}\}/gu)].map(([, name = ""]) => name.trim());
  const unknown = named.filter((name) => !known.has(name) && !DECLARED.test(name));
  const rest = template.replace(/\{\{[^{}]*\}\}/gu, "");
  const unfinished = /\{\{|\}\}/u.test(rest) ? ["{{…}}"] : [];
  return [...unknown.map((name) => placeholder(name)), ...unfinished];
}
