// What goes where: proposed, confirmed, changed, taken elsewhere and brought back.

import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readOutWithFocus } from "../harness/accessibility.js";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import {
  changePlan,
  gets,
  keptPlan,
  mappingRow,
  planSays,
  readingList,
  saveAsPlanned,
} from "../harness/mapping.js";
import { property } from "../harness/properties.js";
import { filledForm, wording } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const DISCONNECTED = { connected: false };

/**
 * Opens the popup on the article.
 * @param {Stage} stage
 */
async function popupOn({ standin, display, browser }) {
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  return popup;
}

scenario(
  "what a property gets is changed once, and every save keeps to it",
  async (stage) => {
    const { id } = await readingList(stage);
    await changePlan(stage.options, id);
    await saveAsPlanned(stage, await popupOn(stage), id);
  },
  DISCONNECTED,
);

scenario(
  "the first change takes no field from under the mouse",
  async (stage) => {
    const { options } = stage;
    await readingList(stage);
    await options.says("This is a proposal.");
    const summary = await mappingRow(options, "Summary");
    const top = () =>
      options.evaluate(
        (/** @type {string} */ row) =>
          (document.querySelector(row)?.getBoundingClientRect().top ?? 0) + scrollY,
        summary,
      );
    const before = await top();
    await options.pick(`${summary} select`, "Ask me");
    await options.says("Kept: pages go there like this from now on.");
    assert.equal(await top(), before);
  },
  DISCONNECTED,
);

scenario(
  "a template with a placeholder that nobody knows is said, and not kept",
  async (stage) => {
    const { options } = stage;
    const { id } = await readingList(stage);
    const summary = await mappingRow(options, "Summary");
    await options.pick(`${summary} select`, "Template");
    await options.fill(`${summary} .template input`, "by {{writer}}");
    await options.press("Tab");
    const said = await options.waitFor(
      "what is wrong with it",
      (/** @type {string} */ row) => document.querySelector(`${row} .field-error`)?.textContent,
      summary,
    );
    assert.ok(said.includes("{{writer}}"), said);
    assert.ok(!JSON.stringify(await keptPlan(options, id)).includes("writer"));
    // Placeholders can be had without knowing how they are written.
    await options.fill(`${summary} .template input`, "by ");
    await options.click(`${summary} .placeholders > summary`);
    await options.waitFor(
      "the placeholders",
      (/** @type {string} */ row) => document.querySelector(`${row} .placeholder-group button`),
      summary,
    );
    await options.evaluate((/** @type {string} */ row) => {
      const all = [...document.querySelectorAll(`${row} .placeholder-group button`)];
      const button = all.find(({ textContent }) => textContent === "Author");
      /** @type {HTMLButtonElement} */ (button).click();
    }, summary);
    await planSays(options, "the template to be kept", id, "by {{author}}");
  },
  DISCONNECTED,
);

scenario(
  "a template that cannot be kept keeps nothing else from being kept",
  async (stage) => {
    const { options, browser } = stage;
    const { id } = await readingList(stage);
    const summary = await mappingRow(options, "Summary");
    await options.pick(`${summary} select`, "Template");
    await options.fill(`${summary} .template input`, "by {{author}}");
    await planSays(options, "the template to be kept", id, "by {{author}}");
    await options.fill(`${summary} .template input`, "by {{writer}}");
    await options.press("Tab");
    await options.find(`${summary} .field-error:not(:empty)`);
    await options.evaluate(() => document.querySelector("#status")?.replaceChildren());
    await options.click("#mapping-icon");
    await planSays(options, "the icon to be kept", id, '"icon":true');
    await options.says("Change saved");
    const favourite = await mappingRow(options, "Favourite");
    await options.pick(`${favourite} select`, "Checked");
    await options.fill("#mapping-default-tags", "inbox");
    await options.press("Enter");
    await planSays(options, "the tags to be kept", id, "inbox");
    const plan = await keptPlan(options, id);
    const templates = plan.rules.map((/** @type {any} */ { template }) => template);
    assert.ok(templates.includes("true"), "another property's rule is kept");
    assert.ok(templates.includes("by {{author}}"), "as is the rule of before");
    assert.ok(!JSON.stringify(plan).includes("writer"));
    const error = `${summary} .field-error`;
    const said = await options.evaluate(
      (/** @type {string} */ selector) => document.querySelector(selector)?.textContent,
      error,
    );
    assert.ok(said?.includes("{{writer}}"), "what is wrong is still said");

    await options.go(browser.address("options/options.html"));
    assert.equal(await gets(options, "Favourite"), "Checked");
    assert.equal(await gets(options, "Summary"), "Template: by {{author}}");
    const isChecked = () =>
      /** @type {HTMLInputElement} */ (document.querySelector("#mapping-icon")).checked;
    assert.equal(await options.evaluate(isChecked), true);
  },
  DISCONNECTED,
);

scenario(
  "a plan that another tab changed is drawn when the reader comes back, and not undone",
  async (stage) => {
    const { options, browser } = stage;
    const { id } = await readingList(stage);
    const favourite = await mappingRow(options, "Favourite");
    await options.pick(`${favourite} select`, "Checked");
    await planSays(options, "it to be kept", id, '"template":"true"');

    const other = await browser.open(browser.address("options/options.html"));
    const author = await mappingRow(other, "Author");
    await other.pick(`${author} select`, "Fixed text");
    await other.fill(`${author} .template input`, "Somebody");
    await planSays(other, "that to be kept too", id, "Somebody");

    await options.show();
    await until(
      "the editor to show it",
      async () => (await gets(options, "Author")) === "Fixed text: Somebody",
    );
    await options.waitFor(
      "the focus to be where it was",
      (/** @type {string} */ row) => document.activeElement?.matches(`${row} select`),
      favourite,
    );
    await options.pick(`${favourite} select`, "Not checked");
    await planSays(options, "the next change to be kept", id, '"template":"false"');
    assert.ok(JSON.stringify(await keptPlan(options, id)).includes("Somebody"));
  },
  DISCONNECTED,
);

scenario(
  "a proposal is confirmed where it is first used, and never asked about again",
  async (stage) => {
    const { browser, display } = stage;
    const { id } = await readingList(stage);
    const popup = await popupOn(stage);
    const line = await popup.waitFor(
      "how pages go there",
      () =>
        /** @type {HTMLElement} */ (document.querySelector("#first-use:not([hidden])"))?.innerText,
    );
    assert.ok(
      line.includes("Reading list") && line.replace(/\s/gu, " ").includes("Link ← Address"),
      line,
    );
    await popup.click("#first-use button");
    await popup.waitFor(
      "the line to go",
      () => /** @type {HTMLElement} */ (document.querySelector("#first-use")).hidden,
    );
    await planSays(stage.options, "it to be kept", id, '"confirmed":true');
    await display.press("Escape");
    await browser.popupCloses();
    await display.click(browser.icon);
    const again = await browser.popup();
    await filledForm(again);
    await property(again, "Author");
    assert.equal(
      await again.evaluate(
        () => /** @type {HTMLElement} */ (document.querySelector("#first-use")).hidden,
      ),
      true,
    );
  },
  DISCONNECTED,
);

scenario(
  "whoever wants it otherwise is led to what goes where",
  async (stage) => {
    await readingList(stage);
    const popup = await popupOn(stage);
    await popup.find("#first-use button:last-child");
    await popup.click("#first-use button:last-child");
    await stage.browser.popupCloses();
    const page = await stage.browser.opened("options/options.html#mapping=");
    await mappingRow(page, "Author");
    await page.waitFor(
      "the reader to be there",
      () => document.activeElement?.id === "mapping-heading",
    );
  },
  DISCONNECTED,
);

scenario(
  "a plan is exported, reset and imported again",
  async (stage) => {
    const { options, browser } = stage;
    const { id } = await readingList(stage);
    const folder = await mkdtemp(join(tmpdir(), "satchel-export-"));
    try {
      const proposed = await gets(options, "Author");
      const author = await mappingRow(options, "Author");
      await options.pick(`${author} select`, "Fixed text");
      await options.fill(`${author} .template input`, "Somebody");
      await options.press("Tab");
      await planSays(options, "it to be kept", id, "Somebody");
      await browser.devtools.send("Browser.setDownloadBehavior", {
        behavior: "allow",
        downloadPath: folder,
        eventsEnabled: false,
      });
      await options.click(".export-plan");
      const name = await until("the file", async () =>
        (await readdir(folder)).find((file) => file.endsWith(".json")),
      );
      const exported = await until("the whole file", () => readFile(join(folder, name), "utf8"));
      assert.ok(exported.includes("Somebody"));

      await options.evaluate(() => document.querySelector("#status")?.replaceChildren());
      await options.click(".reset-plan");
      const question = await wording(options, "reset_question");
      assert.equal(await readOutWithFocus(options), question, "the question is read out");
      assert.equal((await options.text()).split(question).length - 1, 1, "and stands there once");
      await options.click("#mapping-actions .danger");
      await options.waitFor(
        "the proposal",
        async (/** @type {string} */ destination) => {
          const message = { kind: "mapping", value: { destination } };
          const { value } = await chrome.runtime.sendMessage(message);
          return !JSON.stringify(value.plan).includes("Somebody");
        },
        id,
      );
      await until(
        "the editor to show it",
        async () => (await gets(options, "Author")) === proposed,
      );

      const file = join(folder, "plan.json");
      await writeFile(file, exported);
      const { root } = await options.send("DOM.getDocument", {});
      const { nodeId } = await options.send("DOM.querySelector", {
        nodeId: root.nodeId,
        selector: "#mapping-actions input[type=file]",
      });
      await options.send("DOM.setFileInputFiles", { nodeId, files: [file] });
      await planSays(options, "the plan to be back", id, "Somebody");
      await until(
        "the editor to show it",
        async () => (await gets(options, "Author")) === "Fixed text: Somebody",
      );
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
  DISCONNECTED,
);
