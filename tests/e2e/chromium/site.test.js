// The public site: every page for whoever comes, and the live preview on what anybody pastes into it.

import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { showIn, violations } from "../harness/accessibility.js";
import { ROOT } from "../harness/paths.js";
import { Site } from "../harness/site.js";

/** @import { Tab } from "../harness/tab.js" */

const PAGES = ["index", "preview", "connect", "selfhost", "privacy", "terms"];

/** The work of others that is on the site, and its licences. */
const LICENCES = "licences.txt";

/** The narrowest phone. */
const NARROW = 320;

/** @type {Site} */
let site;
before(async () => {
  site = await Site.start();
});
after(() => site.stop());

/** What is wrong with the page that is shown, in both schemes and on the narrowest phone. */
async function faults() {
  const { tab } = site;
  const found = [];
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    await showIn(tab, scheme);
    found.push(...(await violations(tab)).map((violation) => `${scheme}: ${violation}`));
  }
  await site.showWide(NARROW);
  const width = await tab.evaluate(() => document.documentElement.scrollWidth);
  if (width > NARROW) found.push(`${width} wide on a phone`);
  await site.showWide(0);
  return [...found, ...site.complaints, ...site.strangers];
}

for (const page of PAGES) {
  test(`${page}.html is whole, is for everybody, and asks nobody else`, async () => {
    await site.go(`${page}.html`);
    const shown = await site.tab.evaluate(() => ({
      links: [...document.querySelectorAll("a[href]")].map(
        (link) => link.getAttribute("href") ?? "",
      ),
      here: document.querySelector("[aria-current=page]")?.getAttribute("href"),
      navigation: [...document.querySelectorAll("nav a")].map((link) => link.textContent),
      policy: document
        .querySelector("meta[http-equiv=Content-Security-Policy]")
        ?.getAttribute("content"),
      unsized: [...document.images].filter(
        (image) => !image.getAttribute("width") || !image.getAttribute("height"),
      ).length,
      broken: [...document.images].filter(
        ({ complete, naturalWidth, loading }) =>
          loading !== "lazy" && !(complete && naturalWidth > 0),
      ).length,
    }));
    assert.equal(shown.here, `${page}.html`);
    assert.deepEqual(shown.navigation, ["Try it", "Connect", "Self-host", "Privacy", "Terms"]);
    assert.match(shown.policy ?? "", /^default-src 'none'; /u);
    assert.doesNotMatch(shown.policy ?? "", /unsafe-inline|'unsafe-eval'|https?:|\*/u);
    assert.deepEqual({ unsized: shown.unsized, broken: shown.broken }, { unsized: 0, broken: 0 });
    const inside = shown.links.filter((link) => !/^https:\/\/www\.notion\.so\//u.test(link));
    for (const link of inside.filter((link) => link !== LICENCES))
      assert.ok(PAGES.includes(link.replace(/\.html$/u, "")), `${link} is no page`);
    assert.deepEqual(await faults(), []);
    assert.equal(site.visits, 0);
  });
}

/**
 * Waits until the preview has something to say.
 * @param {Tab} tab
 */
function said(tab) {
  return tab.waitFor("the preview", () => document.getElementById("said")?.textContent);
}

/**
 * What the preview shows: what each block is, and its text.
 * @param {Tab} tab
 */
function blocks(tab) {
  return tab.evaluate(() => ({
    kinds: [...document.querySelectorAll("#preview .preview-blocks > *")].map((element) => {
      const { kind, level } = /** @type {HTMLElement} */ (element).dataset;
      return kind ?? (level ? `heading_${level}` : element.className || element.localName);
    }),
    text: document.getElementById("preview")?.textContent ?? "",
  }));
}

/**
 * Pastes a page into the preview.
 * @param {string} html
 * @param {string} [address]
 */
async function paste(html, address = "") {
  const { tab } = site;
  await site.go("preview.html");
  if (address) await tab.fill("#address", address);
  await tab.fill("#html", html);
  return said(tab);
}

test("the sample becomes blocks with one press, and what is not its article does not", async () => {
  const { tab } = site;
  await site.go("preview.html");
  await tab.click("#sample");
  assert.match(
    await said(tab),
    /^24 blocks · [\d,]+ characters · 1 picture · read in [\d.]+ ms, made in [\d.]+ ms$/u,
  );
  const { kinds, text } = await blocks(tab);
  assert.deepEqual(kinds, [
    "p",
    "heading_2",
    "p",
    "numbered_list_item",
    "preview-card",
    "heading_2",
    "p",
    "preview-equation",
    "p",
    "table",
    "preview-callout",
    "heading_2",
    "blockquote",
    "p",
    "pre",
  ]);
  assert.doesNotMatch(text, /Nobody sees|Straps!|Subscribe|Imprint/u);
  assert.deepEqual(await faults(), []);
  // The whole page has what is around the article, too.
  await tab.click("#all");
  await tab.waitFor("the rest of the page", () =>
    document.getElementById("preview")?.textContent?.includes("Straps!"),
  );
  assert.equal(site.visits, 0);
});

test("a page with one of everything becomes one of everything", async () => {
  const page = await readFile(join(ROOT, "tests/fixtures/constructs.html"), "utf8");
  const linked = page
    .replace("<title>", '<base href="/deep/"><title>')
    .replace("https://elsewhere.example/page", "leaf");
  await paste(linked, "somewhere.example/everything");
  await site.tab.click("#all");
  await site.tab.waitFor("all of it", () =>
    document.querySelector("#preview [data-level='1'], #preview [data-kind=to_do]"),
  );
  const { kinds } = await blocks(site.tab);
  const wanted = "heading_2 heading_3 p hr bulleted_list_item numbered_list_item to_do blockquote";
  for (const kind of [...wanted.split(" "), "details", "pre", "table", "preview-equation"])
    assert.ok(kinds.includes(kind), `${kind} is missing`);
  assert.ok(kinds.includes("preview-callout") && kinds.includes("preview-card"));
  // A picture that stands in the page itself has no address.
  await site.tab.says("Left out, because they have no web address: 1 picture.");
  const addresses = await site.tab.evaluate(() =>
    [...document.querySelectorAll("#preview :is(.preview-link, .preview-card)")].map((shown) =>
      shown.getAttribute("title"),
    ),
  );
  for (const address of ["https://somewhere.example/deep/leaf", "https://frames.example/widget"])
    assert.ok(addresses.includes(address), `${address} is missing`);
  assert.equal(site.visits, 0);
});

test("a hostile page runs nothing, asks nobody and changes nothing", async () => {
  const spy = "https://spy.example";
  const told = `globalThis.top.told = true`;
  const sentence = "This sentence is what there is to read here, and it is long enough to be read.";
  const said = await paste(`<!doctype html>
    <html onclick="${told}"><head>
      <meta http-equiv="refresh" content="0; url=${spy}/refresh">
      <meta http-equiv="x-dns-prefetch-control" content="on">
      <base href="${spy}/base/" target="_top">
      <link rel="preconnect" href="${spy}"><link rel="stylesheet" href="${spy}/style.css">
      <link rel="prefetch" href="${spy}/prefetch"><link rel="icon" href="${spy}/icon">
      <style>@import "${spy}/import.css"; @font-face { font-family: spy; src: url(${spy}/font) }
        body { font-family: spy; background: url(${spy}/background) }</style>
      <script>${told}</script><script src="${spy}/script.js"></script>
      <script type="speculationrules">{"prefetch":[{"urls":["${spy}/rules"]}]}</script>
    </head><body onload="${told}" background="${spy}/body"><article>
      <h1>Hostile</h1>
      <p onmouseover="${told}">${sentence} <a href="javascript:${told}" ping="${spy}/ping">A link</a></p>
      <img src="${spy}/picture.png" onerror="${told}" onload="${told}" width="200" height="100" alt="A picture">
      <img srcset="${spy}/small.png 1x, ${spy}/large.png 2x" alt="Two pictures" width="200" height="100">
      <svg onload="${told}"><image href="${spy}/svg.png"/><script>${told}</script></svg>
      <iframe src="${spy}/frame"></iframe><iframe src="javascript:${told}"></iframe>
      <iframe srcdoc="<img src=${spy}/inside.png onerror='${told}'><script>${told}</script>"></iframe>
      <object data="${spy}/object"></object><embed src="${spy}/embed">
      <video src="${spy}/film" poster="${spy}/poster" autoplay></video><audio src="${spy}/sound" autoplay></audio>
      <form action="${spy}/form"><input autofocus onfocus="${told}"><input type="image" src="${spy}/input.png"></form>
      <details open ontoggle="${told}"><summary>More</summary><p>${sentence}</p></details>
      <p>&lt;img src=${spy}/text.png onerror=${told}&gt; ${sentence}</p>
    </article></body></html>`);
  assert.match(said, / blocks · /u);
  const { text } = await blocks(site.tab);
  assert.ok(text.includes(sentence));
  assert.ok(text.includes(`<img src=${spy}/text.png`));
  // What would load is on its way once the page has been drawn, and one who comes after it is the first to come.
  await site.tab.evaluate(() => new Promise(requestAnimationFrame));
  await site.visit();
  const after = await site.tab.evaluate(() => ({
    told: "told" in globalThis,
    page: location.pathname.split("/").at(-1),
    title: document.title,
    elements: document.querySelectorAll("#preview :is(a, img, script, iframe, video, audio)")
      .length,
    frames: document.querySelectorAll("iframe").length,
  }));
  assert.deepEqual(after, {
    told: false,
    page: "preview.html",
    title: "Try Satchel on a page",
    elements: 0,
    frames: 1,
  });
  assert.equal(site.visits, 1);
});

test("a file in another encoding is read as it is meant", async () => {
  const { tab } = site;
  const folder = await mkdtemp(join(tmpdir(), "satchel-file-"));
  try {
    const file = join(folder, "page.html");
    const words = "Sie trägt ihre Tasche über die Brücke, und zwar täglich, denn sie hört nie auf.";
    const html = `<meta charset="windows-1252"><title>Seite</title><article><p>${words}</p></article>`;
    await writeFile(file, html, "latin1");
    await site.go("preview.html");
    const { root } = await tab.send("DOM.getDocument");
    const { nodeId } = await tab.send("DOM.querySelector", {
      nodeId: root.nodeId,
      selector: "#file",
    });
    await tab.send("DOM.setFileInputFiles", { nodeId, files: [file] });
    assert.match(await said(tab), /^1 block · /u);
    assert.equal((await blocks(tab)).text, words);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("what can't be shown is said in plain words", async () => {
  const { tab } = site;
  assert.equal(
    await paste("<nav><a href='/'>Home</a></nav>"),
    "There is no text on this page that could be saved.",
  );
  assert.match(await paste("<p>Words</p>", "javascript:alert(1)"), /not an address of the web/u);
  assert.equal(await tab.evaluate(() => document.getElementById("result")?.hidden), true);
});

test("a server that does not know wasm does no harm, and one that lacks a file is said", async () => {
  const unknowing = await Site.start({ types: { ".wasm": "application/octet-stream" } });
  try {
    await unknowing.go("preview.html");
    await unknowing.tab.click("#sample");
    assert.match(await said(unknowing.tab), /^24 blocks/u);
    assert.deepEqual(unknowing.complaints, []);
  } finally {
    await unknowing.stop();
  }
  for (const file of ["article_bg.wasm", "still.html"]) {
    const without = await Site.start({ without: file });
    try {
      await without.go("preview.html");
      await without.tab.click("#sample");
      assert.match(await said(without.tab), /could not be loaded/u, file);
    } finally {
      await without.stop();
    }
  }
});
