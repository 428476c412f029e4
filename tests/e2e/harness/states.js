// The states of the extension's pages, one after the other: each judged by axe, and a picture of it for whoever
// wants to look.

import assert from "node:assert/strict";
import { showIn, violations } from "./accessibility.js";
import { LANGUAGES, picture, pictures } from "./album.js";
import { scenario } from "./scenario.js";

/**
 * A state has nothing in anyone's way, in light and dark.
 * @param {import("./tab.js").Tab} page
 * @param {string} state
 */
export async function isAccessible(page, state) {
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    await showIn(page, scheme);
    const name = `${state}, ${scheme}`;
    assert.deepEqual(await violations(page), [], name);
    await picture(page, name);
  }
  await pictures(page, state);
}

/**
 * A scenario in every language that it is looked at in.
 * @type {typeof scenario}
 */
export function inEveryLanguage(name, play, setting) {
  for (const language of LANGUAGES) {
    scenario(language ? `${name}, in ${language}` : name, play, { ...setting, language });
  }
}
