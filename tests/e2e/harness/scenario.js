// One test in a real browser: everything it needs, started afresh and ended with it.

import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { Chromium } from "./chromium.js";
import { Display } from "./display.js";
import { unpacked } from "./packages.js";
import { EXTENSION, SCHEMAS, standinProgram, TARGET } from "./paths.js";
import { PSEUDO, speakPseudo } from "./pseudo.js";
import { connect, firstOptions, welcome } from "./satchel.js";
import { nothingSecretIsShown } from "./secrets.js";
import { Standin } from "./standin.js";
import { Tab } from "./tab.js";
import { Workspace } from "./workspace.js";

/**
 * @typedef {object} Stage what a scenario plays on
 * @property {Standin} standin
 * @property {Workspace} workspace the seeded Notion workspace
 * @property {Display} display
 * @property {Chromium} browser
 * @property {Tab} options the options page, or the start page, as the scenario says; connected unless it says otherwise
 * @property {string} extension the folder that the extension was loaded from
 */

/**
 * @param {string} name
 * @param {(stage: Stage) => Promise<void>} play
 * @param {{ connected?: boolean, start?: boolean, isPinned?: boolean, articles?: boolean, headless?: boolean, spoilt?: boolean, language?: string,
 *   store?: import("./packages.js").Store, listens?: boolean, isPictured?: boolean }} [setting] start: on the start page, as it opened; spoilt: the scenario changes the
 *   extension's files, so it gets a copy of them; language: of the extension's texts, by the name of their folder,
 *   or the one that nobody speaks; store: whose package is installed; listens: the browser keeps a log of the network;
 *   isPictured: pictures are taken of the screen
 */
export function scenario(
  name,
  play,
  {
    connected = true,
    start = false,
    isPinned = true,
    articles = false,
    headless = false,
    spoilt = false,
    language = "",
    store = undefined,
    listens = false,
    isPictured = false,
  } = {},
) {
  test(name, async () => {
    /** @type {(() => Promise<void>)[]} */
    const endings = [];
    try {
      const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
      endings.push(() => standin.stop());
      const workspace = await Workspace.seed(standin);
      const display = await Display.start({ isPictured });
      endings.push(() => display.stop());
      const isCopy = spoilt || language !== "";
      const packed = store && (await unpacked(store));
      if (packed) endings.push(packed.remove);
      const extension = isCopy
        ? await mkdtemp(join(tmpdir(), "satchel-copy-"))
        : (packed?.folder ?? EXTENSION);
      if (isCopy) {
        endings.push(() => rm(extension, { recursive: true, force: true }));
        await cp(EXTENSION, extension, { recursive: true });
      }
      if (language) await leaveOnly(language === PSEUDO ? "en" : language, extension);
      if (language === PSEUDO) await speakPseudo(extension);
      const browser = await Chromium.start({
        extension,
        display: display.name,
        headless,
        isPinned,
        listens,
        hosts: standin.wholeWeb,
        spki: standin.spki,
      });
      endings.push(() => browser.stop());
      try {
        const options = start ? await welcome(browser) : await firstOptions(browser);
        if (connected) {
          await connect(options, workspace.token, { articles });
          await workspace.choose(options, "Reading list");
        }
        await play({ standin, workspace, display, browser, options, extension });
        await nothingSecretIsShown(standin, browser);
      } catch (error) {
        await keepPictures(browser, name);
        throw error;
      }
    } finally {
      for (const end of endings.reverse()) await end();
    }
  });
}

/**
 * Leaves an extension no other language than one, so that every browser shows it in that one: not each has
 * the parts that it takes to speak another than its own.
 * @param {string} language
 * @param {string} extension its folder
 */
async function leaveOnly(language, extension) {
  const texts = join(extension, "_locales");
  for (const folder of await readdir(texts))
    if (folder !== language) await rm(join(texts, folder), { recursive: true });
  const manifest = join(extension, "manifest.json");
  const told = JSON.parse(await readFile(manifest, "utf8"));
  await writeFile(manifest, JSON.stringify({ ...told, default_locale: language }));
}

/**
 * Keeps a picture of everything open, for whoever has to find out what went wrong.
 * @param {Chromium} browser
 * @param {string} name
 */
async function keepPictures(browser, name) {
  const folder = join(TARGET, "screenshots", name.replaceAll(/[^\p{Letter}\p{Number}]+/gu, "-"));
  for (const [index, target] of browser.pages().entries()) {
    try {
      const tab = await Tab.attach(browser.devtools, target.targetId);
      await tab.screenshot(join(folder, `${index}.png`));
    } catch {
      // A page that is just closing has no picture; the others are kept.
    }
  }
}
