// “Save to Notion” in the four context menus.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML, LINK, PICTURE, SELECTION } from "../harness/article.js";
import { chooseInMenu } from "../harness/menu.js";
import { scenario } from "../harness/scenario.js";

/**
 * @typedef {import("../harness/workspace.js").Saved} Saved
 * @type {Record<"page" | "link" | "selection" | "image", { on: string, check: (saved: Saved) => void }>}
 */
const MENUS = {
  page: {
    on: "#plain",
    check: ({ values, blocks }) => {
      assert.deepEqual(values, { ...ARTICLE, tags: [] });
      assert.deepEqual(blocks, []);
    },
  },
  link: {
    on: "#link",
    check: ({ values }) => {
      assert.deepEqual(values, {
        title: LINK.text,
        address: LINK.address,
        description: "",
        tags: [],
      });
    },
  },
  selection: {
    on: "#selection",
    check: ({ values, blocks }) => {
      assert.deepEqual(values, { ...ARTICLE, tags: [] });
      assert.deepEqual(blocks, [{ type: "quote", text: SELECTION }]);
    },
  },
  image: {
    on: "#picture",
    check: ({ values, blocks }) => {
      assert.deepEqual(values, { ...ARTICLE, tags: [] });
      assert.deepEqual(blocks, [{ type: "image", text: PICTURE }]);
    },
  },
};

for (const kind of /** @type {(keyof typeof MENUS)[]} */ (Object.keys(MENUS))) {
  for (const stopped of [false, true]) {
    const state = stopped ? "after the worker was stopped" : "while the worker runs";
    scenario(`the menu on the ${kind} saves it ${state}`, async (stage) => {
      const { standin, workspace, display, browser } = stage;
      await standin.publish(ADDRESS, HTML);
      const tab = await browser.open(ADDRESS);
      const { on, check } = MENUS[kind];
      if (kind === "selection") {
        await tab.evaluate((/** @type {string} */ selector) => {
          const element = /** @type {HTMLElement} */ (document.querySelector(selector));
          getSelection()?.selectAllChildren(element);
        }, on);
      }
      const { screen } = await tab.find(on);
      // A paragraph is as wide as the page, but its words are at its start.
      const point = kind === "selection" ? { x: 60, y: screen.y } : screen;
      if (stopped) await browser.stopWorker();
      await chooseInMenu(display, point, kind);
      const [saved] = await workspace.exactly(1);
      assert.ok(saved);
      check(saved);
    });
  }
}
