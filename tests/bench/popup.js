// How long after a click on the toolbar the popup can be used, how long until all properties of the
// database are there, and how long after a key what fits is offered: the production extension in a real
// browser, in front of a plain database, one with twice ten thousand options and a relation to twenty
// thousand pages, and one with eighty properties; with a processor as fast as this machine's, and for the
// popup with one four times as slow. Started by `cargo xtask bench popup`.

import { parseArgs } from "node:util";
import { another } from "../e2e/harness/article.js";
import { filledForm, connect } from "../e2e/harness/satchel.js";
import { EIGHT, LARGE, SHAPES_TOKEN, workspaceOf } from "../e2e/harness/shapes.js";
import { head, row } from "./rows.js";
import { onStage } from "./stage.js";

/** @typedef {import("../e2e/harness/tab.js").Tab} Tab */

/** Notion's pace is free again, and nothing of the last popup is still under way. */
const PAUSE_MS = 1_000;

/** Not measured: the first popup finds nothing compiled and nothing cached. */
const WARM_UP = 2;

/** What is typed where; the last letter is what is timed. */
const SEARCHES = {
  "Reading list": [],
  "Many options": [
    ["Topic", "Tag 09999"],
    ["Where", "Place 19999"],
  ],
  "Eighty properties": [],
};

/** Whether the worker is stopped before, and how many times as slow the popup's processor is. */
const CONDITIONS = [
  { cold: false, slowdown: 1 },
  { cold: true, slowdown: 1 },
  { cold: true, slowdown: 4 },
];

const { values } = parseArgs({ options: { runs: { type: "string", default: "30" } } });
const runs = Number(values.runs);
await onStage(async ({ standin, workspace, browser, options }) => {
  const { id: other } = workspace.database("Reading list");
  await standin.control("DELETE", `/databases/${other}`);
  await standin.control("POST", "/seed", workspaceOf([...EIGHT, ...LARGE]));
  await connect(options, SHAPES_TOKEN);
  const { address, html } = another(1);
  await standin.publish(address, html);
  head(`${runs} popups each, in milliseconds`);
  for (const [title, searches] of Object.entries(SEARCHES)) {
    await options.show();
    await workspace.choose(options, title);
    for (const { cold, slowdown } of CONDITIONS) {
      // The options page, which stays open, and the popup share a process, and the main thread of that is
      // what is slowed down; the worker has a thread of its own, which DevTools cannot slow down.
      await options.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
      /** @type {Map<string, number[]>} */
      const times = new Map();
      for (let run = -WARM_UP; run < runs; run += 1) {
        const tab = await browser.open(address);
        await pause();
        if (cold) await browser.stopWorker();
        const clicked = await browser.trigger(tab);
        const popup = await browser.popup();
        const usable = (await popup.waitFor("the popup to be usable", whenUsable)) - clicked;
        await filledForm(popup);
        /** @type {[string, number][]} */
        const measured = [["click to usable", usable]];
        if (!cold && title !== "Reading list") {
          await pause();
          await popup.waitFor("the other properties to be offered", areOffered);
          measured.push(["all properties", await popup.evaluate(openRest)]);
          for (const [property, typed] of searches) {
            await pause();
            await popup.waitFor(`${property} to be there`, isThere, property ?? "");
            const took = await popup.evaluate(search, property ?? "", typed ?? "");
            measured.push([`a key in ${property} to ${typed}`, took]);
          }
        }
        await tab.close();
        if (run < 0) continue;
        for (const [what, time] of measured) times.set(what, [...(times.get(what) ?? []), time]);
      }
      const worker = `worker ${cold ? "stopped" : "running"}${slowdown === 1 ? "" : `, ${slowdown}x as slow`}`;
      for (const [what, found] of times) row(`${title}, ${worker}: ${what}`, found);
    }
  }
});

function pause() {
  return new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}

/** In the popup: when the title could be edited and Save be pressed, as the popup itself noted it. */
function whenUsable() {
  const [mark] = performance.getEntriesByName("usable");
  return mark && performance.timeOrigin + mark.startTime;
}

/** In the popup: whether the properties that are not shown at first can be. */
function areOffered() {
  const details = /** @type {HTMLElement | null} */ (document.querySelector("#more-properties"));
  return details?.hidden === false;
}

/** In the popup: how long from the press that opens the rest of the properties until they are drawn. */
function openRest() {
  return new Promise((resolve) => {
    const start = performance.now();
    const details = /** @type {HTMLDetailsElement} */ (document.querySelector("#more-properties"));
    details.addEventListener("toggle", () =>
      requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))),
    );
    details.querySelector("summary")?.click();
  });
}

/** In the popup: whether a property is drawn. @param {string} property */
function isThere(property) {
  const rows = [...document.querySelectorAll("#more-list .property-row")];
  return rows.some(({ textContent }) => textContent?.startsWith(property));
}

/**
 * In the popup: how long from the last letter until what is meant is offered.
 * @param {string} property
 * @param {string} wanted
 */
function search(property, wanted) {
  const named = [...document.querySelectorAll("#more-list .property-row")].find((found) =>
    found.textContent?.startsWith(property),
  );
  const field = /** @type {HTMLInputElement} */ (named?.querySelector("input[role=combobox]"));
  field.focus();
  field.value = wanted;
  const start = performance.now();
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return new Promise((resolve) => {
    const look = () => {
      const offered = [...(named?.querySelectorAll("[role=option]") ?? [])];
      if (offered.some(({ textContent }) => textContent?.includes(wanted)))
        resolve(performance.now() - start);
      else setTimeout(look, 2);
    };
    look();
  });
}
