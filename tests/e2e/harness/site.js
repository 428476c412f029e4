// The built site on a server of files, in a browser to which every other host is a spy that counts who comes.

import { once } from "node:events";
import { readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { createServer as createSpy } from "node:net";
import { basename, extname, join } from "node:path";
import { Chromium } from "./chromium.js";
import { ROOT } from "./paths.js";
import { readerExtension } from "./reader.js";

/** @typedef {import("./tab.js").Tab} Tab */

/** What the build made. */
const FOLDER = join(ROOT, "dist/site");

/** A folder like any other: nothing on the site may depend on being at the top. */
const PLACE = "/some/folder/";

/** @type {Record<string, string>} */
const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

export class Site {
  #endings;

  /**
   * @param {Chromium} browser
   * @param {Tab} tab
   * @param {string} address
   * @param {(() => Promise<unknown>)[]} endings
   */
  constructor(browser, tab, address, endings) {
    this.browser = browser;
    this.tab = tab;
    /** Where its pages are. */
    this.address = address;
    this.#endings = endings;
    /** What the page's console had to say that is no good news. @type {string[]} */
    this.complaints = [];
    /** What the page asked for. @type {string[]} */
    this.requests = [];
    /** How often somebody came to a host that is not the site's. */
    this.visits = 0;
  }

  /**
   * @param {{ types?: Record<string, string>, without?: string }} [server] types: what it says that files are, if
   *   not what they are; without: a file that it does not have
   */
  static async start({ types = {}, without = "" } = {}) {
    /** @type {(() => Promise<unknown>)[]} */
    const endings = [];
    const server = createServer(async ({ url = "" }, response) => {
      const name = basename(new URL(url, "http://site").pathname);
      const bytes =
        name !== without && url.startsWith(PLACE)
          ? await readFile(join(FOLDER, name)).catch(() => null)
          : null;
      if (!bytes) return response.writeHead(404).end();
      const type = { ...TYPES, ...types }[extname(name)] ?? "application/octet-stream";
      return response.writeHead(200, { "content-type": type }).end(bytes);
    });
    const port = await listen(server);
    endings.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    const spy = createSpy((socket) => {
      site.visits += 1;
      socket.on("error", () => {});
      socket.destroy();
    });
    const spyPort = await listen(spy);
    endings.push(async () => spy.close());
    const extension = await readerExtension();
    endings.push(() => rm(extension, { recursive: true, force: true }));
    const hosts = `MAP *.example 127.0.0.1:${spyPort}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1`;
    const browser = await Chromium.start({ extension, headless: true, hosts });
    endings.push(() => browser.stop());
    const tab = await browser.open("about:blank");
    const site = new Site(browser, tab, `http://127.0.0.1:${port}${PLACE}`, endings);
    browser.devtools.listen((event) => site.#hear(event));
    for (const domain of ["Runtime", "Log", "Network"]) await tab.send(`${domain}.enable`);
    return site;
  }

  async stop() {
    for (const end of this.#endings.reverse()) await end();
  }

  /**
   * Goes to one of its pages; what was heard before is forgotten.
   * @param {string} page
   */
  async go(page) {
    await this.tab.go("about:blank");
    this.complaints = [];
    this.requests = [];
    this.visits = 0;
    await this.tab.go(this.address + page);
  }

  /** Goes to another host from a page beside, one visit more. Whoever went there before is counted by then. */
  async visit() {
    const before = this.visits;
    const beside = await this.browser.open("about:blank");
    await beside.evaluate(() =>
      fetch("http://beside.example/", { mode: "no-cors" }).catch(() => {}),
    );
    await beside.close();
    if (this.visits === before) throw new Error("who goes to another host is not counted");
  }

  /**
   * Shows pages as wide as that; 0 for as wide as usual. Done once the page is: what is pressed before is where it
   * will not be.
   * @param {number} width
   */
  async showWide(width) {
    const before = await this.tab.evaluate(() => window.innerWidth);
    if (width === 0) await this.tab.send("Emulation.clearDeviceMetricsOverride");
    else
      await this.tab.send("Emulation.setDeviceMetricsOverride", {
        width,
        height: 640,
        deviceScaleFactor: 1,
        mobile: false,
      });
    await this.tab.waitFor(
      "its width",
      (/** @type {number} */ wanted, /** @type {number} */ old) =>
        wanted ? window.innerWidth === wanted : window.innerWidth !== old,
      width,
      before,
    );
  }

  /** What the page asked others for. */
  get strangers() {
    return this.requests.filter((address) => !address.startsWith(this.address));
  }

  /** @param {import("./devtools.js").Event} event */
  #hear({ method, params }) {
    if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
    else if (method === "Runtime.exceptionThrown")
      this.complaints.push(params.exceptionDetails.exception?.description ?? "an exception");
    else if (method === "Runtime.consoleAPICalled" && ["error", "warning"].includes(params.type))
      this.complaints.push(params.args.map((/** @type {any} */ { value }) => value).join(" "));
    else if (method === "Log.entryAdded" && ["error", "warning"].includes(params.entry.level))
      this.complaints.push(`${params.entry.text} ${params.entry.url ?? ""}`);
  }
}

/** @param {import("node:net").Server} server */
async function listen(server) {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return /** @type {import("node:net").AddressInfo} */ (server.address()).port;
}
