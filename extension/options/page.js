/**
 * A page that shows the background's `View`, section by section: the options, and the start page.
 *
 * Every change is sent at once and answered with a new `View`, so the page never shows a setting
 * that was not stored.
 */

import { browser } from "../browser.js";
import { followAccess } from "../interface/access.js";
import { byId, create } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { exportButtons } from "../interface/exporting.js";
import { drawGlyphs, glyph } from "../interface/glyphs.js";
import { tellWhenReachable } from "../interface/reachable.js";
import { announce } from "../interface/status.js";
import { translate } from "../interface/text.js";
import { asError, ask } from "../messages.js";
import { Attempts } from "./attempts.js";

/** @import { ErrorView, Protocol, View } from "../interface/protocol.d.ts" */

/** The messages that are answered with a new view. */
/** @typedef {{ [Kind in keyof Protocol]: Protocol[Kind][1] extends View ? Kind : never }[keyof Protocol]} Change */

/**
 * What the sections are given.
 * @typedef {object} Page
 * @property {(kind: Change, value: unknown, done: string, failed?: (error: ErrorView) => void) => Promise<boolean>} change
 *   asks for a change and shows the view that comes back; `done` is said when it worked
 * @property {(message: string) => void} announce says it, and shows it for a moment
 * @property {(view: View) => void} show
 * @property {() => Promise<void>} look asks for the view and shows it
 * @property {Attempts} attempts to connect
 */

/** @typedef {(view: View) => void} Section shows its part of a view */

/** Looking reads every save that waits: not once for each of many that are sent, and less often where it is slow. */
const PAUSE_MS = 250;
const PAUSE_FACTOR = 5;

/** What is shown. @type {Section[]} */
let sections = [];

/**
 * How often a change was asked for or answered. A view that was asked for before may be older than
 * what the change showed, and would take it back in front of the reader's eyes.
 */
let changes = 0;

let pause = PAUSE_MS;
let isToLook = false;

/**
 * Puts the words in their places. What the sections draw comes after.
 * @returns {Page}
 */
export function openPage() {
  translate(document);
  drawGlyphs(document);
  tellWhenReachable();
  followAccess();
  return { change, announce, show, look, attempts: new Attempts({ change, announce, look }) };
}

/**
 * Shows the view in these sections, from now on.
 * @param {Page} page
 * @param {Section[]} all
 */
export function follow(page, all) {
  // The last one: it marks buttons that the others draw.
  sections = [...all, (view) => page.attempts.show(view)];
  look();
  // A save may end while the page is open, and Notion is often put right in another tab.
  browser.runtime.onMessage.addListener((/** @type {{ kind?: unknown }} */ message) => {
    if (message?.kind === "saveChanged") lookSoon();
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") look();
  });
}

function lookSoon() {
  if (isToLook) return;
  isToLook = true;
  setTimeout(async () => {
    isToLook = false;
    const started = performance.now();
    await look();
    pause = Math.max(PAUSE_MS, (performance.now() - started) * PAUSE_FACTOR);
  }, pause);
}

/** @param {View} view */
function show(view) {
  byId("trouble", HTMLDivElement).hidden = true;
  for (const section of sections) section(view);
}

async function look() {
  const before = changes;
  try {
    const view = /** @type {View} */ (await ask("view"));
    if (changes === before) show(view);
  } catch (thrown) {
    showTrouble(asError(thrown));
  }
}

/** @type {Page["change"]} */
async function change(kind, value, done, failed = showTrouble) {
  changes += 1;
  try {
    const view = /** @type {View} */ (
      await /** @type {(kind: string, value: unknown) => Promise<unknown>} */ (ask)(kind, value)
    );
    changes += 1;
    show(view);
    announce(done);
    return true;
  } catch (thrown) {
    changes += 1;
    // What failed may have shown something: that the token is no longer accepted, for one.
    await look();
    failed(asError(thrown));
    return false;
  }
}

/** @param {ErrorView} error */
function showTrouble(error) {
  const { happened, next } = explain(error);
  const note = byId("trouble", HTMLDivElement);
  note.replaceChildren(glyph("warning"), create("strong", {}, happened), create("p", {}, next));
  // What was saved before can be taken away whatever is broken now.
  if (error.code === "core-failed" || error.code === "storage-failed")
    note.append(exportButtons(announce));
  note.hidden = false;
  note.scrollIntoView({ block: "nearest" });
}
