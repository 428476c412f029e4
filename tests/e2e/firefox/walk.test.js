// What is read of a page's content in Firefox, where it is not as in Chromium: a selection may have
// several ranges, and what is folded is hidden in other ways.

import assert from "node:assert/strict";
import { readContent } from "../../../extension/walk.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { readable } from "../harness/reader.js";

const ADDRESS = "https://tables.example/";

const HTML = `<!doctype html><meta charset=utf-8><title>Tables</title><body><p hidden>no</p><p style="visibility:hidden">no
<b class=b style="visibility:visible">1</b></p><details><summary>2</summary>3<p>4</p><p hidden>no</p></details><div
hidden=until-found>5<p>6</p></div><div style="content-visibility:hidden"><p>no</p></div><table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>`;

const TABLE =
  "<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>";

firefoxScenario("Firefox reads what is shown, and every range of a selection", async (stage) => {
  await stage.standin.publish(ADDRESS, HTML);
  const tab = await stage.browser.open(ADDRESS);
  assert.equal(
    readable(await tab.evaluate(readContent, false)),
    '<html><body><b class="b">1</b><details><summary>2</summary>3<p>4</p></details><div>5<p>6</p></div><div></div>' +
      `${TABLE}</body></html>`,
  );
  await tab.evaluate(() => {
    const selection = /** @type {Selection} */ (getSelection());
    for (const row of document.querySelectorAll("tr")) {
      const range = document.createRange();
      range.selectNode(/** @type {Node} */ (row.cells[1]));
      selection.addRange(range);
    }
  });
  assert.equal(
    readable(await tab.evaluate(readContent, true)),
    "<html><body><table><tbody><tr><td>b</td></tr><tr><td>d</td></tr></tbody></table></body></html>",
  );
});
