// The toolbar button: what it shows, and what a click on it does.

import { browser } from "./browser.js";

const POPUP = "popup/popup.html";

/** Text, colour and tooltip of each state. The text alone tells them apart. */
const FACES = /** @type {const} */ ({
  saving: ["…", "#6b6b6b", "badge_saving"],
  saved: ["✓", "#2f7d4f", "badge_saved"],
  waiting: ["↻", "#8a5a00", "badge_waiting"],
  attention: ["!", "#b3261e", "badge_attention"],
});

/** @typedef {keyof typeof FACES | null} Face what the button shows; null is nothing but itself */

/**
 * Shows a state on the button, in one tab or, with none, wherever a tab shows nothing of its own.
 *
 * @param {Face} face
 * @param {number} [tabId]
 * @param {string} [title] instead of the state's own tooltip
 * @param {number} [count] how many wait, shown instead of the state's own text
 */
export async function showFace(face, tabId, title, count = 0) {
  const [text, color, key] = partsOf(face);
  const shown = face === "waiting" && count > 0 ? short(count) : text;
  await paint(shown, color, title ?? browser.i18n.getMessage(key), tabId);
}

/** A number that fits the badge. @param {number} count */
function short(count) {
  return count > 999 ? "999+" : `${count}`;
}

/**
 * Lets a tab show again what all tabs show.
 *
 * @param {Face} overall what that is, because a tab keeps its own colour and tooltip
 * @param {number} tabId
 */
export async function showOverall(overall, tabId) {
  const [, color, key] = partsOf(overall);
  await paint(null, color, browser.i18n.getMessage(key), tabId);
}

/** @param {Face} face */
function partsOf(face) {
  return face ? FACES[face] : /** @type {const} */ (["", "#6b6b6b", "menu_page"]);
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
