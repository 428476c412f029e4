// What hostile texts must come to, and what a page would look like that one of them harmed.

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * A text as Satchel promises to take it: one line, nothing in it that is not seen. Said here once more, by
 * what Unicode calls things, so that a mistake does not judge itself.
 * @param {string} text
 */
export function asLine(text) {
  const unseen =
    /[\p{Control}\u00AD\u200B\u202A-\u202E\u2060-\u2064\u2066-\u206F\uFEFF\uFFFD-\uFFFF\p{Surrogate}]/gu;
  return text
    .split(/\p{White_Space}+/u)
    .map((word) => word.replace(unseen, ""))
    .filter(Boolean)
    .join(" ");
}

/**
 * What a page shows that only a text which was executed could have brought there; and what it does not
 * have room for.
 * @param {Tab} page one of the extension's own
 * @returns {Promise<string[]>}
 */
export function harm(page) {
  return page.evaluate(() => {
    const found = [];
    const own = location.origin;
    if ("pwned" in globalThis) found.push("a text was executed");
    if (document.title.includes("pwned")) found.push("the title was changed");
    const strange =
      "iframe, object, embed, base, math, marquee, video, audio, body style, body link, body meta, template:not([id])";
    for (const element of document.querySelectorAll(strange)) found.push(element.outerHTML);
    for (const element of document.querySelectorAll("script, img")) {
      const { src } = /** @type {HTMLImageElement} */ (element);
      if (!src.startsWith(`${own}/`)) found.push(element.outerHTML);
    }
    for (const element of document.querySelectorAll("svg:not(.glyph)"))
      found.push(element.outerHTML);
    for (const element of document.querySelectorAll("*")) {
      for (const { name } of element.attributes)
        if (name.startsWith("on")) found.push(`${name} of ${element.tagName}`);
      const address = element.getAttribute("href") ?? "";
      if (/^\s*(javascript|data|vbscript):/iu.test(address)) found.push(`a link to ${address}`);
    }
    for (const { name } of performance.getEntriesByType("resource"))
      if (!name.startsWith(own) && !name.startsWith("data:")) found.push(`a request to ${name}`);
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`${root.scrollWidth} pixels wide`);
    return found.map((each) => each.slice(0, 200));
  });
}

/**
 * A text as the pages show what others wrote: without what turns the direction of the text around it, and
 * without what controls more than where a line ends.
 * @param {string} text
 */
export function asShown(text) {
  return text.replaceAll(/(?![\t\n])[\p{Control}\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu, "");
}
