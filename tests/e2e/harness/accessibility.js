// What axe finds wrong with a page for people who use it otherwise than by sight and mouse.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

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
  return page.evaluate(async () => {
    const { axe } = /** @type {any} */ (globalThis);
    // Colours on their way from one scheme to the other are nobody's colours.
    // What nobody sees, in closed details, is never done changing; and a spinner never is.
    const changes = document
      .getAnimations()
      .filter((animation) => animation instanceof CSSTransition)
      .filter(({ effect }) => effect instanceof KeyframeEffect && effect.target?.checkVisibility());
    await Promise.all(changes.map(({ finished }) => finished));
    const found = await axe.run(document);
    return found.violations.map(
      (/** @type {any} */ { id, help, nodes }) =>
        `${id}: ${help} (${nodes.map((/** @type {any} */ { target }) => target).join(", ")})`,
    );
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
