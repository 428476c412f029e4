// Connecting with a token, on the options page.

import assert from "node:assert/strict";
import { view } from "../harness/account.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { manyPages, saveAll } from "../harness/history.js";
import {
  confirm,
  connect,
  filledForm,
  outcome,
  pasteToken,
  question,
  saves,
} from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** So many saves wait: more than a view shows. */
const MANY = 23;

const REFUSAL = {
  method: "POST",
  path: "/v1/pages$",
  status: 403,
  code: "restricted_resource",
  message: "Insufficient permissions for this endpoint.",
};

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

scenario(
  "nothing is saved to a workspace before somebody says that it is the right one",
  async ({ options, workspace, standin, browser, display }) => {
    await pasteToken(options, workspace.token);
    await question(options);
    await until("the answer to be one key away", () =>
      options.evaluate(() => document.activeElement?.matches(".confirm")),
    );
    await workspace.choose(options, "Reading list");
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await display.press("Return");
    assert.equal((await outcome(popup)).tone, "waiting");
    const buttons = await popup.evaluate(
      () => document.querySelectorAll("#outcome :is(button, a):not([data-action=undo])").length,
    );
    assert.equal(buttons, 1, "there is one next step, and the way back");
    await workspace.exactly(0);
    await popup.click("#outcome .primary");
    await confirm(options);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
  },
  { connected: false },
);

scenario("whoever disconnects decides what becomes of the saves that wait", async (stage) => {
  const { options, workspace, standin } = stage;
  const [first] = (await view(options)).accounts;
  await connect(options, await workspace.addArchive());
  const { destinations } = await view(options);
  const archive = destinations.find(({ account }) => account !== first?.id)?.id ?? "";
  const [saved, ...others] = manyPages(MANY + 1);
  await saveAll(options, "", saved ? [saved] : []);
  await workspace.exactly(1);
  // One save of the other workspace needs a person as well, and is the latest of all.
  await workspace.revoke();
  await saveAll(options, "", others);
  // Those of the first may still be on their way, and the fault is not for them.
  const parent = { type: "data_source_id", data_source_id: archive };
  await standin.control("POST", "/faults", { ...REFUSAL, when: { parent } });
  await saveAll(options, archive, [{ title: "Elsewhere", address: ADDRESS }]);
  await until("the one that needs a person", async () =>
    (await saves(options)).some(
      ({ address, state }) => address === ADDRESS && state === "attention",
    ),
  );
  await options.show();
  const own = '#account .card[data-state="rejected"]';
  await options.click(`${own} .disconnect`);
  await options.says(`${MANY} saves wait`);
  await options.click(`${own} .danger`);
  await options.waitFor(
    "the workspace to be gone",
    () => document.querySelectorAll("#account .card").length === 1,
  );
  const left = (await saves(options)).map(({ state, address }) => [address, state]);
  assert.deepEqual(left, [
    [ADDRESS, "attention"],
    [saved?.address, "saved"],
  ]);
});
