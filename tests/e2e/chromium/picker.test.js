// Picking a part of the page by hand, with a real mouse and real keys.

import assert from "node:assert/strict";
import { badge, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @import { Stage } from "../harness/scenario.js" */
/** @import { Tab } from "../harness/tab.js" */

const ADDRESS = "https://news.example/tides";

/** What a page hears that wants to hear everything, before anybody else, and to keep it to itself. */
const LISTENING = `<script>
  var heard = [];
  const names = "keydown keypress keyup pointerdown pointerup mousedown mouseup click dblclick";
  for (const name of names.split(" "))
    addEventListener(name, (event) => {
      heard.push(event.type);
      event.stopImmediatePropagation();
    }, true);
</script>`;

/** In the middle of the window is the second paragraph. */
const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8"><title>Waiting for the tide</title>
    <style>body { margin: 0; } p { height: 28vh; margin: 0; }</style>${LISTENING}
  </head>
  <body>
    <main>
      <p id="first">The tide <b>turns</b> twice a day.</p>
      <p id="second"><a href="/elsewhere" id="link">Whoever sails here</a> learns to wait for it.</p>
      <p id="third">Mend the nets meanwhile.</p>
    </main>
    <footer>An imprint.</footer>
  </body>
</html>`;

const [FIRST, SECOND, THIRD] = [
  { type: "paragraph", text: "The tide turns twice a day." },
  { type: "paragraph", text: "Whoever sails here learns to wait for it." },
  { type: "paragraph", text: "Mend the nets meanwhile." },
];

/**
 * A page, and what is in it before anybody picks.
 * @param {Stage} stage
 * @param {string} html
 */
async function open({ standin, browser }, html) {
  await standin.publish(ADDRESS, html);
  const page = await browser.open(ADDRESS);
  return { page, before: await content(page) };
}

/** @param {Tab} page */
function content(page) {
  return page.evaluate(() => document.documentElement.outerHTML);
}

/**
 * The popup over the page, once nothing moves in it any more.
 * @param {Stage} stage
 */
async function popupOver({ display, browser }) {
  await display.click(browser.icon);
  return readyPopup(browser);
}

/** @param {Stage["browser"]} browser */
async function readyPopup(browser) {
  const popup = await browser.popup();
  await filledForm(popup);
  await popup.waitFor("the size of the part", () =>
    /character/u.test(document.querySelector("#article-size")?.textContent ?? ""),
  );
  await popup.find("#first-use button");
  return popup;
}

/**
 * Begins to pick, and waits until the page is ready for it.
 * @param {Stage} stage
 * @param {Tab} page
 */
async function startPicking(stage, page) {
  const popup = await popupOver(stage);
  await popup.click("#pick");
  await stage.browser.popupCloses();
  await pickerIsOpen(page);
}

/**
 * Waits until the page is ready to be picked in. What it heard before is forgotten.
 * @param {Tab} page
 */
async function pickerIsOpen(page) {
  await page.waitFor(
    "the picker to have the keys",
    () => document.hasFocus() && document.activeElement?.getAttribute("popover") === "manual",
  );
  await page.evaluate(() => {
    Object.assign(globalThis, { heard: [] });
  });
}

/** @param {Tab} page */
async function pickerIsGone(page) {
  await page.waitFor("the picker to be gone", () => !document.querySelector("[popover=manual]"));
}

/**
 * Saves what the popup shows as picked, and returns the blocks of it.
 * @param {Stage} stage
 */
async function savePicked({ workspace, browser }) {
  const popup = await readyPopup(browser);
  assert.equal(await part(popup), "picked");
  await popup.click("#save");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  return saved?.blocks;
}

/** @param {Tab} popup */
function part(popup) {
  return popup.evaluate(
    () => /** @type {HTMLSelectElement} */ (document.querySelector("#article-part")).value,
  );
}

/** @param {Tab} page */
function heard(page) {
  return page.evaluate(() => /** @type {any} */ (globalThis).heard);
}

for (const killed of [false, true]) {
  const when = killed ? ", though the worker was stopped meanwhile" : "";
  scenario(
    `what is pointed at and clicked is what is saved, and the page hears nothing of it${when}`,
    async (stage) => {
      const { display, browser } = stage;
      const { page, before } = await open(stage, PAGE);
      await startPicking(stage, page);
      if (killed) await browser.stopWorker();
      const { screen } = await page.find("#third");
      await display.move(screen);
      // On a link: it is not followed.
      await display.click((await page.find("#link")).screen);
      assert.deepEqual(await savePicked(stage), [SECOND]);
      await pickerIsGone(page);
      assert.deepEqual(await heard(page), []);
      assert.equal(await content(page), before);
      assert.equal(await page.evaluate(() => location.href), ADDRESS);
    },
    { articles: true },
  );
}

scenario(
  "a part is picked with the keyboard alone",
  async (stage) => {
    const { display, browser } = stage;
    const { page, before } = await open(stage, PAGE);
    await display.press("alt+shift+k");
    const popup = await readyPopup(browser);
    await popup.evaluate(() => document.getElementById("pick")?.focus());
    await display.press("Return");
    await browser.popupCloses();
    await pickerIsOpen(page);
    // From the second to the third, to the first, to all three and back, and into the first.
    await display.press("Right", "Left", "Left", "Up", "Down", "Down");
    await display.press("Up", "Return");
    assert.deepEqual(await savePicked(stage), [FIRST]);
    await pickerIsGone(page);
    assert.deepEqual(await heard(page), []);
    assert.equal(await content(page), before);
  },
  { articles: true },
);

scenario(
  "what is wider is saved with all that is in it",
  async (stage) => {
    const { display } = stage;
    const { page } = await open(stage, PAGE);
    await startPicking(stage, page);
    await display.press("Up", "Return");
    assert.deepEqual(await savePicked(stage), [FIRST, SECOND, THIRD]);
  },
  { articles: true },
);

scenario(
  "Escape ends it, and leaves the page and the popup as they were",
  async (stage) => {
    const { display, browser } = stage;
    const { page, before } = await open(stage, PAGE);
    await startPicking(stage, page);
    await display.move((await page.find("#first")).screen);
    await display.press("Escape");
    await pickerIsGone(page);
    assert.equal(await content(page), before);
    assert.deepEqual(await heard(page), []);
    assert.equal(browser.hasPopup(), false);
    const popup = await popupOver(stage);
    assert.equal(await part(popup), "article");
    assert.ok(await popup.evaluate(() => document.querySelector("[value=picked]:disabled")));
  },
  { articles: true },
);

scenario(
  "what is picked stays chosen in the next popup, until the page is loaded anew",
  async (stage) => {
    const { display, browser } = stage;
    const { page } = await open(stage, PAGE);
    await startPicking(stage, page);
    await display.click((await page.find("#first")).screen);
    for (let count = 0; count < 2; count += 1) {
      if (count > 0) await display.click(browser.icon);
      assert.equal(await part(await readyPopup(browser)), "picked");
      await display.press("Escape");
      await browser.popupCloses();
    }
    await page.go(ADDRESS);
    const popup = await popupOver(stage);
    assert.equal(await part(popup), "article");
  },
  { articles: true },
);

/** A page that hides what is not its own, lies above everything, and shows its text in a closed tree. */
const HOSTILE = `<!doctype html><title>Above all</title>${LISTENING}
  <style>
    html { transform: translateX(9px); } * { user-select: none; }
    div, iframe { display: none !important; opacity: 0 !important; visibility: hidden !important; }
    x-tide { position: fixed; inset: 20vh 20vw; z-index: 2147483647; background: wheat; }
  </style>
  <x-tide></x-tide>
  <script>
    const root = document.querySelector("x-tide").attachShadow({ mode: "closed" });
    root.innerHTML = "<style>p { margin: 0; height: 25vh }</style><p>High water.</p><p>Low <b>water</b>.</p>";
    addEventListener("focusin", (event) => event.stopImmediatePropagation(), true);
  </script>`;

scenario(
  "a page that is in the way is not, and what is in a closed shadow tree can be picked",
  async (stage) => {
    const { display } = stage;
    const { page, before } = await open(stage, HOSTILE);
    await startPicking(stage, page);
    // The middle is in the first paragraph, or between both: from any to the second.
    await display.press("Left", "Right", "Return");
    assert.deepEqual(await savePicked(stage), [{ type: "paragraph", text: "Low water." }]);
    await pickerIsGone(page);
    assert.deepEqual(await heard(page), []);
    assert.equal(await content(page), before);
  },
  { articles: true },
);

scenario(
  "what is in a dialog can be picked",
  async (stage) => {
    const { display } = stage;
    const dialog = `<dialog><p>Before you <i>go</i>.</p><form method="dialog"><button>Close</button></form></dialog>
      <script>document.querySelector("dialog").showModal()</script>`;
    const { page, before } = await open(stage, PAGE.replace("<footer>", `${dialog}<footer>`));
    await startPicking(stage, page);
    await display.click((await page.find("dialog p")).screen);
    const before_you_go = { type: "paragraph", text: "Before you go." };
    assert.deepEqual(await savePicked(stage), [before_you_go]);
    await pickerIsGone(page);
    assert.equal(await content(page), before);
  },
  { articles: true },
);

scenario(
  "in a page whose frames are nobody's, a part is picked all the same",
  async (stage) => {
    const { display, browser } = stage;
    const page = await browser.open("about:blank");
    // The stand-in serves no policies.
    const header = { name: "Content-Security-Policy", value: "sandbox allow-scripts" };
    const body = Buffer.from("<!doctype html><title>Raw</title><p>One.</p><p>Two.</p>");
    browser.devtools.listen(({ method, params }) => {
      if (method !== "Fetch.requestPaused") return;
      page.send("Fetch.fulfillRequest", {
        requestId: params.requestId,
        responseCode: 200,
        responseHeaders: [header, { name: "Content-Type", value: "text/html" }],
        body: body.toString("base64"),
      });
    });
    await page.send("Fetch.enable", { patterns: [{ urlPattern: `${ADDRESS}*` }] });
    await page.go(ADDRESS);
    const before = await content(page);
    const popup = await popupOver(stage);
    await popup.click("#pick");
    await browser.popupCloses();
    await page.waitFor("the picker", () => document.querySelector("[popover]") !== null);
    await display.click((await page.find("p + p")).screen);
    assert.deepEqual(await savePicked(stage), [{ type: "paragraph", text: "Two." }]);
    await pickerIsGone(page);
    assert.equal(await content(page), before);
  },
  { articles: true },
);

scenario(
  "where the browser opens no popup by itself, the button says that something is picked",
  async (stage) => {
    const { display, browser, options } = stage;
    const { page } = await open(stage, PAGE);
    const worker = await browser.worker();
    await worker.evaluate(() => {
      chrome.action.openPopup = () => Promise.reject(new Error("only when a person asks"));
    });
    await startPicking(stage, page);
    await display.click((await page.find("#third")).screen);
    await until("the badge to say so", async () => (await badge(options)) === "+");
    await pickerIsGone(page);
    await display.click(browser.icon);
    assert.deepEqual(await savePicked(stage), [THIRD]);
    await until("the badge to say what comes next", async () => (await badge(options)) === "✓");
  },
  { articles: true },
);
