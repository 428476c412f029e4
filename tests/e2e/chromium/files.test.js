// Files of this device that go along with a save: chosen, kept, uploaded, attached, or said to be missing.

import assert from "node:assert/strict";
import {
  chooseFiles,
  fileChips,
  filesOf,
  keptFiles,
  loseFiles,
  popupWithFiles,
  withFolder,
} from "../harness/files.js";
import { ADDRESS } from "../harness/article.js";
import { dataSource, property } from "../harness/properties.js";
import { filledForm, outcome, saves } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

const DISCONNECTED = { connected: false };

/** What was cut off may wait for the next alarm. */
const PATIENCE_MS = 240_000;

/** Far over the size from which a browser keeps what it stores in a file of its own. */
const LONG = "Minutes of the harbour board. ".repeat(10_000);

/**
 * Chooses one long file.
 * @param {Stage} stage
 * @param {import("../harness/tab.js").Tab} popup
 * @param {string} row
 */
function chooseMinutes({ browser }, popup, row) {
  return withFolder({ "minutes.txt": LONG }, async (paths) => {
    await chooseFiles(browser, popup, row, Object.values(paths));
    await fileChips(popup, row, 1);
  });
}

/**
 * Waits until something was asked of Notion.
 * @param {Stage} stage
 * @param {string} path how its path ends
 */
async function asked({ workspace }, path) {
  await until(`${path} to be asked`, async () =>
    (await workspace.requests()).some((request) => request.path.endsWith(path)),
  );
}

/**
 * The one page that was saved.
 * @param {Stage} stage
 */
async function saved({ standin }) {
  const { id } = await dataSource(standin, "Every type");
  const pages = await standin.control("GET", `/pages?dataSource=${id}&atLeast=1`);
  assert.equal(pages.length, 1);
  return pages[0];
}

/**
 * Waits until the only save is known to be in Notion.
 * @param {Stage} stage
 */
async function settled({ options }) {
  const isSaved = async () => (await saves(options))[0]?.state === "saved";
  await until("the save to be settled", isSaved, PATIENCE_MS);
}

scenario(
  "files are chosen, taken away, kept, and in the page with their bytes",
  async (stage) => {
    const { popup, row } = await popupWithFiles(stage);
    const { standin, browser, options } = stage;
    await popup.fill(`${row} textarea`, "https://e.example/linked.pdf");
    await withFolder(
      { "minutes.txt": LONG, "logo.png": "pixels", "no.json": "{}" },
      async (paths) => {
        await chooseFiles(browser, popup, row, Object.values(paths));
        assert.deepEqual(await fileChips(popup, row, 3), [
          "minutes.txt 293 kB",
          "logo.png 6 byte",
          "no.json 2 byte",
        ]);
      },
    );
    assert.equal((await keptFiles(options)).length, 3, "on this device at once");
    await popup.click(`${row} .chip:last-child button`);
    await fileChips(popup, row, 2);
    await popup.click("#save");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "good", text);
    assert.deepEqual(await filesOf(standin, await saved(stage)), [
      { name: "linked.pdf", link: "https://e.example/linked.pdf" },
      { name: "minutes.txt", content: LONG },
      { name: "logo.png", content: "pixels" },
    ]);
    assert.equal(
      (await keptFiles(options)).length,
      1,
      "only what was taken away waits to be swept",
    );
  },
  DISCONNECTED,
);

scenario(
  "a worker killed while a file is sent: one page, with the file",
  async (stage) => {
    const { popup, row } = await popupWithFiles(stage);
    const { standin, browser } = stage;
    const fault = { method: "POST", path: "/v1/file_uploads/.*/send$", delayMs: 20_000 };
    await standin.control("POST", "/faults", fault);
    await chooseMinutes(stage, popup, row);
    await popup.click("#save");
    await asked(stage, "/send");
    await browser.stopWorker();
    await settled(stage);
    assert.deepEqual(await filesOf(standin, await saved(stage)), [
      { name: "minutes.txt", content: LONG },
    ]);
  },
  DISCONNECTED,
);

scenario(
  "an upload that fails is made again",
  async (stage) => {
    const { popup, row } = await popupWithFiles(stage);
    const { standin } = stage;
    for (const [path, status] of [
      ["/v1/file_uploads$", 500],
      ["/v1/file_uploads/.*/send$", 409],
      ["/v1/file_uploads/.*/send$", 500],
    ])
      await standin.control("POST", "/faults", { method: "POST", path, status });
    await chooseMinutes(stage, popup, row);
    await popup.click("#save");
    await settled(stage);
    assert.deepEqual(await filesOf(standin, await saved(stage)), [
      { name: "minutes.txt", content: LONG },
    ]);
  },
  DISCONNECTED,
);

scenario(
  "what Notion does not take is said when it is chosen",
  async (stage) => {
    await stage.standin.control("POST", "/settings", { maxFileUploadBytes: 100_000 });
    const { popup, row } = await popupWithFiles(stage);
    const files = { "minutes.txt": LONG, "program.exe": "MZ", "short.txt": "short" };
    await withFolder(files, async (paths) => {
      await chooseFiles(stage.browser, popup, row, Object.values(paths));
      assert.deepEqual(await fileChips(popup, row, 1), ["short.txt 5 byte"]);
    });
    const said = await popup.evaluate(
      (/** @type {string} */ row) => document.querySelector(`${row} .field-error`)?.textContent,
      row,
    );
    assert.match(
      said ?? "",
      /minutes\.txt.? is too large: this Notion workspace takes files of up to 98 kB/,
    );
    assert.match(said ?? "", /no files of the type of .?program\.exe/);
    // What it takes now need not be what it takes then.
    await stage.standin.control("POST", "/settings", { maxFileUploadBytes: 2 });
    await popup.click("#save");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "good", text);
    assert.match(text, /didn’t take the file “.?short\.txt.?”/);
    assert.deepEqual(await filesOf(stage.standin, await saved(stage)), []);
  },
  DISCONNECTED,
);

scenario(
  "a file that the browser lost is said, and the page saved without it",
  async (stage) => {
    const { popup, row } = await popupWithFiles(stage);
    const { standin, options } = stage;
    const headers = { "retry-after": "10" };
    await standin.control("POST", "/faults", {
      method: "POST",
      path: "/v1/file_uploads$",
      status: 429,
      headers,
    });
    await chooseMinutes(stage, popup, row);
    await popup.click("#save");
    await asked(stage, "/v1/file_uploads");
    await loseFiles(options);
    await settled(stage);
    assert.deepEqual(await filesOf(standin, await saved(stage)), []);
    const [save] = await saves(options);
    assert.ok(save?.notices.some(({ code }) => code === "file-lost"));
  },
  DISCONNECTED,
);

scenario(
  "the popup in a window of its own saves the tab that it stands beside",
  async (stage) => {
    // Firefox closes its popup when a dialog for files opens, so there the button opens this window.
    const { popup } = await popupWithFiles(stage);
    const { standin, browser, options } = stage;
    const id = await popup.evaluate(async () => {
      const [front] = await chrome.tabs.query({ active: true, currentWindow: true });
      return front?.id;
    });
    await options.evaluate(
      async (/** @type {string} */ url) => {
        await chrome.windows.create({ url, type: "popup", width: 460, height: 680 });
      },
      browser.address(`popup/popup.html#tab=${id}`),
    );
    const aside = await browser.opened("popup/popup.html#tab=");
    assert.equal((await filledForm(aside)).address, ADDRESS);
    const row = await property(aside, "Attachments");
    await withFolder({ "minutes.txt": LONG }, async (paths) => {
      await chooseFiles(browser, aside, row, Object.values(paths));
      await fileChips(aside, row, 1);
    });
    await aside.click("#save");
    const { tone, text } = await outcome(aside);
    assert.equal(tone, "good", text);
    assert.deepEqual(await filesOf(standin, await saved(stage)), [
      { name: "minutes.txt", content: LONG },
    ]);
  },
  DISCONNECTED,
);
