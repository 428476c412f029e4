// A web page with pictures of all kinds, and what Notion has of them.

import { acceptPermission } from "./permission.js";

/**
 * @typedef {import("./scenario.js").Stage} Stage
 * @typedef {import("./standin.js").Standin} Standin
 * @typedef {import("./tab.js").Tab} Tab
 */

export const ADDRESS = "https://news.example/lighthouses";

/** Longer than a picture is waited for. */
const FOR_EVER_MS = 60_000;

const SENTENCE =
  "A lighthouse is a promise that somebody keeps every night, whether or not anybody comes by to see it.";

/** @param {string} base64 */
const bytes = (base64) => Buffer.from(base64, "base64");

/** Each of 64 by 64: what shows nothing to see, such as one point, is no part of an article. */
const PNG = bytes(
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABAAQAAAACCEkxzAAAAD0lEQVR42mNgGAWjgHwAAAJAAAHgTR1EAAAAAElFTkSuQmCC",
);
const WEBP = bytes(
  "UklGRjoAAABXRUJQVlA4IC4AAACQAwCdASpAAEAAP3G412Q0ryumoggCkC4JaQAAEDdTUAV4hbkAAP7uPAAAAAAA",
);
/** Two frames. */
const GIF = bytes(
  "R0lGODlhQABAAIAAAAAAAP///yH/C05FVFNDQVBFMi4wAwEAAAAh+QQBCgAAACwAAAAAAQABAAACAkQBACH5BAEKAAEALAAAAAABAAEAAAICRAEAOw==",
);
const SVG = Buffer.from(
  '<?xml version="1.0"?>\n<!-- drawn by hand -->\n<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle r="40"/></svg>',
);

/**
 * Where they are: one at another address as well, one whose address says nothing, one with the wrong
 * type, one that is no picture, one that is missing and one that never comes.
 * @type {Record<string, { media?: string, body: Buffer, status?: number, delayMs?: number }>}
 */
const WEB = {
  "https://pictures.example/tower.png": { media: "image/png", body: PNG },
  "https://other.example/tower.png": { media: "image/png", body: PNG },
  "https://pictures.example/lamp.webp": { media: "image/webp", body: WEBP },
  "https://pictures.example/show?picture=7": { media: "image/webp", body: WEBP },
  "https://pictures.example/plan.svg": { media: "image/svg+xml", body: SVG },
  "https://pictures.example/blinking.gif": { media: "application/octet-stream", body: GIF },
  "https://pictures.example/error.png": {
    media: "image/png",
    body: Buffer.from("<html>Sorry</html>"),
  },
  "https://pictures.example/missing.png": { body: Buffer.from("gone"), status: 404 },
  "https://pictures.example/hanging.png": {
    media: "image/png",
    body: PNG,
    delayMs: FOR_EVER_MS,
  },
};

/** Those that can be kept, as they stand in the page, and the bytes of each. */
export const KEPT = [
  { caption: "", bytes: PNG },
  { caption: "The lamp", bytes: WEBP },
  { caption: "Picture seven", bytes: WEBP },
  { caption: "", bytes: PNG },
  { caption: "", bytes: SVG },
  { caption: "", bytes: GIF },
  { caption: "", bytes: PNG },
];

/** The others, and why. */
export const LINKED = {
  "https://pictures.example/hanging.png": "too-slow",
  "https://pictures.example/error.png": "not-a-picture",
  "https://pictures.example/missing.png": "answered 404",
};

/** @param {string} address @param {string} caption */
function figure(address, caption = "") {
  const words = caption && `<figcaption>${caption}</figcaption>`;
  return `<figure><img src="${address}" width="200" height="120" loading="lazy">${words}</figure><p>${SENTENCE}</p>`;
}

const HTML = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Lighthouses</title></head>
  <body>
    <main><article><h1>Lighthouses</h1><p>${SENTENCE} ${SENTENCE}</p>
      ${figure("https://pictures.example/hanging.png")}
      ${figure("https://pictures.example/tower.png")}
      ${figure("https://pictures.example/lamp.webp", "The lamp")}
      ${figure("https://pictures.example/show?picture=7", "Picture seven")}
      ${figure("https://other.example/tower.png")}
      ${figure("https://pictures.example/plan.svg")}
      ${figure("https://pictures.example/blinking.gif")}
      ${figure("https://pictures.example/error.png")}
      ${figure("https://pictures.example/missing.png")}
      ${figure("https://pictures.example/tower.png")}
    </article></main>
  </body>
</html>`;

/** How many blocks the page becomes: a picture or a card for each figure, a paragraph for each and one before. */
export const BLOCKS = 21;

/** @param {Standin} standin */
export async function publishPictures(standin) {
  await standin.publish(ADDRESS, HTML);
  for (const [address, { media, body, status, delayMs }] of Object.entries(WEB))
    await standin.control("POST", "/sites", {
      address,
      bodyBase64: body.toString("base64"),
      contentType: media ?? "text/plain",
      status: status ?? 200,
      delayMs: delayMs ?? 0,
    });
}

/** Waits until the preference can be ticked. @param {import("./tab.js").Tab} options */
export async function preferenceReady(options) {
  // What is drawn above it moves it.
  await options.waitFor("the preference to be ready", () =>
    Boolean(
      document.querySelector("#mapping:not([inert], [hidden])") &&
        document.querySelector("#keep-pictures:enabled"),
    ),
  );
}

/**
 * Ticks the preference, and allows what the browser then asks.
 * @param {Stage} stage
 */
export async function keepPictures({ options, display }) {
  await preferenceReady(options);
  await options.click("#keep-pictures");
  await acceptPermission(display, options);
  await options.waitFor("the preference to be kept", async () => {
    const { keepPictures } = await chrome.storage.local.get("keepPictures");
    return keepPictures === true && document.querySelector("#keep-pictures:checked") !== null;
  });
}

/**
 * The pictures and cards of a page in Notion, in order.
 * @param {any} page as the stand-in answers it
 * @returns {{ type: string, kept: string | null, address: string | null, caption: string }[]}
 */
export function shownIn(page) {
  return page.blocks
    .filter((/** @type {any} */ block) => ["image", "bookmark"].includes(block.type))
    .map((/** @type {any} */ block) => {
      const { caption, file, external, url } = block[block.type];
      return {
        type: block.type,
        kept: file?.url ?? null,
        address: external?.url ?? url ?? null,
        caption: caption.map((/** @type {any} */ run) => run.plain_text).join(""),
      };
    });
}

/**
 * What is noted of the pictures of the one save: those that are done, or all that are due.
 * @param {Tab} page one of the extension's own
 * @returns {Promise<{ isDone: boolean, pictures: { address: string, fate: string }[] } | undefined>}
 */
export function noted(page) {
  return page.evaluate(async () => {
    const all = /** @type {Record<string, any>} */ (await chrome.storage.local.get(null));
    const key = Object.keys(all).find((known) => /^pictures(-due)?:/.test(known));
    if (key === undefined) return undefined;
    return { isDone: !key.startsWith("pictures-due"), pictures: all[key].pictures };
  });
}
