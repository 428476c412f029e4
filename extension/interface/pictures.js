/** What became of the pictures of a save: how many Notion keeps, and why others are only linked. */

import { browser } from "../browser.js";
import { countText, text } from "./text.js";

/** @typedef {{ address: string, fate: string }} Picture as the core keeps it, in part */

/** What is said of each fate but `kept`: a word, and for some a number behind it. */
const FATES = {
  "not-a-picture": "picture_not_a_picture",
  insecure: "picture_insecure",
  "not-taken": "picture_not_taken",
  gone: "picture_gone",
  late: "picture_late",
  "not-allowed": "picture_not_allowed",
  answered: "picture_answered",
  "too-large": "picture_too_large",
  "too-slow": "picture_too_slow",
  unreached: "picture_unreached",
};

/** How many pictures that are only linked are named. */
const NAMED = 5;

/**
 * What became of a save's pictures; nothing where none were to be kept, or not all are known yet.
 *
 * @param {string} save
 * @returns {Promise<Picture[]>}
 */
export async function picturesOf(save) {
  const key = `pictures:${save}`;
  const found = (await browser.storage.local.get(key))[key];
  return /** @type {{ pictures?: Picture[] } | undefined} */ (found)?.pictures ?? [];
}

/**
 * That in words: one line for those that are kept, and one for each that is only linked.
 *
 * @param {Picture[]} pictures
 * @returns {string[]}
 */
export function pictureLines(pictures) {
  const linked = pictures.filter(({ fate }) => fate !== "kept");
  const kept = pictures.length - linked.length;
  const lines = kept > 0 ? [countText("pictures_kept", kept)] : [];
  for (const picture of linked.slice(0, NAMED))
    lines.push(text("picture_linked", nameOf(picture.address), why(picture)));
  if (linked.length > NAMED) lines.push(countText("pictures_more", linked.length - NAMED));
  return lines;
}

/** @param {Picture} picture */
function why({ fate }) {
  const [word, number = ""] = fate.split(" ");
  const key = FATES[/** @type {keyof typeof FATES} */ (word)] ?? FATES.unreached;
  return text(key, number);
}

/**
 * What a person may know a picture by.
 * @param {string} address
 */
function nameOf(address) {
  const { hostname, pathname } = new URL(address);
  return pathname.split("/").pop() || hostname;
}
