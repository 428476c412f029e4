// Eight databases as people have them, each set up by a new user with three presses at most.

import assert from "node:assert/strict";
import { dataSource } from "../harness/properties.js";
import { article, paper } from "../harness/rich.js";
import { connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { EIGHT, SHAPES, SHAPES_TOKEN, workspaceOf } from "../harness/shapes.js";
import { valuesOf } from "../harness/workspace.js";

const ABOUT = "What the lights on the water are for.";

/** What each gets beside the address. @type {Record<string, Record<string, unknown>>} */
const EXPECTED = {
  "Reading list": { Summary: ABOUT, Status: "To read", Favourite: false },
  "Research papers": { Title: "On the visibility of harbour lights", Abstract: ABOUT },
  "Job tracker": { Notes: ABOUT, Stage: "Wishlist", Company: [] },
  Recipes: { Recipe: "Lights in the harbour, part 3" },
  Contacts: { Notes: ABOUT, Owner: [] },
  ブックマーク: { 説明: ABOUT, 状態: "未読" },
  "Team wiki": { Summary: ABOUT },
  Tasks: { Description: ABOUT, Status: "Backlog", Project: [] },
};

scenario(
  "eight databases are set up with three presses each, and filled as they should be",
  async ({ standin, workspace, display, browser, options }) => {
    const { id: other } = workspace.database("Reading list");
    await standin.control("DELETE", `/databases/${other}`);
    await standin.control("POST", "/seed", workspaceOf(EIGHT));
    await connect(options, SHAPES_TOKEN);
    for (const [number, title] of SHAPES.entries()) {
      const { address, html } = title === "Research papers" ? paper() : article(number);
      await standin.publish(address, html);
      // The first press chooses the database.
      await options.show();
      await workspace.choose(options, title);
      const tab = await browser.open(address);
      await display.click(browser.icon);
      const popup = await browser.popup();
      await filledForm(popup);
      await popup.find("#first-use button");
      // The second says that what is proposed is right; the third saves.
      await popup.click("#first-use button");
      await popup.waitFor(
        "it to be kept",
        () => /** @type {HTMLElement} */ (document.querySelector("#first-use")).hidden,
      );
      await popup.click("#save");
      const { tone, text } = await outcome(popup);
      assert.equal(tone, "good", `${title}: ${text}`);
      const { id } = await dataSource(standin, title);
      const [saved] = await standin.control("GET", `/pages?dataSource=${id}&atLeast=1`);
      const values = valuesOf(saved);
      assert.ok(Object.values(values).includes(address), `${title} has the address`);
      for (const [name, value] of Object.entries(EXPECTED[title] ?? {}))
        assert.deepEqual(values[name], value, `${title}: ${name}`);
      await display.press("Escape");
      await browser.popupCloses();
      await tab.close();
    }
  },
  { connected: false },
);
