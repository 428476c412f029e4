// What one save made, for a person to read and for a program to check.

import assert from "node:assert/strict";

/**
 * @param {import("./harness/workspace.js").Workspace} workspace
 */
export async function printReport(workspace) {
  const [saved] = await workspace.exactly(1);
  assert.ok(saved);
  const { values, blocks, url, page } = saved;
  const request = (await workspace.requests()).find(
    ({ method, path }) => method === "POST" && path === "/v1/pages",
  );
  assert.ok(request);
  console.log("Saved to Notion (the stand-in):");
  console.log(`  title        ${values.title}`);
  console.log(`  address      ${values.address}`);
  console.log(`  description  ${values.description || "(none)"}`);
  console.log(`  tags         ${values.tags.join(", ") || "(none)"}`);
  console.log(`  page         ${url}`);
  for (const { type, text } of blocks) console.log(`  ${type.padEnd(12)} ${text}`);
  console.log("\nReceipt (what was sent against what is stored):");
  for (const line of receipt(request.body, page)) console.log(`  ${line}`);
  console.log("\nThe request that was sent:");
  const { method, path, body } = request;
  console.log(JSON.stringify({ method, path, body }, null, 2));
}

/**
 * One line for each value sent.
 * @param {any} body
 * @param {any} page
 */
function receipt(body, page) {
  const stored = Object.entries(page.properties);
  return Object.entries(body.properties).map(([id, sent]) => {
    const found = stored.find(([name, property]) => property.id === id || name === id);
    const name = found?.[0] ?? id;
    return same(sent, found?.[1]) ? `${name}: stored as sent` : `${name}: stored DIFFERENTLY`;
  });
}

/**
 * @param {any} sent
 * @param {any} stored
 */
function same(sent, stored) {
  const text = (/** @type {any[]} */ runs) =>
    runs.map((run) => run.plain_text ?? run.text.content).join("");
  const names = (/** @type {any[]} */ options) => options.map(({ name }) => name).join("\n");
  if (!stored) return false;
  if (sent.title) return text(sent.title) === text(stored.title);
  if (sent.rich_text) return text(sent.rich_text) === text(stored.rich_text);
  if (sent.multi_select) return names(sent.multi_select) === names(stored.multi_select);
  return sent.url === stored.url;
}
