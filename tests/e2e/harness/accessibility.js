// What axe finds wrong with a page for people who use it otherwise than by sight and mouse.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PSEUDO } from "./pseudo.js";

/** @typedef {import("./tab.js").Tab} Tab */

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/**
 * The violations in a page as it is shown now, one line each.
 * @param {Tab} page
 * @returns {Promise<string[]>}
 */
export async function violations(page) {
  // Asked for through the debugger: the page's own policy lets no foreign script in.
  await page.send("Runtime.evaluate", { expression: await readFile(AXE, "utf8") });
  await settled(page);
  return page.evaluate(async (/** @type {string} */ pseudo) => {
    const { axe } = /** @type {any} */ (globalThis);
    // No text is a part of another in a language that ends each in a way of its own.
    const rules = {
      "label-content-name-mismatch": { enabled: document.documentElement.lang !== pseudo },
    };
    const found = await axe.run(document, { rules });
    return found.violations.map(
      (/** @type {any} */ { id, help, nodes }) =>
        `${id}: ${help} (${nodes.map((/** @type {any} */ { target }) => target).join(", ")})`,
    );
  }, PSEUDO);
}

/**
 * Waits until nothing on a page is on its way from one colour to another: those are nobody's colours.
 * @param {Tab} page
 */
export async function settled(page) {
  await page.evaluate(async () => {
    // What nobody sees, in closed details, is never done changing; and a spinner never is.
    const changes = document
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition)
      .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility());
    // One that is broken off, with what it was about, is over too.
    await Promise.allSettled(changes.map(({ finished }) => finished));
  });
}

/**
 * Shows a page as somebody with dark colours would see it, or as usual.
 * @param {Tab} page
 * @param {"light" | "dark"} scheme
 */
export async function showIn(page, scheme) {
  const features = [{ name: "prefers-color-scheme", value: scheme }];
  await page.send("Emulation.setEmulatedMedia", { features });
}

/**
 * What is read out beside the name of what has the focus: its description, as the browser makes it of all that
 * describes it.
 * @param {Tab} page
 * @returns {Promise<string>}
 */
export async function readOutWithFocus(page) {
  const { result } = await page.send("Runtime.evaluate", { expression: "document.activeElement" });
  const wanted = { objectId: result.objectId, fetchRelatives: false };
  const { nodes } = await page.send("Accessibility.getPartialAXTree", wanted);
  return nodes[0].description?.value ?? "";
}
