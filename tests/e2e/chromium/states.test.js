// What the popup shows beside its form and a save that went well, judged by axe in light and dark: while it knows
// nothing yet, while a save is on its way, where nothing can be saved, and in front of large databases.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { view } from "../harness/account.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { until } from "../harness/until.js";
import { ROOT } from "../harness/paths.js";
import { property, showRest } from "../harness/properties.js";
import { receipt } from "../harness/receipt.js";
import { connect, filledForm, outcome, wording } from "../harness/satchel.js";
import { LARGE, SHAPES_TOKEN, workspaceOf } from "../harness/shapes.js";
import { inEveryLanguage, isAccessible } from "../harness/states.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const CREATION = { method: "POST", path: "/v1/pages$" };

/** Longer than anyone looks. */
const FOREVER = 600_000;

/**
 * Opens the popup over a page.
 * @param {Stage} stage
 * @param {string} [html]
 */
async function popupOver({ standin, display, browser }, html = HTML) {
  await standin.publish(ADDRESS, html);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  return browser.popup();
}

inEveryLanguage(
  "the popup of somebody who has not connected is in nobody's way",
  async (stage) => {
    const popup = await popupOver(stage);
    await popup.says(await wording(popup, "not_connected_heading"));
    await isAccessible(popup, "not connected");
  },
  { connected: false },
);

inEveryLanguage(
  "the popup of somebody who has no database is in nobody's way",
  async (stage) => {
    const { standin, options } = stage;
    const token = "ntn_5a7c4e10nothingtoken0123456789ABCDEFGHIJKLMNOPQRS";
    const connections = [{ kind: "internal", name: "Satchel", token }];
    await standin.control("POST", "/seed", { workspaces: [{ name: "Empty", connections }] });
    await connect(options, token);
    const popup = await popupOver(stage);
    await popup.says(await wording(popup, "no_destination_heading"));
    await isAccessible(popup, "no database");
  },
  { connected: false },
);

inEveryLanguage("a page that cannot be saved is in nobody's way", async ({ display, browser }) => {
  await browser.open("chrome://version/");
  await display.click(browser.icon);
  const popup = await browser.popup();
  await popup.find("#outcome-title");
  await isAccessible(popup, "not savable");
});

inEveryLanguage("a popup that knows nothing yet is in nobody's way", async (stage) => {
  const worker = await stage.browser.worker();
  await worker.send("Debugger.enable");
  await worker.send("Debugger.pause");
  const popup = await popupOver(stage);
  await popup.waitFor(
    "what the tab says of itself",
    () => /** @type {HTMLTextAreaElement} */ (document.querySelector("#title")).value,
  );
  await isAccessible(popup, "loading");
  await popup.click("#save");
  await isAccessible(popup, "loading, and saving already");
  await worker.send("Debugger.disable");
  await outcome(popup);
});

inEveryLanguage("a save on its way is in nobody's way", async (stage) => {
  await stage.standin.control("POST", "/faults", { ...CREATION, delayMs: FOREVER });
  const popup = await popupOver(stage);
  await filledForm(popup, ARTICLE.description);
  await popup.click("#save");
  await popup.waitFor("the progress to show", () => {
    const progress = document.querySelector("#outcome progress");
    return progress && getComputedStyle(progress).opacity === "1";
  });
  await isAccessible(popup, "on its way");
});

inEveryLanguage("a save that was refused is in nobody's way", async (stage) => {
  const { standin, display, browser, options } = stage;
  const refusal = { ...CREATION, status: 403, code: "restricted_resource", message: "No." };
  await standin.control("POST", "/faults", { ...refusal, times: 2 });
  const popup = await popupOver(stage);
  await filledForm(popup, ARTICLE.description);
  await popup.find("#first-use button");
  await popup.click("#save");
  await outcome(popup);
  await popup.waitFor("all that is said of it to stand above the bar", () => {
    const [note, bar] = ["failure", "foot"].map((id) =>
      document.getElementById(id)?.getBoundingClientRect(),
    );
    return note && bar && note.height > 0 && note.top >= 0 && note.bottom <= bar.top;
  });
  await isAccessible(popup, "refused");
  await popup.close();
  await standin.publish(`${ADDRESS}-2`, HTML.replaceAll(ADDRESS, `${ADDRESS}-2`));
  await browser.open(`${ADDRESS}-2`);
  await display.press("alt+shift+l");
  await until("both to need attention", async () => {
    const { saves } = await view(options);
    return saves.filter(({ state }) => state === "attention").length === 2;
  });
  await display.click(browser.icon);
  const again = await browser.popup();
  await filledForm(again, ARTICLE.description);
  await again.click(".earlier-heading");
  await again.waitFor(
    "both to be there",
    () => document.querySelectorAll('#earlier [data-state="attention"]').length === 2,
  );
  await isAccessible(again, "earlier saves that need attention");
});

inEveryLanguage(
  "a text before it is saved, and what became of it, are in nobody's way",
  async (stage) => {
    const { standin, workspace } = stage;
    const html = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    const popup = await popupOver(stage, html);
    await filledForm(popup);
    await popup.find("#first-use button");
    await popup.waitFor("the preview to be offered", () =>
      document.querySelector("#preview-button")?.checkVisibility({ visibilityProperty: true }),
    );
    await popup.click("#preview-button");
    await popup.find(".preview-blocks");
    await isAccessible(popup, "the preview");
    await popup.click("#save");
    await receipt(popup, "whole");
    await isAccessible(popup, "saved, with a receipt");
    const [saved] = await workspace.exactly(1);
    const picture = saved?.page.blocks.find(
      (/** @type {{ type: string }} */ { type }) => type === "image",
    );
    await standin.control("DELETE", `/blocks/${picture.id}`);
    await popup.click('.receipt [data-action="check"]');
    await receipt(popup, "missing");
    await isAccessible(popup, "saved, and something is missing");
  },
  { articles: true },
);

inEveryLanguage(
  "eighty properties and three hundred tags are in nobody's way",
  async (stage) => {
    const { standin, browser, display, options, workspace } = stage;
    const tags = { type: "multi_select", bulkOptions: 300 };
    const properties = { Name: { type: "title" }, Link: { type: "url" }, Tags: tags };
    const many = {
      title: "Three hundred tags",
      icon: "🏷️",
      sharedWith: [SHAPES_TOKEN],
      dataSources: [{ properties }],
    };
    const eighty = LARGE.filter(({ title }) => title === "Eighty properties");
    await standin.control("POST", "/seed", workspaceOf([many, ...eighty]));
    await connect(options, SHAPES_TOKEN);
    await workspace.choose(options, "Eighty properties");
    const wide = await popupOver(stage);
    await filledForm(wide, ARTICLE.description);
    await wide.find("#first-use button");
    await showRest(wide);
    await property(wide, "Property 40");
    await isAccessible(wide, "eighty properties");
    await wide.close();
    await options.show();
    await workspace.choose(options, "Three hundred tags");
    await browser.open(`${ADDRESS}#tags`);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    for (let count = 0; count < 24; count += 1) {
      await popup.fill("#tags", `Tag 000${String(10 + count)}`);
      await popup.find("#tag-list [role=option]");
      await popup.press("ArrowDown");
      await popup.press("Enter");
    }
    await popup.fill("#tags", "Tag");
    await popup.find("#tag-list [role=option]");
    await isAccessible(popup, "three hundred tags, many of them chosen");
  },
  { connected: false },
);
