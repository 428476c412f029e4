// What the popup shows of a page's text before it is saved: the very blocks that are.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { showIn, violations } from "../harness/accessibility.js";
import { ROOT } from "../harness/paths.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

/** @import { Stage } from "../harness/scenario.js" */
/** @import { Tab } from "../harness/tab.js" */

const ADDRESS = "https://news.example/everything";

/**
 * The popup over a page, once it knows how long its text is.
 * @param {Stage} stage
 * @param {string} html
 */
async function popupOver({ standin, display, browser }, html) {
  await standin.publish(ADDRESS, html);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await popup.waitFor("the size of the article", () =>
    /characters/u.test(document.querySelector("#article-size")?.textContent ?? ""),
  );
  // Comes last, and moves what is above it.
  await popup.find("#first-use button");
  return popup;
}

/**
 * Opens the preview with the keyboard.
 * @param {Tab} popup
 */
async function openPreview(popup) {
  await popup.evaluate(() => document.getElementById("preview-button")?.focus());
  await popup.press("Enter");
  await popup.find(".preview-blocks");
}

/**
 * The text of each block that the preview shows and that is in no other, as the stand-in tells it of
 * those that were saved.
 * @param {Tab} popup
 */
function shown(popup) {
  return popup.evaluate(() =>
    [...document.querySelectorAll(".preview-blocks > *")]
      .flatMap((element) => (element.matches("ul, ol") ? [...element.children] : [element]))
      .map((element) => {
        if (element.matches("table, .preview-equation")) return "";
        if (element.matches("figure")) return /** @type {HTMLElement} */ (element).title;
        const own = /** @type {Element} */ (element.cloneNode(true));
        for (const other of own.querySelectorAll(".preview-inside, .preview-kind, [aria-hidden]"))
          other.remove();
        return (own.textContent ?? "").replace(/^[☐☑] /u, "");
      }),
  );
}

scenario(
  "the preview shows the blocks that are saved, in their order, and loads nothing",
  async (stage) => {
    const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    const hostile = "<p>&lt;img src=https://images.example/x.png onerror=alert(1)&gt;</p><hr>";
    const popup = await popupOver(stage, page.replace("<hr>", hostile));
    await openPreview(popup);
    const texts = await shown(popup);
    assert.ok(texts.includes("<img src=https://images.example/x.png onerror=alert(1)>"));
    const loaded = await popup.evaluate(() => ({
      pictures: document.querySelectorAll("#preview :is(img, video, audio, iframe, a)").length,
      strangers: performance
        .getEntriesByType("resource")
        .filter(({ name }) => new URL(name).origin !== location.origin).length,
    }));
    assert.deepEqual(loaded, { pictures: 0, strangers: 0 });
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const [saved] = await stage.workspace.exactly(1);
    assert.deepEqual(
      texts,
      saved?.blocks.map(({ text }) => text),
    );
  },
  { articles: true },
);

scenario(
  "the preview moves nothing above it, is in nobody's way, and goes with the text",
  async (stage) => {
    const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    const popup = await popupOver(stage, page);
    const place = () =>
      popup.evaluate(() => {
        const top = document.getElementById("keep-article")?.getBoundingClientRect().top ?? 0;
        return { top: top + scrollY, isWithin: innerHeight <= 600 };
      });
    const before = await place();
    await openPreview(popup);
    assert.deepEqual(await place(), before);
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      await showIn(popup, scheme);
      assert.deepEqual(await violations(popup), [], scheme);
    }
    // Another part is another preview.
    await popup.evaluate(() => document.getElementById("article-part")?.focus());
    await stage.display.press("End");
    await popup.waitFor("the heading of the page", () =>
      document.querySelector(".preview-blocks > [data-level='1']"),
    );
    await popup.click("#keep-article");
    await popup.waitFor("the preview to be gone", () => {
      const button = /** @type {HTMLElement} */ (document.getElementById("preview-button"));
      return (
        document.querySelector("#preview[hidden]") &&
        !button.checkVisibility({ visibilityProperty: true })
      );
    });
  },
  { articles: true },
);

scenario(
  "of a page of a thousand blocks the first are shown, and all where that is wanted",
  async (stage) => {
    const sentence = "Whoever sails here learns to wait for the tide, as everybody before did.";
    const paragraphs = Array.from({ length: 1_000 }, (_, at) => `<p>${at + 1}. ${sentence}</p>`);
    const popup = await popupOver(
      stage,
      `<!doctype html><title>Tides</title><main><article>${paragraphs.join("")}</article></main>`,
    );
    await openPreview(popup);
    assert.equal((await shown(popup)).length, 200);
    await popup.says("Show all 1,000 blocks");
    await popup.click("#preview > .button");
    await popup.waitFor(
      "all blocks",
      () => document.querySelectorAll(".preview-blocks > p").length === 1_000,
    );
    const texts = await shown(popup);
    assert.deepEqual(
      texts.map((words) => Number.parseInt(words, 10)),
      Array.from({ length: 1_000 }, (_, at) => at + 1),
    );
    assert.equal(await popup.evaluate(() => document.activeElement?.id), "preview");
  },
  { articles: true },
);

/** The request that the popup shows, taken apart. @param {Tab} popup */
async function request(popup) {
  const shown = await popup.waitFor(
    "the request",
    () => document.querySelector("#request[open] pre")?.textContent,
  );
  const [line = "", ...body] = shown.split("\n");
  return { line, shown, body: JSON.parse(body.join("\n")) };
}

scenario(
  "the preview shows the very request that is sent, as it stands, and no token",
  async (stage) => {
    const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
    // What turns the text around is shown by its number, and is sent as it is.
    const turned = "<p>A word is turned \u202earound in here.</p><hr>";
    const popup = await popupOver(stage, page.replace("<hr>", turned));
    await openPreview(popup);
    await popup.click("#request > summary");
    const first = await request(popup);
    assert.equal(first.line, "POST https://api.notion.com/v1/pages");
    assert.ok(!first.shown.includes(stage.workspace.token) && !/bearer/iu.test(first.shown));
    await popup.fill("#title", "Another title");
    await popup.waitFor("the request to follow", () =>
      document.querySelector("#request pre")?.textContent?.includes("Another title"),
    );
    const { body, shown } = await request(popup);
    assert.ok(shown.includes("turned \\u202earound"), shown);
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const sent = (await stage.workspace.requests()).filter(
      ({ method, path }) => method === "POST" && path === "/v1/pages",
    );
    assert.equal(sent.length, 1);
    assert.deepEqual(sent[0]?.body, body);
  },
  { articles: true },
);
