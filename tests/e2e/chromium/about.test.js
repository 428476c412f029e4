// What the extension says of itself.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { EXTENSION } from "../harness/paths.js";
import { scenario } from "../harness/scenario.js";

scenario(
  "the options say which version this is, and whose work is in it",
  async ({ browser, options }) => {
    const { version } = JSON.parse(await readFile(join(EXTENSION, "manifest.json"), "utf8"));
    const shown = await options.evaluate(() => ({
      version: /** @type {HTMLElement} */ (document.querySelector("#version")).innerText,
      licences: /** @type {HTMLAnchorElement} */ (document.querySelector("a[href$='licences.txt']"))
        .href,
    }));
    assert.equal(shown.version, `Version ${version}`);
    assert.equal(shown.licences, browser.address("licences.txt"));
    const licences = await browser.open(shown.licences);
    assert.match(await licences.text(), /wasm-bindgen/);
  },
  { connected: false },
);
