// A database that is not in the list: what a link to it says about why, and the one next step.

import assert from "node:assert/strict";
import { connect, pasteToken, wording } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

const TOKEN = "ntn_5a7c4e10missingtoken0123456789ABCDEFGHIJKLMNOPQRS";
const WRITER = "ntn_5a7c4e10writertoken0123456789ABCDEFGHIJKLMNOPQRST";

/** An id of each thing, that a link can name. @param {number} number */
const id = (number) => `0123abcd-0000-4000-8000-00000000000${number}`;

const TITLE = { properties: { Name: { type: "title" } } };

/** A workspace with everything in it that somebody may take for a database to save to. */
const SHED = {
  workspaces: [
    {
      name: "Shed",
      connections: [
        { kind: "internal", name: "Satchel", token: TOKEN },
        { kind: "internal", name: "Writer", token: WRITER, capabilities: ["insert_content"] },
      ],
      pages: [
        {
          title: "Plan",
          id: id(1),
          sharedWith: [TOKEN],
          children: [{ child_database: { title: "Inside", dataSources: [TITLE] } }],
        },
        {
          title: "Notes",
          id: id(2),
          sharedWith: [TOKEN],
          children: [{ paragraph: { rich_text: [{ text: { content: "Nothing here" } }] } }],
        },
      ],
      databases: [
        { title: "Open", id: id(3), sharedWith: [TOKEN], dataSources: [TITLE] },
        { title: "Linked", id: id(4), sharedWith: [TOKEN], dataSources: [] },
        { title: "Thrown away", id: id(5), sharedWith: [TOKEN], dataSources: [TITLE] },
        { title: "Closed", id: id(6), dataSources: [TITLE] },
        {
          title: "Two",
          id: id(7),
          sharedWith: [TOKEN],
          dataSources: [
            { ...TITLE, title: "First" },
            { ...TITLE, title: "Second" },
          ],
        },
      ],
    },
  ],
};

/** @param {number} number */
const linkTo = (number) => `https://www.notion.so/ada/Thing-${id(number).replaceAll("-", "")}?v=1`;

/**
 * Pastes a link, and returns what is said of it.
 * @param {Tab} options
 * @param {string} link
 */
async function pasted(options, link) {
  await options.fill("#database-link", link);
  await options.click("#add button");
  return options.waitFor("something to be said", () => {
    const error = /** @type {HTMLElement} */ (document.querySelector("#add-error")).innerText;
    const { value } = /** @type {HTMLInputElement} */ (document.querySelector("#database-link"));
    return error || (value === "" ? "added" : "");
  });
}

/** @param {Tab} options */
function titles(options) {
  return options.evaluate(() =>
    [...document.querySelectorAll("#destinations .destination-title")].map(
      (row) => row.textContent,
    ),
  );
}

scenario(
  "a link to what is missing says which of a dozen causes it is, and what to do",
  async ({ standin, options }) => {
    await standin.control("POST", "/seed", SHED);
    await standin.control("DELETE", `/blocks/${id(5)}`);
    await connect(options, TOKEN);
    await options.click("#missing > summary");
    const reasons = await options.evaluate(
      () => document.querySelectorAll("#missing[open] #reasons dt").length,
    );
    assert.equal(reasons, 7);

    const known = (await titles(options)).length;
    const paragraph = (await standin.control("GET", "/pages")).find(
      (/** @type {any} */ page) => page.id === id(2),
    )?.blocks[0]?.id;
    assert.ok(paragraph, "a block of a page");
    /** @type {[string, string][]} */
    const causes = [
      ["just some words", "link_unreadable"],
      ["https://example.com/0123abcd000040008000000000000003", "link_unreadable"],
      ["https://www.notion.so/ada/Open", "link_without_id"],
      [linkTo(1), "database_in_page"],
      [linkTo(2), "link_is_a_page"],
      [paragraph, "link_is_a_block"],
      [linkTo(4), "linked_view"],
      [linkTo(5), "in_trash"],
      [linkTo(6), "not_shared"],
      [linkTo(6).replace("www.notion.so/ada", "ada.notion.site"), "published_site"],
    ];
    const said = new Set();
    for (const [link, code] of causes) {
      const words = await pasted(options, link);
      const [happened, next] = await Promise.all([
        wording(options, `error_${code}`),
        wording(options, `next_${code}`),
      ]);
      assert.equal(words, `${happened} ${next}`, link);
      said.add(words);
    }
    assert.equal(said.size, 9, "each has words of its own");
    assert.equal((await titles(options)).length, known, "nothing was added");

    // Notion itself is what fails.
    for (const [fault, code] of /** @type {const} */ ([
      [{ status: 429, code: "rate_limited", headers: { "retry-after": "1" } }, "rate_limited"],
      [{ status: 503, code: "service_unavailable" }, "notion_failed"],
    ])) {
      await standin.control("POST", "/faults", { path: "/v1/databases/", times: 1, ...fault });
      assert.ok(
        (await pasted(options, linkTo(3))).includes(await wording(options, `error_${code}`)),
      );
    }
    // What the search does not know yet, and a database of two parts, are there at once.
    assert.equal(await pasted(options, linkTo(7)), "added");
    for (const title of ["First", "Second"]) assert.ok((await titles(options)).includes(title));
    assert.equal(await pasted(options, linkTo(7)), "added");
    await options.says(await wording(options, "destination_known"));
    await standin.control("POST", "/revoke", { token: TOKEN });
    assert.ok(
      (await pasted(options, linkTo(3))).includes(await wording(options, "error_token_rejected")),
    );
  },
  { connected: false },
);

scenario(
  "a connection that may not read says so",
  async ({ standin, options }) => {
    await standin.control("POST", "/seed", SHED);
    await standin.control("POST", "/share", { database: id(3), token: WRITER });
    await pasteToken(options, WRITER);
    const forbidden = await wording(options, "error_forbidden");
    await options.waitFor(
      "the refusal",
      (/** @type {string} */ words) =>
        document.querySelector("#token-error")?.textContent?.includes(words),
      forbidden,
    );
    assert.ok((await pasted(options, linkTo(3))).includes(forbidden));
  },
  { connected: false },
);
