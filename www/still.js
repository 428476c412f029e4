// Somebody's page, laid out as a browser would, and otherwise dead: nothing in it runs, and it asks nobody.
//
// Its frame has no right to scripts, its document's policy (still.html) lets nothing load but styles that are in
// the page itself, nobody can reach into it, and what reaches out in spite of a policy is taken out.

import { create } from "../extension/interface/element.js";
import { webAddress } from "../extension/interface/places.js";

/** What can reach out without loading anything: hosts to get ready for, and where to go next. */
const REACHING = "link, meta, base";

/** What still.html has, and says that nothing loads. */
const POLICY = "meta[http-equiv=Content-Security-Policy]";

/** As high as a page is shown; what is below is read all the same. */
const HIGHEST = 20_000;

/** Where a page is from that does not say. */
const NOWHERE = "https://page.example/";

/**
 * Shows a page in place of the one before.
 *
 * @param {string} html
 * @param {string} address where it is from; "" where it is to say so itself
 * @param {HTMLElement} place
 * @returns {Promise<{ still: Document, from: string }>} the page as it is laid out, and where it is from
 */
export async function show(html, address, place) {
  const frame = create("iframe", {
    src: "still.html",
    sandbox: "allow-same-origin",
    inert: true,
    tabindex: -1,
    title: "The page",
  });
  const loaded = new Promise((resolve) => {
    frame.addEventListener("load", resolve, { once: true });
  });
  place.replaceChildren(frame);
  place.scrollTo(0, 0);
  await loaded;
  const still = frame.contentDocument;
  const inside = /** @type {typeof globalThis | null | undefined} */ (still?.defaultView);
  // Whatever a server without that file says instead has no policy.
  if (!still?.querySelector(POLICY) || !inside) throw new Error("the page has no frame");
  // The frame's own parser: from the first letter on, what holds for the page is the frame's policy.
  const page = new inside.DOMParser().parseFromString(html, "text/html");
  const from = address || ownAddress(page) || NOWHERE;
  // Links lead to where they would lead from there.
  const own = page.querySelector("base[href]")?.getAttribute("href") ?? "";
  const href = webAddress(URL.parse(own, from)?.href ?? null) ?? from;
  for (const element of page.querySelectorAll(REACHING)) element.remove();
  for (const inner of page.querySelectorAll("iframe, frame")) hold(inner);
  page.head.prepend(Object.assign(page.createElement("base"), { href }));
  still.replaceChild(still.adoptNode(page.documentElement), still.documentElement);
  // Who saves a page has seen it.
  still.documentElement.getBoundingClientRect();
  return { still, from };
}

/**
 * The address that a page gives as its own; "" where there is none.
 * @param {Document} page
 */
function ownAddress(page) {
  const link = page.querySelector("link[rel=canonical i][href]")?.getAttribute("href");
  const meta = page.querySelector("meta[property='og:url' i][content]")?.getAttribute("content");
  return webAddress(link ?? null) ?? webAddress(meta ?? null) ?? "";
}

/**
 * Makes room for all of a page, so that it is scrolled by what is around it.
 * @param {Document} still
 */
export function unfold(still) {
  const frame = still.defaultView?.frameElement;
  if (!(frame instanceof HTMLIFrameElement)) return;
  frame.style.blockSize = `${Math.min(still.documentElement.scrollHeight, HIGHEST)}px`;
}

/**
 * Leaves a frame of a page where it would come from as a promise, as pages do themselves until it is scrolled to:
 * a browser gets in touch with where it is, whatever the policy.
 * @param {Element} frame
 */
function hold(frame) {
  const address = frame.getAttribute("src");
  if (address) frame.setAttribute("data-src", address);
  for (const name of ["src", "srcdoc"]) frame.removeAttribute(name);
}
