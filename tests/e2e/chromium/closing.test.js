// A popup that is closed right after Save was pressed, while its page is still being read.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML, another } from "../harness/article.js";
import { handedOver, hang, holdPages, waitForPages } from "../harness/busy.js";
import { addTags, badge, filledForm, outcome, saves } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

const SENTENCE =
  "The tide turns twice a day, and whoever sails here learns to wait for it, as everybody before did.";

const LONG = HTML.replace("</body>", `<article><p>${SENTENCE.repeat(8)}</p></article></body>`);

/** Two pages whose addresses differ in what stands behind the question mark. */
const ITEMS = [1, 2].map((number) => {
  const address = `${ADDRESS}?id=${number}`;
  const title = `${ARTICLE.title} ${number}`;
  const html = LONG.replaceAll(ADDRESS, address).replaceAll(ARTICLE.title, title);
  return { address, html, title };
});

/**
 * Publishes both, and opens the first.
 * @param {import("../harness/scenario.js").Stage} stage
 */
async function openFirst({ standin, browser }) {
  const [first, second] = ITEMS;
  assert.ok(first && second);
  for (const { address, html } of [first, second]) await standin.publish(address, html);
  await waitForPages(browser);
  return { first, second, tab: await browser.open(first.address) };
}

/**
 * Chooses that all of the page goes along.
 * @param {import("../harness/tab.js").Tab} popup
 */
async function chooseWholePage(popup) {
  await popup.evaluate(() => {
    const part = /** @type {HTMLSelectElement} */ (document.querySelector("#article-part"));
    part.value = "page";
    part.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/**
 * Presses Save in front of a page that hangs, and closes the popup.
 * @param {import("../harness/scenario.js").Stage} stage
 */
async function closedAtOnce({ standin, display, browser }) {
  await standin.publish(ADDRESS, LONG);
  await waitForPages(browser);
  const goOn = await hang(await browser.open(ADDRESS));
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await addTags(popup, ["sea"]);
  await popup.fill("#title", "My title");
  await popup.press("Enter");
  await handedOver(popup);
  await popup.close();
  return goOn;
}

scenario(
  "a page that nothing was known of is saved whole, with what was set, and the next popup says so",
  async (stage) => {
    const { workspace, display, browser } = stage;
    const goOn = await closedAtOnce(stage);
    await goOn();
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, title: "My title", tags: ["sea"] });
    await until("the page's text", async () => {
      const [{ blocks } = { blocks: [] }] = await workspace.pages(1);
      return blocks.some(({ text }) => text.includes(SENTENCE));
    });
    await display.click(browser.icon);
    const again = await browser.popup();
    await again.says("Saved to");
    await again.says("My title");
  },
  { articles: true },
);

scenario(
  "a part of the page that was still being read goes along",
  async ({ standin, workspace, display, browser, options }) => {
    await standin.publish(ADDRESS, LONG);
    await waitForPages(browser);
    const tab = await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await popup.says("characters");
    await popup.find("#first-use button");
    const goOn = await hang(tab);
    await chooseWholePage(popup);
    await popup.click("#save");
    await handedOver(popup);
    await popup.close();
    await goOn();
    await until("the whole page", async () => {
      const [{ blocks } = { blocks: [] }] = await workspace.pages(1);
      return blocks.some(({ text }) => text === "Nothing to point at.");
    });
    await workspace.exactly(1);
    const [save] = await saves(options);
    assert.deepEqual(save?.notices, []);
  },
  { articles: true },
);

scenario(
  "a page that the tab went on from before it was read is saved as its link, with nothing of the next one",
  async (stage) => {
    const { workspace, display, browser, options } = stage;
    const { first, second, tab } = await openFirst(stage);
    const goOn = await holdPages(browser);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    await popup.press("Enter");
    await handedOver(popup);
    await popup.close();
    await tab.go(second.address);
    await goOn();
    const [saved] = await workspace.exactly(1);
    const { address, title } = first;
    assert.deepEqual(saved?.values, { title, address, description: "", tags: [] });
    assert.deepEqual(saved?.blocks, []);
    const [save] = await saves(options);
    assert.deepEqual(save?.notices, [{ code: "link-only", detail: "" }]);
  },
  { articles: true },
);

scenario(
  "the text of a page that the tab went on to does not go along with the one before",
  async (stage) => {
    const { workspace, display, browser, options } = stage;
    const { first, second, tab } = await openFirst(stage);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await popup.says("characters");
    await popup.find("#first-use button");
    const goOn = await holdPages(browser);
    await chooseWholePage(popup);
    await popup.click("#save");
    await handedOver(popup);
    await popup.close();
    await tab.go(second.address);
    await goOn();
    const [saved] = await workspace.exactly(1);
    const { address, title } = first;
    assert.deepEqual(saved?.values, { ...ARTICLE, title, address, tags: [] });
    assert.deepEqual(saved?.blocks, []);
    const [save] = await saves(options);
    assert.deepEqual(save?.notices, [{ code: "article-unread", detail: "" }]);
  },
  { articles: true },
);

scenario("a page that hangs is not said to have no text", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await standin.publish(ADDRESS, LONG);
  const tab = await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  const goOn = await hang(tab);
  await popup.click("#keep-article");
  await popup.says("The article could not be read");
  await popup.click("#save");
  await workspace.exactly(1);
  await goOn();
  const [save] = await saves(options);
  assert.deepEqual(save?.notices, [{ code: "article-unread", detail: "" }]);
});

scenario("a failed save that was edited and sent again is not left over", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await standin.publish(ADDRESS, HTML);
  const tab = await browser.open(ADDRESS);
  const refusal = {
    status: 403,
    code: "restricted_resource",
    message: "Insufficient permissions.",
  };
  await standin.control("POST", "/faults", { method: "POST", path: "/v1/pages$", ...refusal });
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await popup.press("Enter");
  await popup.find("#failure");
  await popup.close();

  await waitForPages(browser);
  const goOn = await hang(tab);
  await display.click(browser.icon);
  const again = await browser.popup();
  await again.find("#failure");
  await again.fill("#title", "My title");
  await again.press("Enter");
  await handedOver(again);
  await again.close();
  await goOn();
  const [saved, ...others] = await workspace.pages(1);
  assert.deepEqual([saved?.values.title, others], ["My title", []]);
  await until("the failed one to be gone", async () => (await saves(options)).length === 1);
  await until("the button to ask for nothing", async () => (await badge(options)) !== "!");
});

scenario("the button says what came in between", async (stage) => {
  const { workspace, display, browser, options } = stage;
  const goOn = await closedAtOnce(stage);
  await options.evaluate(async () => {
    const { value } = await chrome.runtime.sendMessage({ kind: "view" });
    const leaving = { account: value.accounts[0].id, withSaves: false };
    await chrome.runtime.sendMessage({ kind: "disconnect", value: leaving });
  });
  await goOn();
  await until("the badge to ask for attention", async () => (await badge(options)) === "!");
  assert.deepEqual(await workspace.pages(0), []);
  await display.click(browser.icon);
  await (await browser.popup()).find("#outcome-title");
});

scenario("a save of another tab is not taken for one that came to nothing", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  const other = another(2);
  await standin.publish(other.address, other.html);
  const tab = await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await popup.fill("#title", "My title");
  await popup.waitFor("the edits to be kept, as though they were sent", async () => {
    const { session } = chrome.storage;
    const all = /** @type {Record<string, any>} */ (await session.get(null));
    const [key] = Object.keys(all).filter((name) => all[name].edits?.title === "My title");
    if (!key) return false;
    const sent = { id: "", at: Date.now(), edited: false };
    await session.set({ [key]: { ...all[key], sent } });
    return true;
  });
  await popup.close();
  await browser.open(other.address);
  await display.press("alt+shift+l");
  await workspace.exactly(1);
  await tab.show();
  await display.click(browser.icon);
  const again = await browser.popup();
  await filledForm(again, ARTICLE.description);
  const shown = await again.evaluate(() => ({
    title: /** @type {HTMLTextAreaElement} */ (document.querySelector("#title")).value,
    isForm: document.querySelector("#form")?.checkVisibility(),
  }));
  assert.deepEqual(shown, { title: "My title", isForm: true });
  await again.press("Enter");
  assert.equal((await outcome(again)).tone, "good");
  const titles = (await workspace.exactly(2)).map(({ values }) => values.title);
  assert.deepEqual(titles.sort(), ["My title", ARTICLE.title].sort());
});
