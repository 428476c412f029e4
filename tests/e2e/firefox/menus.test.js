// “Save to Notion” in Firefox's context menus, pressed with the real mouse.

import assert from "node:assert/strict";
import { LINK, PICTURE, SELECTION, another } from "../harness/article.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { chooseDestination, connect } from "../harness/satchel.js";

const LINKED = { title: LINK.text, address: LINK.address, description: "" };

/**
 * What is pressed, and what is saved of it: the page unless it says otherwise.
 * @type {{ kind: string, on: string, values?: typeof LINKED, blocks: { type: string, text: string }[] }[]}
 */
const MENUS = [
  { kind: "page", on: "#plain", blocks: [] },
  { kind: "link", on: "#link", values: LINKED, blocks: [] },
  { kind: "selection", on: "#selection", blocks: [{ type: "quote", text: SELECTION }] },
  { kind: "image", on: "#picture", blocks: [{ type: "image", text: PICTURE }] },
];

for (const stopped of [false, true]) {
  const state = stopped ? "after the event page was ended" : "while the event page runs";
  firefoxScenario(`Firefox's four menus save what they are of, ${state}`, async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    for (const [index, { kind, on, values, blocks }] of MENUS.entries()) {
      const page = another(index);
      await standin.publish(page.address, page.html);
      const tab = await browser.open(page.address);
      let point = await tab.find(on);
      if (kind === "selection") {
        await tab.evaluate((/** @type {string} */ selector) => {
          const element = /** @type {HTMLElement} */ (document.querySelector(selector));
          getSelection()?.selectAllChildren(element);
        }, on);
        // A paragraph is as wide as the page, but its words are at its start.
        point = { ...point, x: 60 };
      }
      if (stopped) await browser.endEventPage();
      await display.click(point, 3);
      await display.click(await browser.menuEntry(kind));
      const saved = (await workspace.exactly(index + 1)).at(-1);
      assert.deepEqual(saved?.values, { ...(values ?? page.values), tags: [] });
      assert.deepEqual(saved?.blocks, blocks);
    }
  });
}
