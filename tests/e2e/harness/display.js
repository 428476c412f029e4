// A screen of its own, with a real mouse and a real keyboard.

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { firstLine, start, stop } from "./children.js";
import { pixels } from "./framebuffer.js";
import { until } from "./until.js";

const run = promisify(execFile);

export const WIDTH = 1280;
export const HEIGHT = 900;

/** What Xvfb calls the file that it draws the first screen into. */
const SCREEN = "Xvfb_screen0";

export class Display {
  #server;
  #folder;

  /**
   * @param {import("node:child_process").ChildProcess} server
   * @param {string} name
   * @param {string | undefined} folder where it draws, if that is a file
   */
  constructor(server, name, folder) {
    this.#server = server;
    this.#folder = folder;
    /** As `DISPLAY` wants it. */
    this.name = name;
  }

  /**
   * Starts Xvfb on the first free display.
   * @param {{ isPictured?: boolean }} [wanted] whether pictures are taken of it
   */
  static async start({ isPictured = false } = {}) {
    const folder = isPictured ? await mkdtemp(join(tmpdir(), "satchel-screen-")) : undefined;
    const parameters = [
      "-displayfd",
      "3",
      "-screen",
      "0",
      `${WIDTH}x${HEIGHT}x24`,
      "-nolisten",
      "tcp",
      ...(folder ? ["-fbdir", folder] : []),
    ];
    const server = await start("Xvfb", parameters, {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    });
    const output = /** @type {import("node:stream").Readable} */ (server.stdio[3]);
    return new Display(server, `:${await firstLine(server, output, "Xvfb")}`, folder);
  }

  async stop() {
    await stop(this.#server);
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  /**
   * The upper part of what is on the screen, once it stands still.
   * @param {number} height
   * @param {() => Promise<unknown>} drawn comes back when whoever draws had the time to
   */
  async picture(height, drawn) {
    const folder = this.#folder;
    if (!folder) throw new Error("this display was not started to be pictured");
    let before = Buffer.alloc(0);
    await until("the screen to stand still", async () => {
      await drawn();
      const now = await readFile(join(folder, SCREEN));
      const isStill = now.equals(before);
      before = now;
      return isStill;
    });
    return pixels(before, height);
  }

  /** @param {string[]} words */
  async #tool(...words) {
    const { stdout } = await run("xdotool", words, { env: { ...process.env, DISPLAY: this.name } });
    return stdout.trim();
  }

  /**
   * Moves the mouse there.
   * @param {{ x: number, y: number }} point
   */
  async move({ x, y }) {
    await this.#tool("mousemove", `${Math.round(x)}`, `${Math.round(y)}`);
  }

  /**
   * Moves the mouse there and presses a button: 1 is the left one, 3 the right one.
   * @param {{ x: number, y: number }} point
   * @param {1 | 3} [button]
   */
  async click({ x, y }, button = 1) {
    await this.#tool("mousemove", `${Math.round(x)}`, `${Math.round(y)}`, "click", `${button}`);
  }

  /**
   * Clicks twice, as fast as people do.
   * @param {{ x: number, y: number }} point
   */
  async doubleClick({ x, y }) {
    const twice = ["click", "--repeat", "2", "--delay", "150", "1"];
    await this.#tool("mousemove", `${Math.round(x)}`, `${Math.round(y)}`, ...twice);
  }

  /**
   * Presses keys one after the other, each as xdotool names it (`alt+shift+k`).
   * @param {string[]} keys
   */
  async press(...keys) {
    await this.#tool("key", "--clearmodifiers", ...keys);
  }

  /**
   * Types text, as fast as the keyboard goes.
   * @param {string} text
   */
  async type(text) {
    await this.#tool("type", "--delay", "12", "--", text);
  }

  /**
   * Waits for a window and gives it the keyboard, as a window manager does.
   * @param {"--name" | "--class"} what of it is known
   * @param {string} pattern
   */
  async focus(what, pattern) {
    await until(`a window with the ${what.slice(2)} ${pattern}`, async () => {
      const [window] = (await this.#tool("search", "--onlyvisible", what, pattern)).split("\n");
      if (!window) return false;
      await this.#tool("windowfocus", window);
      return true;
    });
  }

  /** How many windows are on the screen: menus and popups are windows too. */
  async windows() {
    // xdotool exits with 1 when it finds none.
    const found = await this.#tool("search", "--onlyvisible", "--name", ".*").catch(() => "");
    return found.split("\n").filter(Boolean).length;
  }

  /**
   * Does something that opens a menu, and waits until that is on the screen; gives how to wait until it
   * is gone. Until then the menu has the keyboard.
   * @param {() => Promise<unknown>} open
   */
  async opensWindow(open) {
    const before = await this.windows();
    await open();
    await until("a menu to open", async () => (await this.windows()) > before);
    return () => until("the menu to close", async () => (await this.windows()) <= before);
  }
}
