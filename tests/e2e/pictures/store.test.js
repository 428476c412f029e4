// What the stores show of Satchel: the screen as a person has it, and the logo. `cargo xtask pictures --store`
// keeps all of it in docs/store.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { settled } from "../harness/accessibility.js";
import { HEIGHT, WIDTH } from "../harness/display.js";
import { png } from "../harness/framebuffer.js";
import { openHistory, rowIs, rowsAre, saveAll } from "../harness/history.js";
import { network } from "../harness/network.js";
import { ROOT } from "../harness/paths.js";
import { addTags, connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @import { Stage } from "../harness/scenario.js" */
/** @import { Tab } from "../harness/tab.js" */

/** How high the stores want a picture that is as wide as the screen. */
const SHOWN = 800;

/** How wide and high Edge wants the logo. */
const LOGO = 300;

const FOLDER = process.env.SATCHEL_PICTURES ?? join(ROOT, "target/store");

const TOKEN = "ntn_5a7c4e10picturestoken0123456789ABCDEFGHIJKLMNOPQ";

const ARTICLE = "https://longway.example/history/salt-road";

/** What was saved before. */
const READ = [
  ["Why lighthouses blink", "https://harbour.example/lighthouses"],
  ["Leek and potato soup, slowly", "https://kitchen.example/leek-soup"],
  ["A short history of the index card", "https://longway.example/index-card"],
  ["Tide tables, explained", "https://harbour.example/tides"],
  ["How to pack a satchel", "https://strap.example/how-to-pack-a-satchel"],
].map(([title = "", address = ""]) => ({ title, address }));

const WAITS = { title: "Night trains of the north", address: "https://longway.example/night" };

/** @param {string} type @param {...string} names */
const options = (type, ...names) => {
  const colors = ["blue", "green", "orange", "purple"];
  return { type, options: names.map((name, at) => ({ name, color: colors[at] })) };
};

/** @param {string} title @param {string} icon @param {Record<string, object>} properties */
const database = (title, icon, properties) => ({
  title,
  icon,
  sharedWith: [TOKEN],
  dataSources: [{ properties }],
});

const WORKSPACE = {
  name: "Mina’s notes",
  users: [{ name: "Mina Okafor", email: "mina@example.test" }],
  connections: [{ kind: "internal", name: "Satchel", token: TOKEN }],
  databases: [
    database("Reading list", "📚", {
      Name: { type: "title" },
      Link: { type: "url" },
      Author: { type: "rich_text" },
      Published: { type: "date" },
      Summary: { type: "rich_text" },
      Tags: options("multi_select", "history", "to read", "travel", "science"),
    }),
    database("Recipes", "🍲", { Recipe: { type: "title" }, Source: { type: "url" } }),
  ],
};

scenario(
  "what the stores show",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await mkdir(FOLDER, { recursive: true });
    // Nothing is pointed at.
    await display.move({ x: WIDTH - 1, y: HEIGHT - 1 });
    await standin.control("POST", "/seed", { workspaces: [WORKSPACE] });
    await standin.publish(
      ARTICLE,
      await readFile(new URL("salt-road.html", import.meta.url), "utf8"),
    );
    await connect(options, TOKEN, { articles: true });
    await workspace.choose(options, "Reading list");
    await options.click("#mapping-unconfirmed button");
    await options.waitFor(
      "the plan to be confirmed",
      () => document.querySelector("#mapping-unconfirmed .confirm-plan") === null,
    );
    await browser.open(ARTICLE);
    await fill(stage);
    await closeOthers(stage);
    await popupOver(stage);
    await mapping(stage);
    await history(stage);
    await logo(stage);
  },
  { connected: false, isPictured: true },
);

/** The popup over a page: filled, with the blocks that will be saved, and when they are. @param {Stage} stage */
async function popupOver(stage) {
  const { display, browser } = stage;
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await addTags(popup, ["history", "to read"]);
  await popup.waitFor("the size of the article", () =>
    /characters/u.test(document.querySelector("#article-size")?.textContent ?? ""),
  );
  await display.move({ x: WIDTH - 1, y: HEIGHT - 1 });
  await keep(stage, popup, "1-popup");
  await popup.evaluate(() => document.getElementById("preview-button")?.focus());
  await popup.press("Enter");
  await popup.find(".preview-blocks");
  await popup.evaluate(() => {
    const preview = document.querySelector("#preview");
    preview?.scrollIntoView();
    preview?.scrollTo(0, 0);
  });
  await keep(stage, popup, "2-preview");
  await popup.click("#save");
  await outcome(popup);
  await popup.find('.receipt[data-standing="whole"]');
  await keep(stage, popup, "3-saved");
  await display.press("Escape");
  await browser.popupCloses();
}

/** What each property gets. @param {Stage} stage */
async function mapping(stage) {
  const page = await stage.browser.open(stage.browser.address("options/options.html"));
  await page.find("#mapping-rows li");
  await page.evaluate(() => document.querySelector("#mapping-section")?.scrollIntoView());
  await keep(stage, page, "4-mapping");
}

/** Saves, one of which waits for the network. @param {Stage} stage */
async function history(stage) {
  const { browser } = stage;
  const page = await openHistory(browser);
  await saveAll(page, "", READ);
  await rowsAre(page, READ.length + 1);
  for (let at = 0; at <= READ.length; at += 1) await rowIs(page, "saved", at);
  await network(false, await browser.worker(), page);
  await saveAll(page, "", [WAITS]);
  await rowsAre(page, READ.length + 2);
  await keep(stage, page, "5-history");
}

/** The extension's own icon. @param {Stage} stage */
async function logo({ browser, standin }) {
  const icon = await readFile(join(ROOT, "extension/icons/satchel.svg"), "utf8");
  const style = `html, body { margin: 0; background: none } svg { display: block; width: ${LOGO - 44}px; padding: 22px }`;
  await standin.publish("https://satchel.example/logo", `<style>${style}</style>${icon}`);
  const tab = await browser.open("https://satchel.example/logo");
  const size = { width: LOGO, height: LOGO, deviceScaleFactor: 1, mobile: false };
  await tab.send("Emulation.setDeviceMetricsOverride", size);
  const nothing = { color: { r: 0, g: 0, b: 0, a: 0 } };
  await tab.send("Emulation.setDefaultBackgroundColorOverride", nothing);
  await tab.screenshot(join(FOLDER, "logo.png"));
}

/** Makes the window as wide as the screen: without a window manager, it is one point less. @param {Stage} stage */
async function fill({ browser }) {
  const [page] = browser.pages();
  const target = { targetId: page?.targetId };
  const { windowId } = await browser.devtools.send("Browser.getWindowForTarget", target);
  const bounds = { left: 0, top: 0, width: WIDTH + 1, height: HEIGHT };
  await browser.devtools.send("Browser.setWindowBounds", { windowId, bounds });
}

/** Leaves the tab in front alone. @param {Stage} stage */
async function closeOthers({ browser, options }) {
  for (const { targetId, url } of browser.pages())
    if (url === "about:blank") await browser.devtools.send("Target.closeTarget", { targetId });
  await options.close();
}

/**
 * Keeps a picture of the screen.
 * @param {Stage} stage
 * @param {Tab} page what is new on it
 * @param {string} name
 */
async function keep({ display }, page, name) {
  await settled(page);
  const drawn = () => page.evaluate(() => new Promise(requestAnimationFrame));
  const picture = await display.picture(SHOWN, drawn);
  await writeFile(join(FOLDER, `${name}.png`), png(picture));
}
