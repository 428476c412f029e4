// What `cargo xtask run` does once everything is built: opens the browser, connects
// it as a person would, and either leaves it to the person or saves one page.

import { readFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { Chromium } from "./harness/chromium.js";
import { servePlainly } from "./harness/plain.js";
import { addTags, connect, filledForm, firstOptions, outcome } from "./harness/satchel.js";
import { redirectAddress, registerRedirect } from "./harness/signin.js";
import { Standin } from "./harness/standin.js";
import { Workspace } from "./harness/workspace.js";
import { printReport } from "./report.js";

/**
 * @typedef {object} Plan
 * @property {boolean} once save by itself, print, end
 * @property {string} address of the page
 * @property {string | null} html the page, when it is not on the web
 * @property {string | null} title to save it under
 * @property {string[]} tags
 * @property {string} browser
 * @property {boolean} headless
 * @property {string} standin
 * @property {string} schemas
 * @property {string} seed
 * @property {string} extension
 */

const { positionals } = parseArgs({ allowPositionals: true });
const [file] = positionals;
if (!file) throw new Error("this is started by `cargo xtask run`");
/** @type {Plan} */
const plan = JSON.parse(await readFile(file, "utf8"));
/** @type {(() => Promise<unknown>)[]} */
const endings = [];
try {
  await run();
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
} finally {
  for (const end of endings.reverse()) await end();
}

async function run() {
  const standin = await Standin.start(plan.standin, [
    "--schemas",
    plan.schemas,
    "--seed",
    plan.seed,
  ]);
  endings.push(() => standin.stop());
  const browser = await Chromium.start({
    program: plan.browser,
    extension: plan.extension,
    hosts: await hosts(standin),
    spki: standin.spki,
    headless: plan.headless,
  });
  endings.push(() => browser.stop());
  const workspace = await Workspace.seeded(standin, plan.seed);
  const options = await firstOptions(browser);
  // So that signing in with the demo integration (see `standin --help`) works as well.
  await registerRedirect(standin, await redirectAddress(options));
  await connect(options, workspace.token, { articles: true });
  await workspace.choose(options, workspace.first.title);
  if (plan.once) await saveOnce(browser, workspace);
  else await leaveOpen(browser, workspace, options);
}

/**
 * Publishes the page and says where its host is.
 * @param {Standin} standin
 */
async function hosts(standin) {
  // A page from the web needs the web; only Notion is somewhere else.
  if (plan.html === null) return standin.only();
  const { protocol, hostname } = new URL(plan.address);
  if (protocol === "https:") {
    await standin.publish(plan.address, plan.html);
    return plan.once ? standin.wholeWeb : standin.only(hostname);
  }
  const plain = await servePlainly(plan.html);
  endings.push(() => plain.stop());
  return `MAP ${hostname} 127.0.0.1:${plain.port}, ${standin.wholeWeb}`;
}

/**
 * @param {Chromium} browser
 * @param {Workspace} workspace
 */
async function saveOnce(browser, workspace) {
  const tab = await browser.open(plan.address);
  await browser.trigger(tab);
  const popup = await browser.popup();
  await filledForm(popup);
  if (plan.title !== null) await popup.fill("#title", plan.title);
  await addTags(popup, plan.tags);
  await popup.press("Enter");
  const { tone, text } = await outcome(popup);
  if (tone !== "good") throw new Error(`the page was not saved: ${text}`);
  await printReport(workspace);
}

/**
 * @param {Chromium} browser
 * @param {Workspace} workspace
 * @param {import("./harness/tab.js").Tab} options
 */
async function leaveOpen(browser, workspace, options) {
  const sample = await browser.open(plan.address);
  const live = await browser.open(workspace.liveView);
  await browser.firstTab().then((tab) => tab.close());
  await options.close();
  await sample.show();
  // From here on the browser is the person's: nothing stays attached to what they use.
  for (const tab of [live, sample]) await tab.detach();
  console.log(`The browser is open, connected to the stand-in's workspace “${workspace.name}”.`);
  console.log(
    "Save the page in front; the second tab shows the database. Close the browser to end.",
  );
  await browser.closed();
}
