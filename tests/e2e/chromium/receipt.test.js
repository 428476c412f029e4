// The receipt of a save: what was sent against what Notion has, read back from it.

import assert from "node:assert/strict";
import { openHistory } from "../harness/history.js";
import {
  blocks,
  checkAgain,
  EVERYTHING,
  receipt,
  remove,
  sendMissing,
  shown,
} from "../harness/receipt.js";
import { filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { paced, until } from "../harness/until.js";

/** @import { Stage } from "../harness/scenario.js" */

/** How long the worker may take to be brought back by its alarm, and to read a page then. */
const ALARM = 180_000;

/**
 * Saves a page with its article; gives the popup.
 * @param {Stage} stage
 * @param {string} [html] of the page; one with one of everything unless said otherwise
 */
async function saved({ standin, display, browser }, html) {
  await standin.publish(EVERYTHING.address, html ?? (await EVERYTHING.html()));
  await browser.open(EVERYTHING.address);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  await display.press("Return");
  assert.equal((await outcome(popup)).tone, "good");
  return popup;
}

/** @param {Stage} stage */
async function appends({ workspace }) {
  const sent = await workspace.requests();
  return sent.filter(({ method, path }) => method === "PATCH" && path.endsWith("/children")).length;
}

scenario(
  "a page with one of everything arrives whole, and what is removed later is named",
  async (stage) => {
    const { standin, browser } = stage;
    const popup = await saved(stage);
    const said = await receipt(popup, "whole");
    assert.doesNotMatch(said, /up to date/u, "nothing was there before");
    const there = await blocks(stage);
    const pictures = there.filter(({ type }) => type === "image");
    assert.ok(pictures.length > 0);
    const count = there.length.toLocaleString("en");
    assert.match(said, new RegExp(`${count} of ${count} blocks`, "u"));
    assert.match(said, new RegExp(`${pictures.length} of ${pictures.length} pictures?`, "u"));
    const [characters, sent] = (said.match(/([\d,]+) of ([\d,]+) characters/u) ?? []).slice(1);
    assert.equal(characters, sent);

    const [picture] = pictures;
    await standin.control("DELETE", `/blocks/${picture.id}`);
    await checkAgain(popup);
    const missing = await receipt(popup, "missing");
    assert.match(missing, /Picture: “A satchel, seen from the front\.”/u);
    assert.match(missing, new RegExp(`${pictures.length - 1} of ${pictures.length} picture`, "u"));

    // The history says so as well.
    const history = await openHistory(browser);
    assert.match(await receipt(history, "missing"), /Picture: “A satchel/u);
  },
  { articles: true },
);

scenario(
  "a worker that dies while it reads the page back makes the receipt when it is back",
  async (stage) => {
    const { standin, workspace, browser } = stage;
    await standin.control("POST", "/faults", {
      method: "GET",
      path: "/v1/blocks/",
      answerDelayMs: 5_000,
      times: 1,
    });
    await saved(stage);
    await until("the page to be read", async () =>
      (await workspace.requests()).some(
        ({ method, path }) => method === "GET" && path.startsWith("/v1/blocks/"),
      ),
    );
    await browser.stopWorker();
    const history = await openHistory(browser);
    assert.match(await receipt(history, "whole", ALARM), /All of it is in Notion/u);
  },
  { articles: true },
);

scenario(
  "what is missing comes back to where it was, at the press of a button",
  async (stage) => {
    const popup = await saved(stage);
    await receipt(popup, "whole");
    const before = await shown(stage);
    assert.ok((await remove(stage, ["image", "divider", "table"])) > 2);
    await checkAgain(popup);
    assert.match(await receipt(popup, "missing"), /still has it/u);
    await sendMissing(popup);
    // The page is read back after each block that is put into it.
    assert.match(await receipt(popup, "whole", paced(60)), /All of it is in Notion/u);
    assert.deepEqual(await shown(stage), before);
    await until("the button to be gone", () =>
      popup.evaluate(
        () => !document.querySelector('.receipt [data-action="send-missing"]:not([hidden])'),
      ),
    );
  },
  { articles: true },
);

scenario(
  "a worker that dies while it sends what is missing goes on when it is back, and nothing is twice",
  async (stage) => {
    const { standin, browser } = stage;
    const popup = await saved(stage);
    await receipt(popup, "whole");
    const before = await shown(stage);
    await remove(stage, ["image"]);
    await checkAgain(popup);
    await receipt(popup, "missing");
    const sent = await appends(stage);
    await standin.control("POST", "/faults", {
      method: "PATCH",
      path: "/v1/blocks/[^/]+/children",
      answerDelayMs: 5_000,
      times: 1,
    });
    await sendMissing(popup);
    await until("something to be sent", async () => (await appends(stage)) > sent);
    await browser.stopWorker();
    const history = await openHistory(browser);
    assert.match(await receipt(history, "whole", ALARM), /All of it is in Notion/u);
    assert.deepEqual(await shown(stage), before);
  },
  { articles: true },
);

scenario(
  "what has no address that Notion takes is said to be left out",
  async (stage) => {
    const paragraph = `<p>${"The tide turns twice a day, and nobody on the quay looks up. ".repeat(6)}</p>`;
    const drawing = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" width="400" height="300"/>')}`;
    const html = `<!doctype html><title>Tides</title><article><h1>Tides</h1>${paragraph.repeat(4)}
      <img src="${drawing}" width="400" height="300" alt="The quay">${paragraph.repeat(3)}
      <video controls width="400" height="300"></video>${paragraph.repeat(3)}</article>`;
    const popup = await saved(stage, html);
    await receipt(popup, "whole");
    const said = () =>
      popup.evaluate(
        () =>
          /** @type {HTMLElement | null} */ (document.querySelector(".receipt-left"))?.innerText,
      );
    const left = await until("what is left out to be said", said);
    assert.match(left, /Left out, because they have no web address: 1 picture, 1 video\./u);
  },
  { articles: true },
);
