// A page that is in the database already: what the popup says, and what saving it does then.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { Elsewhere } from "../harness/elsewhere.js";
import { RECONCILED_MS } from "../harness/killing.js";
import { addTags, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const NOTE = "What I thought of it.";

/**
 * Opens the popup on the article.
 * @param {Stage} stage
 */
async function open({ standin, display, browser }) {
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  // The line above the button moves it when it comes.
  await popup.find("#first-use button");
  return popup;
}

/**
 * The article saved on another device, with a word of the person's own in it; then the popup on it.
 * @param {Stage} stage
 */
async function savedBefore(stage) {
  const { standin, workspace } = stage;
  const elsewhere = new Elsewhere(standin, workspace.token);
  const { source } = workspace.database("Reading list");
  // Of a page's moment, Notion tells the minute only: enough of it has to be left to be "just now".
  await until("a minute that has just begun", () => Date.now() % 60_000 < 30_000, 40_000);
  const { id } = await elsewhere.save(source, { title: "Harbour, night", address: ADDRESS });
  await elsewhere.write(id, NOTE);
  const popup = await open(stage);
  await popup.find("#already");
  const [page] = await workspace.pages(1);
  return { popup, page };
}

/**
 * Adds a few words to the page that is there.
 * @param {import("../harness/tab.js").Tab} popup
 */
async function addWords(popup) {
  await popup.click('#already input[value="append"]');
  await popup.waitFor("the choice", () => document.querySelector("#save")?.textContent === "Add");
  await popup.fill("#description", "Read it twice.");
  await popup.click("#save");
}

scenario(
  "a page saved on another device is said to be saved, with when and where",
  async (stage) => {
    const { popup, page } = await savedBefore(stage);
    await popup.says("Saved just now");
    await popup.says("Harbour, night");
    const shown = await popup.evaluate(() => ({
      link: /** @type {HTMLAnchorElement | null} */ (document.querySelector("#already a"))?.href,
      mode: /** @type {HTMLInputElement | null} */ (document.querySelector("#already :checked"))
        ?.value,
      button: document.querySelector("#save")?.textContent,
      focus: document.activeElement?.id,
    }));
    assert.deepEqual(shown, { link: page?.url, mode: "new", button: "Save again", focus: "tags" });
  },
);

scenario("saved again, it is a second page, and the first is as it was", async (stage) => {
  const { workspace, display } = stage;
  const { popup, page } = await savedBefore(stage);
  await display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  const [first, second] = await workspace.pages(2);
  assert.deepEqual(first, page);
  assert.deepEqual(second?.values, { ...ARTICLE, tags: [] });
});

scenario("updated, its properties are new and what was written in it stays", async (stage) => {
  const { workspace, display } = stage;
  const { popup } = await savedBefore(stage);
  await addTags(popup, ["sea"]);
  await display.click((await popup.find('#already input[value="update"]')).screen);
  await popup.waitFor("the text to be out of it", () =>
    document.querySelector("#already-means")?.textContent?.includes("none is replaced"),
  );
  await display.click((await popup.find("#save")).screen);
  await popup.says("Updated in");
  const [updated, ...others] = await workspace.pages(1);
  assert.deepEqual(others, []);
  assert.deepEqual(updated?.values, { ...ARTICLE, tags: ["sea"] });
  assert.deepEqual(updated?.blocks, [{ type: "paragraph", text: NOTE }]);
});

scenario("added to with the keyboard, what was written comes first", async (stage) => {
  const { workspace, display } = stage;
  const { popup } = await savedBefore(stage);
  // From the tags back over the address and the title to the choice, and two to the right.
  await display.press("shift+Tab", "shift+Tab", "shift+Tab", "Right", "Right");
  await popup.waitFor("the choice", () => document.querySelector("#save")?.textContent === "Add");
  await popup.fill("#description", "Read it twice.");
  await display.click((await popup.find("#save")).screen);
  await popup.says("Added to the page in");
  const [page, ...others] = await workspace.pages(1);
  assert.deepEqual(others, []);
  assert.equal(page?.values.title, "Harbour, night");
  assert.deepEqual(page?.blocks[0], { type: "paragraph", text: NOTE });
  assert.ok((page?.blocks.length ?? 0) > 1, "something was added");
});

scenario(
  "the same words are added once more, where nobody can tell at first whether they are there",
  async (stage) => {
    const { standin, workspace, display, browser } = stage;
    const { popup } = await savedBefore(stage);
    await addWords(popup);
    await popup.says("Added to the page in");
    const [before] = await workspace.pages(1);
    const added = before?.blocks.slice(1) ?? [];
    assert.ok(added.length > 0);
    await display.click({ x: 300, y: 700 });
    await browser.popupCloses();

    // Sooner, it is the same wish.
    const at = Date.now();
    await until("ten seconds to pass", () => Date.now() - at > 10_500, 20_000);
    const path = "/v1/blocks/[^/]+/children$";
    const unclear = { method: "PATCH", path, status: 500, code: "internal_server_error" };
    await standin.control("POST", "/faults", unclear);
    await display.click(browser.icon);
    const again = await browser.popup();
    await filledForm(again, ARTICLE.description);
    await addWords(again);
    const expected = JSON.stringify([...(before?.blocks ?? []), ...added]);
    const blocks = async () => JSON.stringify((await workspace.pages(1))[0]?.blocks);
    await until("both to be there", async () => (await blocks()) === expected, RECONCILED_MS);
    await again.says("Added to the page in");
    assert.equal(await blocks(), expected);
  },
);

scenario("what was chosen for a page is not done to it in another database", async (stage) => {
  const { workspace } = stage;
  const { popup, page } = await savedBefore(stage);
  await popup.click('#already input[value="update"]');
  await popup.waitFor(
    "the choice",
    () => document.querySelector("#save")?.textContent === "Update",
  );
  // Nobody can know by then what is in the other one.
  const said = await popup.evaluate((/** @type {string} */ title) => {
    const list = /** @type {HTMLSelectElement} */ (document.querySelector("#destination"));
    list.value = [...list.options].find(({ text }) => text.includes(title))?.value ?? "";
    list.dispatchEvent(new Event("change", { bubbles: true }));
    const button = /** @type {HTMLButtonElement} */ (document.querySelector("#save"));
    const words = button.textContent;
    button.click();
    return words;
  }, "Bare");
  assert.equal(said, "Save");
  await popup.says("Saved to");
  const [made] = await workspace.pages(1, "Bare");
  assert.equal(made?.values.title, ARTICLE.title);
  assert.deepEqual(await workspace.pages(1), [page]);
});

scenario("a page that was thrown away in Notion is not said to be saved", async (stage) => {
  const { standin, workspace } = stage;
  const first = await open(stage);
  await first.click("#save");
  await first.says("Saved to");
  const [page] = await workspace.pages(1);
  await first.close();
  await new Elsewhere(standin, workspace.token).trash(page?.url.slice(-32) ?? "");
  const again = await open(stage);
  // Asked here once more: what the popup asked before was answered by then.
  const { source } = workspace.database("Reading list");
  const known = await again.evaluate(
    async (destination, address) =>
      (await chrome.runtime.sendMessage({ kind: "earlier", value: { destination, address } }))
        .value,
    source,
    ADDRESS,
  );
  assert.equal(known, null);
  assert.equal(await again.evaluate(() => document.querySelector("#save")?.textContent), "Save");
});

scenario("the form does not wait for the answer", async (stage) => {
  const { standin, workspace, display } = stage;
  // Notion is asked, and takes its time.
  await standin.control("POST", "/faults", {
    path: "/v1/data_sources/.*/query$",
    delayMs: 15_000,
    times: null,
  });
  const popup = await open(stage);
  await display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
});

scenario("C-01 a double click on the button is one save", async (stage) => {
  const { workspace, display } = stage;
  const popup = await open(stage);
  const { screen } = await popup.find("#save");
  await display.doubleClick(screen);
  await popup.says("Saved to");
  await workspace.exactly(1);
});

scenario("C-03 the same page saved from two popups within seconds is one save", async (stage) => {
  const { workspace, display, browser } = stage;
  const popup = await open(stage);
  await display.press("Return");
  await popup.says("Saved to");
  await popup.close();
  await display.click(browser.icon);
  const second = await browser.popup();
  await filledForm(second, ARTICLE.description);
  await display.press("Return");
  await outcome(second);
  await workspace.exactly(1);
});

scenario("what was typed and chosen is there when the popup opens again", async (stage) => {
  const { display, browser } = stage;
  const { popup } = await savedBefore(stage);
  await popup.fill("#title", "My title");
  await popup.fill("#address", `${ADDRESS}#mine`);
  await popup.fill("#description", "My description");
  await addTags(popup, ["sea", "night"]);
  await popup.fill("#tags", "half a ta");
  await popup.evaluate((/** @type {string} */ title) => {
    const list = /** @type {HTMLSelectElement} */ (document.querySelector("#destination"));
    list.value = [...list.options].find(({ text }) => text.includes(title))?.value ?? "";
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }, "Bare");
  await popup.waitFor("the edits to be kept", async () => {
    const kept = Object.values(await chrome.storage.session.get(null));
    return (
      JSON.stringify(kept).includes("half a ta") && JSON.stringify(kept).includes("destination")
    );
  });
  // The popup dies at a click beside it.
  await display.click({ x: 300, y: 700 });
  await browser.popupCloses();
  await display.click(browser.icon);
  const again = await browser.popup();
  const form = await again.waitFor("the form to be as it was", () => {
    const value = (/** @type {string} */ selector) =>
      /** @type {HTMLInputElement} */ (document.querySelector(selector)).value;
    const list = /** @type {HTMLSelectElement} */ (document.querySelector("#destination"));
    // The list of places is the last to arrive; until then it has no names.
    const destination = list.selectedOptions[0]?.text;
    if (!list.value || !destination) return undefined;
    return {
      title: value("#title"),
      address: value("#address"),
      description: value("#description"),
      chips: [...document.querySelectorAll("#chips .chip-name")].map(
        ({ textContent }) => textContent,
      ),
      typing: value("#tags"),
      destination,
    };
  });
  assert.deepEqual(form, {
    title: "My title",
    address: `${ADDRESS}#mine`,
    description: "My description",
    chips: ["sea", "night"],
    typing: "half a ta",
    destination: "Bare",
  });
});

scenario("the choice to update is there when the popup opens again", async (stage) => {
  const { workspace, display, browser } = stage;
  const { popup } = await savedBefore(stage);
  await display.click((await popup.find('#already input[value="update"]')).screen);
  await popup.waitFor("the choice to be kept", async () =>
    JSON.stringify(await chrome.storage.session.get(null)).includes("update"),
  );
  await display.click({ x: 300, y: 700 });
  await browser.popupCloses();
  await display.click(browser.icon);
  const again = await browser.popup();
  await filledForm(again, ARTICLE.description);
  await display.press("Return");
  await again.says("Updated in");
  assert.equal((await workspace.pages(1)).length, 1);
});
