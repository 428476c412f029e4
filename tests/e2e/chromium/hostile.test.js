// Titles and tags that nobody means well with.

import assert from "node:assert/strict";
import { addTags, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

const ADDRESS = "https://odd.example/page";

/** @param {string} title as text */
const page = (title) => {
  const escaped = title.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
  return `<!doctype html><meta charset="utf-8"><title>${escaped}</title><p>Words.`;
};

/** @type {[string, string, string][]} name, title of the page, title that is saved */
const TITLES = [
  [
    "markup",
    `"><img src=x onerror="document.title='pwned'">`,
    `"><img src=x onerror="document.title='pwned'">`,
  ],
  ["a direction override", "invoice\u202Efdp.exe", "invoicefdp.exe"],
  ["emoji and commas", "👩‍👩‍👧‍👦, flags 🇯🇵, and ❤️‍🔥", "👩‍👩‍👧‍👦, flags 🇯🇵, and ❤️‍🔥"],
  ["Arabic", "مرحبا بالعالم", "مرحبا بالعالم"],
];

for (const [name, title, wanted] of TITLES) {
  scenario(`a title with ${name} is saved as text`, async (stage) => {
    const { standin, workspace, display, browser } = stage;
    await standin.publish(ADDRESS, page(title));
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup);
    const images = await popup.evaluate(() => document.images.length);
    await display.press("Return");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "good");
    assert.equal(await popup.evaluate(() => document.images.length), images, text);
    const [saved] = await workspace.exactly(1);
    assert.equal(saved?.values.title, wanted);
  });
}

scenario("a title of 10,000 characters is shortened, and kept whole in the page", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  const title = "word ".repeat(2_000).trim();
  await standin.publish(ADDRESS, page(title));
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.ok(saved);
  const { length } = saved.values.title;
  assert.ok(length > 1_900 && length <= 2_000, `${length} characters in the property`);
  assert.ok(title.startsWith(saved.values.title.replace(/…$/u, "").trimEnd()));
  const words = saved.blocks.flatMap(({ text }) => text.match(/word/gu) ?? []);
  assert.equal(words.length, 2_000, "words in the page");
});

scenario("odd tags are saved as they are meant", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, page("Tags"));
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  const markup = "<b onclick=alert(1)>bold</b>";
  await addTags(popup, [markup, "🎒 bag", "a\u202Eb", "one, two", "x".repeat(10_000)]);
  await popup.press("Enter");
  assert.equal((await outcome(popup)).tone, "good");
  const [saved] = await workspace.exactly(1);
  assert.ok(saved);
  const { tags } = saved.values;
  for (const wanted of [markup, "🎒 bag", "ab", "one", "two"]) {
    assert.ok(tags.includes(wanted), `${wanted} in ${tags.map((tag) => tag.slice(0, 40))}`);
  }
  assert.ok(tags.every((tag) => tag.length <= 100 && !tag.includes(",")));
  assert.ok(
    saved.blocks.some(({ text }) => text.includes("x".repeat(500))),
    "the long one is kept",
  );
});
