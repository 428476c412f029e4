// Presets: made, named, chosen by hand and by what the page is, removed.

import assert from "node:assert/strict";
import { readOutWithFocus } from "../harness/accessibility.js";
import { ADDRESS, ARTICLE, another, HTML } from "../harness/article.js";
import { addHarbourNews, addPreset, chosen, saveAsHarbourNews } from "../harness/presets.js";
import { filledForm, outcome, wording } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/tab.js").Tab} Tab */

/**
 * What the background knows of the presets.
 * @param {Tab} options
 */
function presets(options) {
  return options.evaluate(async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets;
  });
}

scenario("a preset is chosen by itself on the pages it is for", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await addHarbourNews(options);
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  await saveAsHarbourNews(await browser.popup(), workspace);
});

scenario("presets are chosen with the keyboard", async (stage) => {
  const { standin, display, browser, options, workspace } = stage;
  await addPreset(options, "Later");
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  assert.ok((await chosen(popup)).includes("Reading list"));
  await popup.evaluate(() => document.getElementById("destination")?.focus());
  await display.type("Later");
  await until("the preset to be chosen", async () => (await chosen(popup)) === "Later");
  await popup.evaluate(() => document.getElementById("save")?.focus());
  await display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  await workspace.exactly(1);
});

scenario("a preset is renamed, and removed once that is confirmed", async (stage) => {
  const { options, standin, display, browser } = stage;
  const id = await addPreset(options, "Papers");
  const card = `[data-preset="${id}"]`;
  await options.fill(`${card} .preset-title`, "Talks");
  await options.press("Tab");
  await options.waitFor("the name to be kept", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets[0]?.name === "Talks";
  });
  await options.fill(`${card} .preset-title`, "");
  await options.press("Tab");
  await options.says("Give it a name.");
  assert.equal((await presets(options))[0]?.name, "Talks");
  await options.evaluate(() => document.querySelector("#status")?.replaceChildren());
  await options.click(`${card} .remove-preset`);
  const question = await wording(options, "preset_remove_question");
  assert.equal(await readOutWithFocus(options), question, "the question is read out");
  assert.equal((await options.text()).split(question).length - 1, 1, "and stands there once");
  // The focus is on keeping it.
  await options.press("Enter");
  assert.equal((await presets(options)).length, 1);
  await options.click(`${card} .remove-preset`);
  await options.click(`${card} .danger`);
  await options.waitFor("the preset to be gone", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets.length === 0 && document.querySelector("#presets .preset") === null;
  });
  const { address, html } = another(1);
  await standin.publish(address, html);
  await browser.open(address);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  assert.ok((await chosen(popup)).includes("Reading list"));
});

scenario("a preset that another tab changed is shown so, and not undone", async (stage) => {
  const { options, browser } = stage;
  const id = await addPreset(options, "Papers");
  const card = `[data-preset="${id}"]`;
  const other = await browser.open(browser.address("options/options.html"));
  await other.fill(`${card} .preset-title`, "Talks");
  await other.press("Tab");
  await other.click(`${card} .add-condition`);
  await other.fill(`${card} .condition input`, "talks.example");
  await other.press("Tab");
  await other.waitFor("both to be kept", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets[0]?.name === "Talks" && value.presets[0].conditions.length === 1;
  });

  await options.show();
  await options.waitFor(
    "the card to say so",
    (/** @type {string} */ card) =>
      [".preset-title", ".condition input"]
        .map(
          (field) =>
            /** @type {HTMLInputElement} */ (document.querySelector(`${card} ${field}`))?.value,
        )
        .join() === "Talks,talks.example",
    card,
  );
  await options.fill(`${card} .condition label:nth-child(2) input`, "/2026/*");
  await options.press("Tab");
  await options.waitFor("the path to be kept", async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    return value.presets[0]?.conditions[0]?.path === "/2026/*";
  });
  const [preset] = await presets(options);
  assert.equal(preset.name, "Talks");
  assert.deepEqual(preset.conditions[0].hosts, ["talks.example"]);
});

scenario("that a preset has no name is said under the name, and nowhere else", async (stage) => {
  const { options } = stage;
  // So narrow that the fields stand one below the other.
  const narrow = { width: 360, height: 800, deviceScaleFactor: 0, mobile: false };
  await options.send("Emulation.setDeviceMetricsOverride", narrow);
  await options.click("#preset-add");
  await options.find("#preset-error:not(:empty)");
  assert.equal(await readOutWithFocus(options), await wording(options, "preset_name_first"));
  const [name, error, list] = await options.evaluate(() =>
    ["#preset-name", "#preset-error", "#preset-destination"].map((selector) => {
      const { top, bottom } = /** @type {Element} */ (
        document.querySelector(selector)
      ).getBoundingClientRect();
      return { top, bottom };
    }),
  );
  assert.ok(name && error && list);
  assert.ok(name.bottom <= error.top && error.bottom <= list.top, "it stands between the two");
});
