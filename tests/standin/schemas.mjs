// Turns the type declarations of the pinned `@notionhq/client` into the JSON Schemas the stand-in
// judges requests by. Run by the stand-in itself when they are missing or out of date:
//
//   node tests/standin/schemas.mjs --out target/notion-schemas
//
// The result is never committed: the declarations are Notion's, and npm brings them.

import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { createGenerator } from "ts-json-schema-generator";

/**
 * One of the client's endpoint descriptions, which carry everything but the types.
 * @typedef {object} Endpoint
 * @property {string} method
 * @property {readonly string[]} pathParams
 * @property {readonly string[]} queryParams
 * @property {readonly string[]} bodyParams
 * @property {(parameters: Record<string, string>) => string} path
 */

/** @typedef {Record<string, unknown>} Schemas */

const require = createRequire(import.meta.url);
const { values } = parseArgs({ options: { out: { type: "string" } } });
if (!values.out) throw new Error("say where the schemas go: node schemas.mjs --out DIRECTORY");

const client = dirname(require.resolve("@notionhq/client/package.json"));
const { version } = JSON.parse(readFileSync(join(client, "package.json"), "utf8"));
/** @type {Record<string, Endpoint>} */
const endpoints = require(join(client, "build/src/api-endpoints.js"));

/** The name of the type that describes an endpoint's body: createPage -> CreatePageBodyParameters.
 * @param {string} name */
const bodyType = (name) => `${name.charAt(0).toUpperCase()}${name.slice(1)}BodyParameters`;

/** The parts of the API the stand-in speaks: the first word of the path. */
const spoken = [
  "blocks",
  "data_sources",
  "databases",
  "file_uploads",
  "oauth",
  "pages",
  "search",
  "users",
];
const notSpoken = ["createMeetingNote", "queryMeetingNotes"];
const described = Object.entries(endpoints).filter(
  ([name, { pathParams, path }]) =>
    pathParams && !notSpoken.includes(name) && spoken.includes(path({}).split("/")[0] ?? ""),
);
const generator = createGenerator({
  path: join(client, "build/src/api-endpoints/*.d.ts"),
  additionalProperties: false,
  expose: "all",
  jsDoc: "none",
  skipTypeCheck: true,
});

/** @type {Schemas} */
const definitions = {};
const requests = described.map(([name, endpoint]) => {
  const path = Object.fromEntries(endpoint.pathParams.map((key) => [key, `{${key}}`]));
  const body = endpoint.bodyParams.length > 0 ? bodyType(name) : null;
  if (body) add(generator.createSchema(body).definitions ?? {});
  return {
    name,
    method: endpoint.method.toUpperCase(),
    path: `/v1/${endpoint.path(path)}`,
    query: endpoint.queryParams,
    body,
  };
});

/** Two files may each have a private type of the same name; mixing them up would be silent.
 * @param {Schemas} found */
function add(found) {
  for (const [name, schema] of Object.entries(found)) {
    const known = definitions[name];
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema)) {
      throw new Error(`the client declares ${name} twice, differently`);
    }
    definitions[name] = schema;
  }
}

mkdirSync(values.out, { recursive: true });
const file = join(values.out, "schemas.json");
const draft = join(values.out, `schemas.${process.pid}.json`);
writeFileSync(draft, JSON.stringify({ client: version, requests, definitions }));
// In one step, so that a stand-in starting at the same moment never reads half a file.
renameSync(draft, file);
