// Signing in through a public connection of the seed, as a browser and its client do it.

import assert from "node:assert/strict";
import { isNotionClientError } from "@notionhq/client";

/** @typedef {import("./harness.js").Standin} Standin */

/** As the seed registers it. */
export const client = { client_id: "client-id", client_secret: "client-secret" };
export const redirect_uri = "https://example.test/callback";

/**
 * Asks for the authorize page.
 * @param {Standin} standin
 * @param {Record<string, string>} [change] of the query
 */
export function authorize(standin, change) {
  const query = {
    client_id: client.client_id,
    redirect_uri,
    response_type: "code",
    owner: "user",
    state: "s&1",
    ...change,
  };
  return standin.fetch(`https://api.notion.com/v1/oauth/authorize?${new URLSearchParams(query)}`);
}

/**
 * Presses a button on the authorize page.
 * @param {Standin} standin
 * @param {Record<string, string>} choice what the form holds, beyond what the query filled in
 * @param {string[]} [picked] pages and databases
 */
export function press(standin, choice, picked = []) {
  const form = new URLSearchParams({
    client_id: client.client_id,
    redirect_uri,
    state: "s&1",
    ...choice,
  });
  for (const page of picked) form.append("page", page);
  return standin.fetch("https://api.notion.com/v1/oauth/authorize", {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: form.toString(),
  });
}

/**
 * Presses a button on the authorize page, and returns where the browser is sent.
 * @param {Standin} standin
 * @param {Record<string, string>} choice
 * @param {string[]} [picked]
 */
export async function decide(standin, choice, picked) {
  const answer = await press(standin, choice, picked);
  assert.equal(answer.status, 302);
  return new URL(String(answer.headers.get("location")));
}

/**
 * The code that the browser brings back when somebody allowed it.
 * @param {Standin} standin
 * @param {{ workspace: string, users: { grace: string } }} ids
 * @param {string[]} [picked]
 * @param {Record<string, string>} [choice]
 */
export async function codeFor(standin, { workspace, users }, picked, choice) {
  const as = `${workspace} ${users.grace}`;
  const back = await decide(standin, { as, decision: "allow", ...choice }, picked);
  return String(back.searchParams.get("code"));
}

/**
 * @param {Standin} standin
 * @param {string} code
 * @param {object} [change]
 */
export function exchange(standin, code, change) {
  return standin
    .client("")
    .oauth.token({ grant_type: "authorization_code", code, redirect_uri, ...client, ...change });
}

/**
 * @param {Standin} standin
 * @param {string | null} token
 */
export function refresh(standin, token) {
  return standin
    .client("")
    .oauth.token({ grant_type: "refresh_token", refresh_token: String(token), ...client });
}

/**
 * Expects a refusal in the words of OAuth.
 * @param {Promise<unknown>} asked
 * @param {number} status
 * @param {string} code
 */
export async function oauthRefused(asked, status, code) {
  const error = await asked.then(
    () => assert.fail("it was accepted"),
    (/** @type {unknown} */ reason) => reason,
  );
  assert.ok(isNotionClientError(error) && "body" in error, String(error));
  const { error: given } = JSON.parse(String(error.body));
  assert.deepEqual([error.status, given], [status, code]);
}
