// A database for whoever has none.

import assert from "node:assert/strict";
import { violations } from "../harness/accessibility.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { choose } from "../harness/properties.js";
import { connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

const TOKEN = "ntn_5a7c4e10gardentoken0123456789ABCDEFGHIJKLMNOPQRSTU";

/** A workspace in which two pages are shared, and nobody made a database yet. */
const GARDEN = {
  workspaces: [
    {
      name: "Garden",
      connections: [{ kind: "internal", name: "Satchel", token: TOKEN }],
      pages: [
        { title: "Home", sharedWith: [TOKEN] },
        { title: "Things to read", sharedWith: [TOKEN] },
      ],
    },
  ],
};

for (const stopped of [false, true]) {
  const state = stopped ? ", though the worker was stopped" : "";
  scenario(
    `whoever has no database makes one, and saves to it${state}`,
    async ({ standin, display, browser, options }) => {
      await standin.control("POST", "/seed", GARDEN);
      const before = await databases(standin);
      await connect(options, TOKEN);
      // What is offered is in front: nobody has to look for it.
      await options.find("#new-database[open] #new-database-page");
      assert.deepEqual(await violations(options), []);

      await options.click("#new-database-form button[type=submit]");
      await options.waitFor("what is missing", () =>
        document.querySelector("#new-database-error:not(:empty)"),
      );
      await choose(options, "#new-database-place", "read", "Things to read");
      if (stopped) await browser.stopWorker();
      await options.click("#new-database-form button[type=submit]");
      const chosen = await options.waitFor("the database to be the default", () => {
        const row = document.querySelector("#destinations li:has(input:checked)");
        const title = row?.querySelector(".destination-title")?.textContent;
        return title
          ? { title, isKnown: document.querySelector("#clip-id[data-on=true]") !== null }
          : null;
      });
      assert.deepEqual(chosen, { title: "Reading list", isKnown: true });

      await standin.publish(ADDRESS, HTML);
      await browser.open(ADDRESS);
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup, ARTICLE.description);
      await popup.click("#save");
      assert.equal((await outcome(popup)).tone, "good");
      const made = (await databases(standin)).slice(before.length);
      assert.equal(made.length, 1, "one database was made");
      const query = `dataSource=${made[0].dataSources[0].id}&atLeast=1&timeoutMs=30000`;
      const [page, ...others] = await standin.control("GET", `/pages?${query}`);
      assert.deepEqual(others, []);
      assert.deepEqual(Object.keys(page.properties).sort(), [
        "Author",
        "Clip ID",
        "Date published",
        "Status",
        "Tags",
        "Title",
        "URL",
      ]);
      assert.equal(page.properties.URL.url, ADDRESS);
      assert.equal(page.properties.Title.title[0].plain_text, ARTICLE.title);
    },
    { connected: false },
  );
}

/**
 * The databases there are.
 * @param {import("../harness/standin.js").Standin} standin
 * @returns {Promise<any[]>}
 */
function databases(standin) {
  return standin.control("GET", "/databases");
}
