// The stand-in for Notion, as tests steer it.

import { firstLine, start, stop } from "./children.js";

/**
 * @typedef {object} Logged a request, as the stand-in's log keeps it
 * @property {string} method
 * @property {string} path
 * @property {any} body
 * @property {number | null} status what was answered; null while nothing was
 */

const TLS_HOSTS = ["api.notion.com", "www.notion.so", "app.notion.com"];

export class Standin {
  #child;
  #control;

  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {{ port: number, controlPort: number, spki: string, certificate: string }} ready
   */
  constructor(child, { port, controlPort, spki, certificate }) {
    this.#child = child;
    this.#control = `http://127.0.0.1:${controlPort}`;
    /** The port that speaks TLS, for every host. */
    this.port = port;
    /** The key of its certificate, as browsers are told to trust it. */
    this.spki = spki;
    /** That certificate, for whoever trusts files. */
    this.certificate = certificate;
  }

  /**
   * @param {string} program
   * @param {string[]} [parameters]
   */
  static async start(program, parameters = []) {
    const child = await start(program, ["--exit-with-parent", ...parameters], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    const output = /** @type {import("node:stream").Readable} */ (child.stdout);
    return new Standin(child, JSON.parse(await firstLine(child, output, "the stand-in")));
  }

  async stop() {
    await stop(this.#child);
  }

  /** Rules for a browser to whom the whole web is this stand-in: nothing leaves the machine. */
  get wholeWeb() {
    return `MAP * 127.0.0.1:${this.port}, EXCLUDE 127.0.0.1`;
  }

  /**
   * Rules for a browser that finds Notion and the hosts given here, and the rest where it is.
   * @param {string[]} hosts
   */
  only(...hosts) {
    return [...TLS_HOSTS, ...hosts].map((host) => `MAP ${host} 127.0.0.1:${this.port}`).join(", ");
  }

  /**
   * Calls the control interface.
   * @param {string} method
   * @param {string} path
   * @param {unknown} [body]
   * @returns {Promise<any>}
   */
  async control(method, path, body) {
    const response = await fetch(this.#control + path, {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /**
   * Publishes a web page under any address.
   * @param {string} address
   * @param {string} html
   */
  async publish(address, html) {
    await this.control("POST", "/sites", { address, html });
  }
}
