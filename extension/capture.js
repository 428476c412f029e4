// Reads what a page says about itself. This function is handed to the page's isolated world when
// somebody acts, so it stands alone: no imports, nothing from outside. It decides nothing: the core
// does.

/** @import { Facts } from "./wasm/satchel.js" */

/**
 * @param {string} link the address of the link that was pointed at, or nothing
 * @returns {Facts}
 */
export function readPage(link) {
  const longest = 20_000;
  const longestSelection = 400_000;
  const mostMetas = 200;

  // A page may name a form field `title` or `querySelectorAll` and so hide the document's own.
  const all = (/** @type {string} */ selector) =>
    Document.prototype.querySelectorAll.call(document, selector);
  const own = (/** @type {string} */ name) =>
    Object.getOwnPropertyDescriptor(Document.prototype, name)?.get?.call(document);
  const cut = (/** @type {unknown} */ text, length = longest) =>
    (typeof text === "string" ? text : "").slice(0, length);

  const metas = [];
  for (const meta of all("meta[content]")) {
    const name = ["property", "name", "itemprop"]
      .map((key) => meta.getAttribute(key))
      .find(Boolean);
    if (name) metas.push({ name: cut(name, 200), content: cut(meta.getAttribute("content")) });
    if (metas.length === mostMetas) break;
  }

  const canonical = [...all("link[rel~='canonical' i][href]")].find(
    (found) => found instanceof HTMLLinkElement,
  );
  const pointed =
    link &&
    [...all("a[href], area[href]")].find((found) => /** @type {any} */ (found).href === link);
  const words = (/** @type {Element | undefined} */ element) =>
    cut(element?.textContent) ||
    cut(element?.getAttribute("aria-label")) ||
    cut(element?.querySelector("img")?.alt);

  return {
    title: cut(own("title")),
    heading: cut(all("h1")[0]?.textContent),
    language: cut(own("documentElement")?.getAttribute("lang"), 100),
    contentType: cut(own("contentType"), 100),
    canonical: cut(canonical instanceof HTMLLinkElement ? canonical.href : ""),
    metas,
    selection: cut(String(window.getSelection() ?? ""), longestSelection),
    linkText: pointed ? words(pointed) : "",
  };
}
