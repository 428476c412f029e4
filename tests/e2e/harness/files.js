// Files that are chosen in the popup, and what Notion has of them.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADDRESS, HTML } from "./article.js";
import { property } from "./properties.js";
import { connect, filledForm } from "./satchel.js";
import { SHAPES_TOKEN, TYPES, workspaceOf } from "./shapes.js";
import { until } from "./until.js";

/**
 * @typedef {import("./chromium.js").Chromium} Chromium
 * @typedef {import("./scenario.js").Stage} Stage
 * @typedef {import("./standin.js").Standin} Standin
 * @typedef {import("./tab.js").Tab} Tab
 */

/** The property that holds files, in the database that has every type. */
const FILES = "Attachments";

/**
 * Connects to a workspace with a database that holds files, and opens the popup on the article. Gives
 * it with the selector of the property.
 * @param {Stage} stage
 */
export async function popupWithFiles({ standin, workspace, display, browser, options }) {
  await standin.control("POST", "/seed", workspaceOf(TYPES));
  await connect(options, SHAPES_TOKEN);
  await workspace.choose(options, "Every type");
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  return { popup, row: await property(popup, FILES) };
}

/**
 * A folder with these files, which is removed in the end.
 * @param {Record<string, Uint8Array | string>} files
 * @param {(paths: Record<string, string>) => Promise<void>} play
 */
export async function withFolder(files, play) {
  const folder = await mkdtemp(join(tmpdir(), "satchel-files-"));
  try {
    /** @type {Record<string, string>} */
    const paths = {};
    for (const [name, content] of Object.entries(files)) {
      paths[name] = join(folder, name);
      await writeFile(paths[name], content);
    }
    await play(paths);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Presses the button and chooses in the browser's own dialog, as which the test stands in.
 * @param {Chromium} browser
 * @param {Tab} popup
 * @param {string} row
 * @param {string[]} files paths
 */
export async function chooseFiles(browser, popup, row, files) {
  /** @type {any} */
  let opened;
  browser.devtools.listen(({ method, params }) => {
    if (method === "Page.fileChooserOpened") opened ??= params;
  });
  await popup.send("Page.enable");
  await popup.send("Page.setInterceptFileChooserDialog", { enabled: true });
  await popup.click(`${row} .file-button`);
  const { backendNodeId, mode } = await until("the dialog to open", async () => opened);
  if (mode !== "selectMultiple") throw new Error(`the dialog is for ${mode}`);
  await popup.send("DOM.setFileInputFiles", { files, backendNodeId });
}

/**
 * Waits until so many files stand as chips, and gives what they say.
 * @param {import("./page.js").Page} popup
 * @param {string} row
 * @param {number} count
 */
export function fileChips(popup, row, count) {
  return popup.waitFor(
    `${count} chosen files`,
    (/** @type {string} */ row, /** @type {number} */ wanted) => {
      const chips = [...document.querySelectorAll(`${row} .chip`)];
      const words = chips.map((chip) => /** @type {HTMLElement} */ (chip).innerText);
      return words.length === wanted
        ? words.map((text) => text.replaceAll(/\s+/g, " "))
        : undefined;
    },
    row,
    count,
  );
}

/**
 * What Notion holds of the files of a page: names, links and the bytes of uploads as text.
 * @param {Standin} standin
 * @param {any} page as the stand-in answers it
 * @returns {Promise<{ name: string, link?: string, content?: string }[]>}
 */
export function filesOf(standin, page) {
  return Promise.all(
    page.properties[FILES].files.map(async (/** @type {any} */ file) =>
      file.external
        ? { name: file.name, link: file.external.url }
        : { name: file.name, content: (await fetched(standin, file.file.url)).toString() },
    ),
  );
}

/**
 * What there is at an address, as whoever follows it gets it.
 * @param {Standin} standin
 * @param {string} address
 * @returns {Promise<Buffer>}
 */
export function fetched({ port, certificate }, address) {
  const { hostname, pathname, search } = new URL(address);
  return new Promise((done, failed) => {
    const request = https.request(
      {
        host: "127.0.0.1",
        port,
        servername: hostname,
        ca: certificate,
        path: pathname + search,
        headers: { host: hostname },
      },
      (answer) => {
        /** @type {Buffer[]} */
        const parts = [];
        answer.on("data", (part) => parts.push(part));
        answer.on("end", () =>
          answer.statusCode === 200
            ? done(Buffer.concat(parts))
            : failed(new Error(`${address}: ${answer.statusCode}`)),
        );
      },
    );
    request.on("error", failed);
    request.end();
  });
}

/**
 * The keys of the files that are kept on the device.
 * @param {Tab} page one of the extension's own
 * @returns {Promise<string[]>}
 */
export function keptFiles(page) {
  return page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opening = indexedDB.open("satchel");
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const request = database.transaction("files").objectStore("files").getAllKeys();
          request.onsuccess = () => {
            database.close();
            done(/** @type {string[]} */ (request.result));
          };
        };
      }),
  );
}

/**
 * Empties the store that has the files, as a browser may.
 * @param {Tab} page one of the extension's own
 */
export function loseFiles(page) {
  return page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opening = indexedDB.open("satchel");
        opening.onerror = () => failed(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const transaction = database.transaction("files", "readwrite");
          transaction.objectStore("files").clear();
          transaction.oncomplete = () => {
            database.close();
            done(null);
          };
        };
      }),
  );
}
