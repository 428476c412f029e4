// What is the same about every page in Firefox: where on the screen something of it is.

import { Page } from "./page.js";

/** @abstract */
export class FirefoxPage extends Page {
  /**
   * Where an element is on the screen, once it is there to see and has come to rest.
   * @param {string} selector
   * @returns {Promise<{ x: number, y: number }>}
   */
  find(selector) {
    return this.waitFor(
      `${selector} to be seen`,
      async (/** @type {string} */ wanted) => {
        const element = () => document.querySelector(wanted);
        const place = () => element()?.getBoundingClientRect();
        element()?.scrollIntoView({ block: "nearest" });
        const before = place();
        const height = innerHeight;
        await new Promise(requestAnimationFrame);
        const box = place();
        if (!before || !box || box.width === 0 || box.height === 0) return undefined;
        if (before.x !== box.x || before.y !== box.y || height !== innerHeight) return undefined;
        // What stands below a plan moves when it comes.
        if (document.hidden || document.querySelector("#mapping[aria-busy]")) return undefined;
        const x = box.x + box.width / 2;
        const y = box.y + box.height / 2;
        if (y < 0 || y > height) return undefined;
        const { mozInnerScreenX, mozInnerScreenY } = /** @type {any} */ (globalThis);
        return { x: mozInnerScreenX + x, y: mozInnerScreenY + y };
      },
      selector,
    );
  }
}
