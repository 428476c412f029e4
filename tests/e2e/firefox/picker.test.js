// Picking a part of a page in Firefox: its frames come a moment later, and so does its popup.

import assert from "node:assert/strict";
import { FirefoxPopup } from "../harness/firefox-popup.js";
import { firefoxScenario } from "../harness/firefox-scenario.js";
import { connect } from "../harness/satchel.js";

const ADDRESS = "https://news.example/tides";

const PAGE = `<!doctype html><meta charset="utf-8"><title>Tides</title>
  <style>p { height: 20vh; margin: 0; }</style>
  <script>
    var heard = [];
    for (const name of ["keydown", "keyup", "mousedown", "click"])
      addEventListener(name, (event) => {
        heard.push(event.type);
        event.stopImmediatePropagation();
      }, true);
  </script>
  <p>The tide turns twice a day.</p><p id="second">Mend the <b>nets</b> meanwhile.</p><p>Sleep.</p>`;

firefoxScenario("a part is picked in Firefox, and the popup opens with it", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await connect(options, workspace.token, { articles: true });
  const { source } = workspace.database("Reading list");
  await options.click(`#destinations input[value="${source}"]`);
  await standin.publish(ADDRESS, PAGE);
  const page = await browser.open(ADDRESS);
  await display.press("alt+shift+k");
  const popup = await FirefoxPopup.opened(stage);
  await popup.click("#pick:enabled");
  const point = await page.waitFor("the picker", () => {
    if (!document.activeElement?.hasAttribute("popover")) return undefined;
    const box = document.querySelector("#second")?.getBoundingClientRect();
    const { mozInnerScreenX, mozInnerScreenY } = /** @type {any} */ (globalThis);
    return box && { x: mozInnerScreenX + box.x + 20, y: mozInnerScreenY + box.y + 10 };
  });
  await display.move(point);
  await display.click({ x: point.x + 2, y: point.y });
  await page.waitFor("the picker to be gone", () => !document.querySelector("[popover]"));
  const heard = await page.evaluate(() => /** @type {any} */ (globalThis).heard);
  assert.ok(!heard.includes("click") && !heard.includes("mousedown"), `${heard}`);
  await popup.waitFor("the popup with what was picked", () => {
    const size = document.querySelector("#article-size")?.textContent ?? "";
    const part = document.querySelector("#article-part > [value=picked]:checked");
    return part && /character/u.test(size);
  });
  await popup.click("#save");
  const [saved] = await workspace.exactly(1);
  assert.deepEqual(saved?.blocks, [{ type: "paragraph", text: "Mend the nets meanwhile." }]);
});
