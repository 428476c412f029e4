// Chromium with the production extension, in a profile of its own.

import { createHash } from "node:crypto";
import {
  mkdir,
  mkdtemp,
  open as openFile,
  readFile,
  realpath,
  rm,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isGone, killGroup, start, stop } from "./children.js";
import { DevTools } from "./devtools.js";
import { HEIGHT, WIDTH } from "./display.js";
import { requestsIn } from "./netlog.js";
import { Tab } from "./tab.js";
import { until } from "./until.js";

/**
 * @typedef {object} Options
 * @property {string} extension the folder to load
 * @property {boolean} [headless] without a window
 * @property {string} [display] the X display to open the window on, if not the usual one
 * @property {string} [hosts] rules as `--host-resolver-rules` takes them
 * @property {string} [spki] the key of the one certificate to trust beyond the usual ones
 * @property {string} [program] the browser to start
 * @property {string} [profile] a folder to keep the profile in; without it, one that is removed
 * @property {boolean} [listens] so that `requests` knows what was asked of the network
 * @property {boolean} [isPinned] whether its icon is on the toolbar; it is, unless this says otherwise
 * @property {boolean} [ownGroup] so that it can be killed with all its processes
 *
 * @typedef {{ targetId: string, type: string, url: string, title: string }} Target
 */

/** What the browser and the consoles of all that runs in it say. */
const LOG = "log.txt";

/** Every request that the browser makes for anyone, which is whole once it has ended. */
const NETWORK = "network.json";

/** Where the first pinned icon of the toolbar is in a window of this size. */
const ICON = { x: WIDTH - 150, y: 63 };

export class Chromium {
  #child;
  #folder;
  #targets = /** @type {Map<string, Target>} */ (new Map());

  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {DevTools} devtools
   * @param {string} folder what is removed with it
   * @param {string} id
   */
  constructor(child, devtools, folder, id) {
    this.#child = child;
    this.#folder = folder;
    this.devtools = devtools;
    /** The extension's id. */
    this.id = id;
    /** Where its toolbar icon is on the screen. */
    this.icon = ICON;
    devtools.listen(({ method, params }) => {
      if (method === "Target.targetDestroyed") this.#targets.delete(params.targetId);
      else if (params?.targetInfo) this.#targets.set(params.targetInfo.targetId, params.targetInfo);
    });
  }

  /** @param {Options} options */
  static async start(options) {
    const extension = await realpath(options.extension);
    const id = extensionId(extension);
    const folder = await mkdtemp(join(tmpdir(), "satchel-chromium-"));
    const profile = options.profile ?? join(folder, "profile");
    await prepare(profile, (options.isPinned ?? true) ? [id] : []);
    // Chromium leaves things behind where temporary files are kept.
    const temporary = join(folder, "tmp");
    await mkdir(temporary);
    const log = await openFile(join(folder, LOG), "w");
    const given = switches(options, profile);
    if (options.listens) given.unshift(`--log-net-log=${join(folder, NETWORK)}`);
    const child = await start(options.program ?? "chromium", given, {
      stdio: ["ignore", "ignore", log.fd, "pipe", "pipe"],
      env: environment(temporary, options.display),
      detached: options.ownGroup ?? false,
    });
    await log.close();
    const [, , , input, output] = child.stdio;
    const devtools = new DevTools(
      /** @type {import("node:stream").Writable} */ (input),
      /** @type {import("node:stream").Readable} */ (output),
    );
    const browser = new Chromium(child, devtools, folder, id);
    await devtools.send("Target.setDiscoverTargets", { discover: true });
    const loaded = await browser.load(extension);
    if (loaded !== id) throw new Error(`the extension got the id ${loaded}, not ${id}`);
    return browser;
  }

  /**
   * Loads an extension, and gives its id.
   * @param {string} folder
   * @returns {Promise<string>}
   */
  async load(folder) {
    return (await this.devtools.send("Extensions.loadUnpacked", { path: folder })).id;
  }

  async stop() {
    await stop(this.#child);
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Kills it and all its processes at once, as a crash or a power cut would, and waits until they are gone. */
  async kill() {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("the browser never ran");
    killGroup(pid);
    await until("every process of the browser to be gone", () => isGone(pid));
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }

  /** What was logged so far. */
  log() {
    return readFile(join(this.#folder, LOG), "utf8");
  }

  /**
   * Ends the browser, and reads from its own log what was asked of the network, and by whom.
   * @returns {Promise<import("./netlog.js").Asked[]>}
   */
  async requests() {
    // Cut short, what it logged would end in the middle.
    await stop(this.#child, "SIGTERM", 60_000);
    // Nobody is there any more to say that they are gone.
    this.#targets.clear();
    return requestsIn(await readFile(join(this.#folder, NETWORK), "utf8"));
  }

  /** Resolves when the person closes the browser. */
  closed() {
    return new Promise((resolve) => this.#child.once("exit", resolve));
  }

  /** @param {(target: Target) => boolean} wanted */
  target(wanted) {
    return [...this.#targets.values()].find(wanted);
  }

  /** Everything that shows a page: tabs and the popup. */
  pages() {
    return [...this.#targets.values()].filter(({ type }) => type === "page");
  }

  /** The address of one of the extension's own pages. @param {string} path */
  address(path) {
    return `chrome-extension://${this.id}/${path}`;
  }

  /**
   * Opens an address in a new tab in front, and waits until it has loaded.
   * @param {string} address
   */
  async open(address) {
    const { targetId } = await this.devtools.send("Target.createTarget", { url: "about:blank" });
    const tab = await Tab.attach(this.devtools, targetId);
    await tab.go(address);
    return tab;
  }

  /** The first tab of the window. */
  async firstTab() {
    const target = await until("the first tab", () => this.target(({ type }) => type === "page"));
    return Tab.attach(this.devtools, target.targetId);
  }

  /**
   * Waits for a page that the extension opens by itself.
   * @param {string} path
   */
  async opened(path) {
    const address = this.address(path);
    const target = await until(`${path} to open`, () =>
      this.target(({ type, url }) => type === "page" && url.startsWith(address)),
    );
    const tab = await Tab.attach(this.devtools, target.targetId);
    // What is there before the page is has loaded as well, and can do nothing.
    await tab.waitFor(
      `${path} to load`,
      (/** @type {string} */ address) =>
        location.href.startsWith(address) && document.readyState === "complete",
      address,
    );
    return tab;
  }

  /** Waits for the popup that a click, a shortcut or the extension itself opened. */
  popup() {
    return this.opened("popup/");
  }

  /** Whether the popup is open. */
  hasPopup() {
    const address = this.address("popup/");
    return this.target(({ url }) => url.startsWith(address)) !== undefined;
  }

  /** Waits until no popup is open. */
  async popupCloses() {
    await until("the popup to close", () => !this.hasPopup());
  }

  /**
   * Does what a click on the toolbar icon does, in the tab given; works without a window. Gives the moment of
   * the click, in milliseconds since 1970.
   * @param {Tab} tab
   * @param {string} [id] of another extension than the usual one
   */
  async trigger(tab, id = this.id) {
    // The action belongs to the tab, which is a target of its own around the page.
    const { targetInfos } = await this.devtools.send("Target.getTargets", { filter: [{}] });
    const page = targetInfos.find(
      (/** @type {Target} */ target) => target.targetId === tab.targetId,
    );
    const around = targetInfos.find(
      (/** @type {Target} */ target) => target.type === "tab" && target.url === page.url,
    );
    const clicked = performance.timeOrigin + performance.now();
    await this.devtools.send("Extensions.triggerAction", { id, targetId: around.targetId });
    return clicked;
  }

  #worker(id = this.id) {
    const own = `chrome-extension://${id}/`;
    return this.target(({ type, url }) => type === "service_worker" && url.startsWith(own));
  }

  /**
   * Loads the extension anew, with its files as they are now. Its pages close with it.
   * @param {Tab} page one of its own
   */
  async reload(page) {
    const before = (await this.worker()).targetId;
    // Nobody is there to hear that it worked.
    page.evaluate(() => chrome.runtime.reload()).catch(() => {});
    const own = this.address("");
    await until("another worker to run", () =>
      this.target(
        ({ type, url, targetId }) =>
          type === "service_worker" && url.startsWith(own) && targetId !== before,
      ),
    );
  }

  /**
   * Disables the extension and enables it again, as the person does in the browser's page of extensions.
   * Its pages close with it.
   */
  async offAndOn() {
    const settings = await this.open("chrome://extensions");
    const turn = (/** @type {string} */ id, /** @type {boolean} */ isOn) =>
      chrome.management.setEnabled(id, isOn);
    await settings.evaluate(turn, this.id, false);
    await until("the extension to be gone", () => !this.hasWorker());
    await settings.evaluate(turn, this.id, true);
  }

  /** Whether the extension's worker runs. */
  hasWorker() {
    return this.#worker() !== undefined;
  }

  /** Waits until the extension's worker runs. */
  async workerStarts() {
    await until("the worker to start", () => this.hasWorker());
  }

  /**
   * The extension's worker. Who holds it keeps it alive: let go of it before it shall die by itself.
   */
  async worker() {
    const target = await until("the worker to run", () => this.#worker());
    return Tab.attach(this.devtools, target.targetId);
  }

  /** How many bytes of memory the extension's processes have: its worker and its pages. */
  async extensionMemory() {
    const { processInfo } = await this.devtools.send("SystemInfo.getProcessInfo");
    let bytes = 0;
    for (const { id } of processInfo) {
      const command = await readFile(`/proc/${id}/cmdline`, "utf8").catch(() => "");
      if (!command.includes("--extension-process")) continue;
      const status = await readFile(`/proc/${id}/status`, "utf8");
      bytes += Number(status.match(/VmRSS:\s+(\d+)/)?.[1] ?? 0) * 1_024;
    }
    return bytes;
  }

  /**
   * Lets files that a page gives out land in a folder.
   * @param {string} folder
   */
  async keepDownloads(folder) {
    const behavior = { behavior: "allow", downloadPath: folder };
    await this.devtools.send("Browser.setDownloadBehavior", behavior);
  }

  /**
   * Stops the extension's worker, wherever it is in its work, and waits until it is gone.
   * @param {string} [id] of another extension than the usual one
   */
  async stopWorker(id = this.id) {
    const worker = this.#worker(id);
    if (!worker) return;
    await this.devtools.send("Target.closeTarget", { targetId: worker.targetId });
    await until("the worker to stop", () => !this.#targets.has(worker.targetId));
  }
}

/**
 * The id that Chromium derives from an unpacked extension's folder.
 * @param {string} folder
 */
function extensionId(folder) {
  const digest = createHash("sha256").update(folder).digest("hex").slice(0, 32);
  return [...digest].map((digit) => String.fromCharCode(97 + Number.parseInt(digit, 16))).join("");
}

/**
 * Puts the extension's icon on the toolbar, where a person who uses it has it.
 * @param {string} profile
 * @param {string[]} pinned
 */
async function prepare(profile, pinned) {
  await mkdir(join(profile, "Default"), { recursive: true });
  // Outside of the developer mode, an unpacked extension that reloads stays disabled.
  const preferences = { extensions: { pinned_extensions: pinned, ui: { developer_mode: true } } };
  // A profile that was used before has its own.
  await writeFile(join(profile, "Default", "Preferences"), JSON.stringify(preferences), {
    flag: "wx",
  }).catch((error) => {
    if (error.code !== "EEXIST") throw error;
  });
}

/**
 * @param {Options} options
 * @param {string} profile
 */
function switches({ headless, hosts, spki }, profile) {
  const all = [
    `--user-data-dir=${profile}`,
    "--remote-debugging-pipe",
    "--enable-unsafe-extension-debugging",
    "--enable-logging=stderr",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    // The browser would ask for https first where a page is meant to be had over http.
    "--disable-features=HttpsUpgrades,HttpsFirstBalancedModeAutoEnable",
    "--disable-search-engine-choice-screen",
    "--password-store=basic",
    // Hides the bar about the switches above and below.
    "--test-type",
    "--window-position=0,0",
    `--window-size=${WIDTH},${HEIGHT}`,
    "--lang=en-US",
  ];
  if (process.getuid?.() === 0) all.push("--no-sandbox");
  if (headless) all.push("--headless=new");
  if (hosts) all.push(`--host-resolver-rules=${hosts}`);
  if (spki) all.push(`--ignore-certificate-errors-spki-list=${spki}`);
  all.push("about:blank");
  return all;
}

/**
 * @param {string} temporary
 * @param {string | undefined} display
 */
function environment(temporary, display) {
  const own = { LANGUAGE: "en_US", TMPDIR: temporary };
  return { ...process.env, ...own, ...(display ? { DISPLAY: display } : {}) };
}
