// A page in the browser: a tab, the popup, or an extension's own page.

import { mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { Page } from "./page.js";
import { until } from "./until.js";

/** @typedef {import("./devtools.js").DevTools} DevTools */

export class Tab extends Page {
  #devtools;
  #session;

  /**
   * @param {DevTools} devtools
   * @param {string} targetId
   * @param {string} session
   */
  constructor(devtools, targetId, session) {
    super();
    this.#devtools = devtools;
    this.#session = session;
    this.targetId = targetId;
  }

  /**
   * @param {DevTools} devtools
   * @param {string} targetId
   */
  static async attach(devtools, targetId) {
    const { sessionId } = await devtools.send("Target.attachToTarget", { targetId, flatten: true });
    return new Tab(devtools, targetId, sessionId);
  }

  /**
   * @param {string} method
   * @param {object} [parameters]
   */
  send(method, parameters) {
    return this.#devtools.send(method, parameters, this.#session);
  }

  /** Lets go of the page, so that it lives and dies as it would for a person. */
  async detach() {
    await this.#devtools.send("Target.detachFromTarget", { sessionId: this.#session });
  }

  /** Closes the page, and waits until it is gone: a press on the icon would close a popup that is still there. */
  async close() {
    await this.#devtools.send("Target.closeTarget", { targetId: this.targetId });
    await until("the page to be gone", async () => {
      const { targetInfos } = await this.#devtools.send("Target.getTargets");
      const isOwn = (/** @type {{ targetId: string }} */ { targetId }) =>
        targetId === this.targetId;
      return !targetInfos.some(isOwn);
    });
  }

  /**
   * Runs a function in the page. It sees nothing of where it was written.
   * @template T
   * @template {unknown[]} P
   * @param {(...parameters: P) => T} code
   * @param {P} parameters
   * @returns {Promise<Awaited<T>>}
   * @override
   */
  async evaluate(code, ...parameters) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression: `(${code})(...${JSON.stringify(parameters)})`,
      awaitPromise: true,
      returnByValue: true,
      userGesture: true,
    });
    if (exceptionDetails) {
      const { exception, text } = exceptionDetails;
      throw new Error(exception?.description ?? text);
    }
    return result.value;
  }

  /** Brings the tab to the front. */
  async show() {
    await this.send("Page.bringToFront");
  }

  /**
   * Goes to an address and waits until it has loaded.
   * @param {string} address
   */
  async go(address) {
    await this.evaluate(() => {
      Object.assign(globalThis, { leaving: true });
    });
    const { errorText } = await this.send("Page.navigate", { url: address });
    if (errorText) throw new Error(`${address}: ${errorText}`);
    await this.waitFor(
      `${address} to load`,
      () => !("leaving" in globalThis) && document.readyState === "complete",
    );
  }

  /**
   * Where an element is, once it is there to see and has come to rest: in the page and on the screen.
   * @param {string} selector
   * @param {{ isUncovered?: boolean }} [more] isUncovered: nothing else lies over its middle
   */
  async find(selector, { isUncovered = false } = {}) {
    return this.waitFor(
      `${selector} to be ${isUncovered ? "there for the mouse" : "seen"}`,
      async (/** @type {string} */ wanted, /** @type {boolean} */ isUncovered) => {
        const place = () => document.querySelector(wanted)?.getBoundingClientRect();
        document.querySelector(wanted)?.scrollIntoView({ block: "nearest" });
        const before = place();
        const height = window.innerHeight;
        // A page in the background draws no frames, and moves nothing either.
        if (!document.hidden) await new Promise(requestAnimationFrame);
        const box = place();
        if (!before || !box || box.width === 0 || box.height === 0) return undefined;
        if (before.x !== box.x || before.y !== box.y) return undefined;
        // A popup grows a moment after what it shows: a press would miss what is not in it yet.
        const shown = Math.min(Math.floor(document.body.getBoundingClientRect().height), 600);
        const { pathname, hash } = window.location;
        // What stands below a plan moves when it comes.
        if (document.querySelector("#mapping[aria-busy]")) return undefined;
        const isPopup = pathname === "/popup/popup.html" && hash === "";
        // It is filled before it is on the screen, and has the focus once it is there.
        if (isPopup && !document.hidden && (height < shown || !document.hasFocus()))
          return undefined;
        if (height !== window.innerHeight) return undefined;
        const page = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        const fits = !document.hidden && box.height <= height;
        if (fits && (page.y < 0 || page.y > height)) return undefined;
        const met = isUncovered ? document.elementFromPoint(page.x, page.y) : null;
        const element = document.querySelector(wanted);
        // A label passes on what it is clicked with.
        if (isUncovered && !element?.contains(met) && !met?.closest("label")?.contains(element))
          return undefined;
        // Without a window manager the frame has only a top; a popup has none.
        const top = window.outerHeight - window.innerHeight;
        return { page, screen: { x: window.screenX + page.x, y: window.screenY + top + page.y } };
      },
      selector,
      isUncovered,
    );
  }

  /**
   * Clicks an element with the page's own mouse.
   * @param {string} selector
   */
  async click(selector) {
    const { page } = await this.find(selector, { isUncovered: true });
    for (const type of ["mousePressed", "mouseReleased"]) {
      await this.send("Input.dispatchMouseEvent", { type, ...page, button: "left", clickCount: 1 });
    }
  }

  /**
   * Replaces what a field holds, as typing or pasting would.
   * @param {string} selector
   * @param {string} text
   */
  async fill(selector, text) {
    await this.find(selector);
    await this.evaluate((/** @type {string} */ wanted) => {
      const field = /** @type {HTMLInputElement} */ (document.querySelector(wanted));
      field.focus();
      field.select();
    }, selector);
    if (text === "") await this.press("Delete");
    else await this.send("Input.insertText", { text });
  }

  /**
   * Chooses from a list by what its entry says.
   * @param {string} selector
   * @param {string} label
   */
  async pick(selector, label) {
    await this.find(selector);
    await this.evaluate(
      (/** @type {string} */ wanted, /** @type {string} */ words) => {
        const list = /** @type {HTMLSelectElement} */ (document.querySelector(wanted));
        const option = [...list.options].find(({ text }) => text.trim() === words);
        if (!option) throw new Error(`${wanted} offers no “${words}”`);
        list.focus();
        list.value = option.value;
        list.dispatchEvent(new Event("input", { bubbles: true }));
        list.dispatchEvent(new Event("change", { bubbles: true }));
      },
      selector,
      label,
    );
  }

  /**
   * Presses one key in the page.
   * @param {"Enter" | "Delete" | "Escape" | "Tab" | "Backspace" | "ArrowDown" | "ArrowUp"} key
   */
  async press(key) {
    const codes = {
      Enter: 13,
      Delete: 46,
      Escape: 27,
      Tab: 9,
      Backspace: 8,
      ArrowDown: 40,
      ArrowUp: 38,
    };
    const text = key === "Enter" ? "\r" : undefined;
    const event = { key, code: key, windowsVirtualKeyCode: codes[key] };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event, text });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /**
   * @param {string} path
   * @param {{ whole?: boolean }} [extent] whole: with what is below the window's edge
   */
  async screenshot(path, { whole = false } = {}) {
    const clip = whole ? await this.#extent() : undefined;
    const { data } = await this.send("Page.captureScreenshot", {
      format: "png",
      captureBeyondViewport: clip !== undefined,
      ...(clip ? { clip } : {}),
    });
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data, "base64");
  }

  /** All of the page; nothing where the window shows it, which Chromium moves to one side in such a picture. */
  async #extent() {
    const { cssContentSize, cssLayoutViewport } = await this.send("Page.getLayoutMetrics");
    if (cssContentSize.height <= cssLayoutViewport.clientHeight) return undefined;
    // A picture has no scroll bar, and the room of that is the page's. It is measured in pixels of the screen.
    const { width, zoom } = await this.evaluate(() => ({
      width: innerWidth,
      zoom: devicePixelRatio,
    }));
    return { x: 0, y: 0, width: width * zoom, height: cssContentSize.height * zoom, scale: 1 };
  }
}
