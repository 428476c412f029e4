// Connecting with a token, on the options page.

import assert from "node:assert/strict";
import { connect, pasteToken } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

const tokenError = () =>
  /** @type {HTMLElement} */ (document.querySelector("#token-error")).innerText;
const account = () => /** @type {HTMLElement} */ (document.querySelector("#account")).innerText;

scenario(
  "a token is cleaned of what pasting adds, and says whose it is",
  async ({ options, workspace }) => {
    await connect(options, ` "Bearer ${workspace.token}\u200b"\n`);
    const shown = await options.evaluate(account);
    assert.ok(shown.includes(workspace.name), shown);
    assert.ok(shown.includes(workspace.token.slice(-4)), shown);
    assert.ok(!shown.includes(workspace.token), "the token itself is never shown");
    assert.equal(
      await options.evaluate(
        () => /** @type {HTMLInputElement} */ (document.querySelector("#token")).value,
      ),
      "",
    );
    const titles = await options.waitFor("the databases", () => {
      const rows = [...document.querySelectorAll("#destinations .destination-title")];
      return rows.length > 0 ? rows.map((row) => row.textContent) : undefined;
    });
    assert.deepEqual(titles.toSorted(), workspace.shared.toSorted());
  },
  { connected: false },
);

scenario(
  "what cannot be a token is refused without asking anyone",
  async ({ options, workspace }) => {
    for (const garbage of [
      "",
      "hello",
      "https://www.notion.so/My-page-0123456789abcdef0123456789abcdef",
    ]) {
      await pasteToken(options, garbage);
      await options.waitFor(`a word about “${garbage}”`, tokenError);
    }
    assert.deepEqual(await workspace.requests(), []);
  },
  { connected: false },
);

scenario(
  "a token that Notion does not know is refused, with the next step",
  async ({ options, workspace }) => {
    await pasteToken(options, `ntn_${"0".repeat(46)}`);
    await options.waitFor("the refusal", tokenError);
    const [request, ...more] = await workspace.requests();
    assert.equal(request?.status, 401);
    assert.deepEqual(more, [], "one refusal is enough");
  },
  { connected: false },
);

scenario(
  "a token that is revoked later is told apart from a database that is gone",
  async ({ options, workspace }) => {
    await workspace.revoke();
    await options.click("#refresh");
    const words = await options.waitFor("the account to be shown as rejected", () => {
      const card = /** @type {HTMLElement | null} */ (
        document.querySelector('#account [data-state="rejected"]')
      );
      return card?.innerText;
    });
    assert.ok(words.includes(workspace.name));
    await options.click("#account .reconnect");
    assert.equal(
      await options.evaluate(() => document.activeElement?.id),
      "token",
      "the next step is a new token",
    );
  },
);

scenario(
  "a pasted link finds a database that Notion's search does not know yet, with all its sources",
  async ({ options, standin }) => {
    const token = `ntn_${"fresh".repeat(9)}0`;
    const properties = { Name: { type: "title" } };
    const dataSources = ["Books", "Films"].map((title) => ({ title, properties }));
    await standin.control("POST", "/settings", { indexLagMs: 3_600_000 });
    const seeded = await standin.control("POST", "/seed", {
      workspaces: [
        {
          name: "Just shared",
          connections: [{ kind: "internal", token, name: "Fresh" }],
          databases: [{ title: "Shelf", sharedWith: [token], dataSources }],
        },
      ],
    });
    const { id } = seeded.workspaces[0].databases[0];
    await connect(options, token);
    await options.waitFor("the reason why nothing is listed", () => {
      const empty = /** @type {HTMLElement} */ (document.querySelector("#empty"));
      return empty.checkVisibility() && empty.innerText;
    });
    await options.fill(
      "#database-link",
      `https://www.notion.so/Shelf-${id.replaceAll("-", "")}?v=1`,
    );
    await options.press("Enter");
    const titles = await options.waitFor("the data sources of the database", () => {
      const rows = [...document.querySelectorAll("#destinations .destination-title")];
      return rows.length > 0 ? rows.map((row) => row.textContent) : undefined;
    });
    assert.deepEqual(titles.toSorted(), ["Books", "Films"]);
  },
  { connected: false },
);
