// Firefox with the production extension, in a profile of its own.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isGone, killGroup, start, stop } from "./children.js";
import { HEIGHT, WIDTH } from "./display.js";
import { preferences, UUID } from "./firefox-preferences.js";
import { FirefoxTab } from "./firefox-tab.js";
import { Marionette } from "./marionette.js";
import { until } from "./until.js";

/** In the profile: what is set before the browser starts, and where it says how it can be driven. */
const PREFERENCES = "user.js";
const PORT = "MarionetteActivePort";

export class Firefox {
  #child;
  #profile;
  #id;

  /**
   * @param {import("node:child_process").ChildProcess} child
   * @param {Marionette} marionette
   * @param {string | null} profile what is removed with it
   * @param {string} id the extension's
   */
  constructor(child, marionette, profile, id) {
    this.#child = child;
    this.#profile = profile;
    this.#id = id;
    this.marionette = marionette;
  }

  /**
   * @param {object} options
   * @param {string} options.extension its folder
   * @param {string} [options.zip] the extension packed, to be installed for good, as a store's is
   * @param {string} [options.display] the X display to open the window on; without it there is none
   * @param {number} options.proxyPort
   * @param {string} [options.profile] one that stays, and that may have the extension already; its browser can be
   *   killed with all its processes
   */
  static async start({ extension, zip, display, proxyPort, profile }) {
    const manifest = JSON.parse(await readFile(join(extension, "manifest.json"), "utf8"));
    const { id } = manifest.browser_specific_settings.gecko;
    const folder = profile ?? (await mkdtemp(join(tmpdir(), "satchel-firefox-")));
    const isNew = !(await readFile(join(folder, PREFERENCES)).catch(() => null));
    await writeFile(join(folder, PREFERENCES), preferences(id, proxyPort));
    // The one of a browser that was killed.
    await rm(join(folder, PORT), { force: true });
    const child = await start(
      "firefox-esr",
      [
        "--marionette",
        // Without this the pages of an extension are out of bounds.
        "--remote-allow-system-access",
        "--no-remote",
        ...(display ? [] : ["--headless"]),
        "--profile",
        folder,
        `--width=${WIDTH}`,
        `--height=${HEIGHT}`,
        "about:blank",
      ],
      {
        stdio: "ignore",
        env: {
          ...process.env,
          ...(display ? { DISPLAY: display } : {}),
          HOME: folder,
          MOZ_ENABLE_WAYLAND: "0",
        },
        detached: profile !== undefined,
      },
    );
    const port = await until("Firefox to listen", async () =>
      Number(await readFile(join(folder, PORT), "utf8").catch(() => "")),
    );
    const browser = new Firefox(child, await Marionette.connect(port), profile ? null : folder, id);
    await browser.marionette.send("WebDriver:NewSession", { acceptInsecureCerts: true });
    // Whoever drives Firefox is given windows that have the keyboard without being told so by the screen, and then its
    // popup never gets it.
    await browser.inBrowser('Services.prefs.setBoolPref("focusmanager.testmode", false);');
    const install = zip ? { path: zip, temporary: false } : { path: extension, temporary: true };
    if (isNew) {
      await browser.marionette.send("Addon:Install", install);
      if (zip) await until("the extension to outlive the browser", () => browser.#isKept());
    }
    return browser;
  }

  /**
   * Whether Firefox has written down that it has the extension, and which sites that may reach. It does so more than
   * a second after it has it.
   */
  #isKept() {
    return this.inBrowser(`
      const id = ${JSON.stringify(this.#id)};
      const read = (name, how) =>
        IOUtils.readJSON(PathUtils.join(PathUtils.profileDir, name), how).catch(() => ({}));
      const written = [
        read("addonStartup.json.lz4", { decompress: true }),
        read("extension-preferences.json", {}),
      ];
      return Promise.all(written).then(
        ([places, allowed]) =>
          Object.values(places).some(({ addons }) => addons && id in addons) &&
          allowed[id]?.origins.length > 0,
      );
    `);
  }

  async stop() {
    this.marionette.close();
    // What it writes last, a profile that stays needs whole.
    await stop(this.#child, "SIGTERM", this.#profile ? 5_000 : 60_000);
    if (this.#profile) await rm(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /** Kills it and all its processes at once, as a crash or a power cut would, and waits until they are gone. */
  async kill() {
    const { pid } = this.#child;
    if (pid === undefined) throw new Error("the browser never ran");
    killGroup(pid);
    await until("every process of the browser to be gone", () => isGone(pid));
    this.marionette.close();
  }

  /** The address of one of the extension's own pages. @param {string} path */
  address(path) {
    return `moz-extension://${UUID}/${path}`;
  }

  /**
   * Opens an address in a new tab in front.
   * @param {string} address
   */
  async open(address) {
    const { handle } = await this.marionette.send("WebDriver:NewWindow", {
      type: "tab",
      focus: true,
    });
    await this.marionette.send("WebDriver:SwitchToWindow", { handle, focus: true });
    await this.marionette.send("WebDriver:Navigate", { url: address });
    return new FirefoxTab(this.marionette, handle);
  }

  /**
   * Waits for a window or tab that shows an address beginning like this, and turns to it.
   * @param {string} address
   */
  async shown(address) {
    const handle = await until(`${address} to be shown`, async () => {
      for (const handle of await this.marionette.send("WebDriver:GetWindowHandles")) {
        // One that has just closed has no address; the others are looked at.
        await this.marionette.send("WebDriver:SwitchToWindow", { handle, focus: false });
        const { value } = await this.marionette.send("WebDriver:GetCurrentURL");
        if (value.startsWith(address)) return handle;
      }
      return undefined;
    });
    return new FirefoxTab(this.marionette, handle);
  }

  /**
   * Takes back that the extension may reach a site, as its page in the add-ons manager does.
   * @param {string} site a match pattern
   */
  async takeBack(site) {
    await this.inBrowser(`
      const { ExtensionPermissions } = ChromeUtils.importESModule(
        "resource://gre/modules/ExtensionPermissions.sys.mjs",
      );
      const { id, extension } = WebExtensionPolicy.getByID(${JSON.stringify(this.#id)});
      const taken = { permissions: [], origins: [${JSON.stringify(site)}] };
      return ExtensionPermissions.remove(id, taken, extension);
    `);
  }

  /**
   * Disables the extension, or enables it again, as its page in the add-ons manager does. Its pages close with it.
   * @param {boolean} isOn
   */
  async turn(isOn) {
    const id = JSON.stringify(this.#id);
    await this.inBrowser(`
      const { AddonManager } = ChromeUtils.importESModule(
        "resource://gre/modules/AddonManager.sys.mjs",
      );
      return AddonManager.getAddonByID(${id}).then((addon) => addon.${isOn ? "enable" : "disable"}());
    `);
    await until("the extension to be turned on or off", async () => {
      const runs = await this.inBrowser(`return WebExtensionPolicy.getByID(${id}) !== null;`);
      return runs === isOn;
    });
  }

  /** Ends the extension's event page, as Firefox does when it has been idle for a while. */
  async endEventPage() {
    // One that something happens to in that moment stays; and one that is gone, a page may bring back at once.
    await until("the event page to be gone", () =>
      this.inBrowser(`
        const { extension } = WebExtensionPolicy.getByID(${JSON.stringify(this.#id)});
        const how = { ignoreDevToolsAttached: true, disableResetIdleForTest: true };
        return extension.terminateBackground(how).then(() => extension.backgroundState === "stopped");
      `),
    );
  }

  /**
   * Downloads into a folder without asking, and without a panel over the page.
   * @param {string} folder
   */
  async keepDownloads(folder) {
    await this.inBrowser(`
      Services.prefs.setBoolPref("browser.download.alwaysOpenPanel", false);
      Services.prefs.setIntPref("browser.download.folderList", 2);
      Services.prefs.setStringPref("browser.download.dir", ${JSON.stringify(folder)});
    `);
  }

  /** Puts the extension's button into the toolbar, as "Pin to Toolbar" in the button's menu does. */
  async pin() {
    await this.inBrowser(`
      const { CustomizableUI } = ChromeUtils.importESModule(
        "moz-src:///browser/components/customizableui/CustomizableUI.sys.mjs",
      );
      const { ExtensionCommon } = ChromeUtils.importESModule(
        "resource://gre/modules/ExtensionCommon.sys.mjs",
      );
      const name = ExtensionCommon.makeWidgetId(${JSON.stringify(this.#id)});
      CustomizableUI.addWidgetToArea(name + "-browser-action", CustomizableUI.AREA_NAVBAR);
    `);
  }

  /** Where the extension's button is: in the toolbar, or in the panel that the puzzle piece opens. */
  button() {
    return this.find(
      `toolbarbutton.unified-extensions-item-action-button[data-extensionid="${this.#id}"]`,
    );
  }

  /**
   * Where an entry of the extension's is in the context menu that is open.
   * @param {string} entry
   */
  menuEntry(entry) {
    return this.find(`#contentAreaContextMenu [id$="-menuitem-_${entry}"]`);
  }

  /**
   * Where on the screen something of the browser's own window is, once it is there to see and has come to rest.
   * @param {string} selector
   * @returns {Promise<{ x: number, y: number }>}
   */
  find(selector) {
    return until(`${selector} to be seen`, () =>
      this.inBrowser(`
        const place = () => {
          const element = document.querySelector(${JSON.stringify(selector)});
          const box = element?.getBoundingClientRect();
          if (!box?.width || !box.height) return null;
          const popup = element.closest("panel, menupopup");
          if (popup && popup.state !== "open") return null;
          return { x: element.screenX + box.width / 2, y: element.screenY + box.height / 2 };
        };
        const before = place();
        return new Promise(requestAnimationFrame).then(() => {
          const after = place();
          return after && after.x === before?.x && after.y === before.y ? after : null;
        });
      `),
    );
  }

  /**
   * Runs code in the browser itself, which is where its toolbar and its popups are.
   * @param {string} script
   */
  async inBrowser(script) {
    await this.marionette.send("Marionette:SetContext", { value: "chrome" });
    try {
      const { value } = await this.marionette.send("WebDriver:ExecuteScript", { script, args: [] });
      return value;
    } finally {
      await this.marionette.send("Marionette:SetContext", { value: "content" });
    }
  }
}
