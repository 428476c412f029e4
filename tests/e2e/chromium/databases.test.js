// Databases that are not as one hopes: bare, huge, taken away.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { addTags, connect, filledForm, outcome, saves } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";

scenario("a database without columns for it keeps everything in the page", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await workspace.choose(options, "Bare");
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await addTags(popup, ["kept"]);
  await popup.press("Enter");
  const { tone, text } = await outcome(popup);
  assert.equal(tone, "good");
  const notices = await popup.evaluate(
    () => document.querySelectorAll("#outcome .saved-notices li").length,
  );
  assert.equal(notices, 3, text);
  const [saved] = await workspace.exactly(1, "Bare");
  assert.equal(saved?.values.title, ARTICLE.title);
  const body = saved?.blocks.map((block) => block.text).join("\n") ?? "";
  for (const kept of [ADDRESS, ARTICLE.description, "kept"]) assert.ok(body.includes(kept), body);
});

scenario(
  "ten thousand tags are no burden",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await connect(options, await workspace.addArchive());
    await workspace.choose(options, "Many tags");
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await popup.fill("#tags", "TAG 09999");
    await popup.waitFor("the tag to be offered", () =>
      [...document.querySelectorAll("#tag-list [role=option]")].some(
        (row) => row.textContent?.trim() === "Tag 09999",
      ),
    );
    await popup.press("Enter");
    await popup.press("Enter");
    assert.equal((await outcome(popup)).tone, "good");
    const [saved] = await workspace.exactly(1, "Many tags");
    assert.deepEqual(saved?.values.tags, ["Tag 09999"]);
  },
  { connected: false },
);

for (const [name, take] of /** @type {const} */ ([
  ["a revoked token", "revoke"],
  ["a database that is no longer shared", "unshare"],
  ["a deleted database", "remove"],
])) {
  scenario(`${name} is said, and the save is kept`, async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await workspace[take]();
    await display.press("Return");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "failure");
    assert.notEqual(text.trim(), "");
    const [kept, ...more] = await saves(options);
    assert.deepEqual(more, []);
    assert.equal(kept?.state, "attention");
    assert.equal(kept?.title, ARTICLE.title);
    assert.equal(kept?.address, ARTICLE.address);
  });
}
