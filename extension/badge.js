// The toolbar button: what it shows, and what a click on it does.

import { isNotionAllowed } from "./access.js";
import { browser } from "./browser.js";
import { countText } from "./interface/text.js";

const POPUP = "popup/popup.html";

/** How many characters a badge has room for. */
const ROOM = 4;

/** Text, colour and tooltip of each state. The text alone tells them apart. */
const FACES = /** @type {const} */ ({
  saving: ["…", "#6b6b6b", "badge_saving"],
  saved: ["✓", "#2f7d4f", "badge_saved"],
  attention: ["!", "#b3261e", "badge_attention"],
  picked: ["+", "#1a6650", "badge_picked"],
});

/** What waits on this device is brown, however many it is; where nothing does, no text has the colour. */
const WAITING = "#8a5a00";
const NOTHING = FACES.saving[1];

/** The tabs that this worker showed something in. It knows what becomes of that. @type {Set<number>} */
const shownIn = new Set();

/** @typedef {keyof typeof FACES} Face what the button shows of one save */
/** @typedef {{ waiting: number, attention: number }} Overall how many saves wait, and how many need a person */

/**
 * Shows how one save goes, in one tab or, with none, wherever a tab shows nothing of its own.
 *
 * @param {Face} face
 * @param {number} [tabId]
 * @param {string} [title] instead of the state's own tooltip
 */
export async function showFace(face, tabId, title) {
  const [text, color, key] = FACES[face];
  if (tabId !== undefined) shownIn.add(tabId);
  await paint(text, color, title ?? browser.i18n.getMessage(key), tabId);
}

/**
 * Shows how all saves stand, wherever a tab shows nothing of its own.
 *
 * @param {Overall} overall
 * @param {number} [tabId] a tab that shows something of its own no longer
 */
export async function showOverall(overall, tabId) {
  const [text, color, title] = faceOf(overall);
  await paint(text, color, title, undefined);
  // A tab keeps its own colour and tooltip; its text is let through.
  if (tabId !== undefined) await paint(null, color, title, tabId);
}

/**
 * The tabs in which a worker that is gone said that a page is being saved, or a moment ago was: a tab's own
 * text stays until somebody takes it back.
 *
 * @returns {Promise<{ tab: number, isSaving: boolean }[]>}
 */
export async function tabsLeft() {
  const all = await browser.tabs.query({});
  const tabs = all.flatMap(({ id }) => (id === undefined || shownIn.has(id) ? [] : id));
  const texts = await Promise.all(
    tabs.map((tabId) => browser.action.getBadgeText({ tabId }).catch(() => "")),
  );
  const said = tabs.map((tab, at) => ({ tab, text: texts[at] }));
  return said
    .filter(({ text }) => text === FACES.saving[0] || text === FACES.saved[0])
    .map(({ tab, text }) => ({ tab, isSaving: text === FACES.saving[0] }));
}

/**
 * How many wait; that one needs a person stands behind it, and has the colour.
 *
 * @param {Overall} overall
 * @returns {[string, string, string]}
 */
function faceOf({ waiting, attention }) {
  const [mark, color] = attention > 0 ? FACES.attention : ["", waiting > 0 ? WAITING : NOTHING];
  const words = [];
  if (attention > 0) words.push(countText("badge_attention_count", attention));
  if (waiting > 0) words.push(...waitingWords(waiting, attention > 0));
  return [counted(waiting, mark), color, words.join("\n") || browser.i18n.getMessage("menu_page")];
}

/**
 * @param {number} waiting
 * @param {boolean} isSecond another line before it names Satchel
 */
function waitingWords(waiting, isSecond) {
  const isAllowed = isNotionAllowed();
  const state = navigator.onLine || !isAllowed ? "waiting" : "offline";
  const words = isSecond
    ? countText(`${state}_strip`, waiting)
    : countText(`badge_${state}_count`, waiting);
  return isAllowed ? [words] : [words, browser.i18n.getMessage("error_notion_not_allowed")];
}

/**
 * A number that is not none, with a mark behind it: "7!", "999+", "99+!".
 *
 * @param {number} number
 * @param {string} mark
 */
function counted(number, mark) {
  if (number === 0) return mark;
  const whole = `${number}${mark}`;
  return whole.length <= ROOM ? whole : `${"9".repeat(ROOM - 1 - mark.length)}+${mark}`;
}

/**
 * @param {string | null} text null lets the text of all tabs through
 * @param {string} color
 * @param {string} title
 * @param {number | undefined} tabId
 */
async function paint(text, color, title, tabId) {
  const { action } = browser;
  await Promise.all([
    action.setBadgeText({ text: /** @type {string} */ (text), tabId }),
    action.setBadgeBackgroundColor({ color, tabId }),
    action.setBadgeTextColor({ color: "#ffffff", tabId }),
    action.setTitle({ title, tabId }),
  ]).catch(() => {
    // The tab was closed meanwhile: there is nothing left to show it on.
  });
}

/**
 * Makes a click save at once or open the popup: everywhere, or in one tab where it was made to do
 * something else for a while.
 *
 * @param {{ saveAtOnce: boolean }} preferences
 * @param {number} [tabId]
 */
export async function setClick({ saveAtOnce }, tabId) {
  await setPopup(saveAtOnce ? "" : POPUP, tabId);
}

/**
 * Makes the next click in this tab open the popup, whatever is preferred: it has something to say.
 *
 * @param {number} tabId
 */
export async function clickExplains(tabId) {
  await setPopup(POPUP, tabId);
}

/**
 * Opens the popup, whatever a click does. Firefox allows it only in the very turn of the key press:
 * nothing is awaited before.
 *
 * @param {number | undefined} tabId
 */
export async function openPopup(tabId) {
  await Promise.all([setPopup(POPUP, tabId), browser.action.openPopup()]);
}

/**
 * @param {string} popup
 * @param {number | undefined} tabId
 */
async function setPopup(popup, tabId) {
  // The tab may be gone by now, and with it what a click in it would do.
  await browser.action.setPopup({ popup, tabId }).catch(() => {});
}
