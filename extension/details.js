// What a page says of itself beyond its title and metas: headings, dates, names, JSON-LD, its text. The
// command line gathers the same by the same rules (xtask/src/marks.rs): what is changed here is to be
// changed there.

/** @import { Details } from "./wasm/satchel.js" */

/**
 * Reads the details of a page, as a JSON text of {@link Details}: one text crosses from the page to
 * the extension quicker than a thousand values. It is handed to the page's isolated world, so it
 * stands alone: nothing from outside is known to it there. It changes nothing, and ends soon on any
 * page: what it has not read by then is left out.
 *
 * @returns {string}
 */
export function readDetails() {
  // The text may take 50 ms, and everything else as much again.
  let end = performance.now() + 50;
  const mostElements = 200_000;
  const mostHeadings = 4;
  const mostIcons = 20;
  const mostLines = 20;
  const mostMarks = 80;
  const mostScripts = 20;
  const longestLine = 100;
  const longestMark = 300;
  const longestOpening = 2_000;
  const longestScript = 200_000;
  const longestScripts = 600_000;
  const longestText = 20_000;

  const words = (/** @type {string} */ list) => new Set(list.split(" "));
  const unread = words("script style noscript template textarea select option title head svg");
  const skipped = words("html body head script style form input main article");
  const blocks = words(
    "address article aside blockquote body dd details div dl dt fieldset figcaption figure footer " +
      "form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table td th tr ul",
  );
  const properties = words(
    "author creator datepublished datemodified datecreated uploaddate price pricecurrency " +
      "ratingvalue duration isbn programminglanguage",
  );

  const naming =
    "[class*=byline i], [class*=author i], [class*=date i], [class*=publish i], [class*=posted i]," +
    "[class*=timestamp i], [id*=author i], [id*=byline i], [rel~=author i], time, address," +
    "a[href*='/author' i], a[href*='/stargazers' i], a[href*='/stars' i]";
  const onlyProperties = `[itemprop]:not(${naming})`;

  // A page may name a form or a field of one `parentNode` or `querySelectorAll`, and so hide what the
  // document and the form have by that name. The prototypes here are the extension's own.
  const getter = (/** @type {object} */ prototype, /** @type {string} */ name) => {
    const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
    return (/** @type {Node} */ node) => get?.call(node);
  };
  /** @type {(node: Node) => string} */
  const nameOf = getter(Element.prototype, "localName");
  /** @type {(node: Node) => Element | null} */
  const parentOf = getter(Node.prototype, "parentElement");
  /** @type {(node: Node) => string} */
  const dataOf = getter(CharacterData.prototype, "data");
  const attribute = (/** @type {Element} */ element, /** @type {string} */ name) =>
    Element.prototype.getAttribute.call(element, name) ?? "";
  /** @type {(selector: string, within?: Document) => NodeListOf<Element>} */
  const all = (selector) => Document.prototype.querySelectorAll.call(document, selector);
  const root = getter(Document.prototype, "documentElement")(document);

  const isLate = () => performance.now() > end;
  const folded = (/** @type {Node} */ text) => dataOf(text).replace(/\s+/gu, " ");
  const splits = (/** @type {string} */ text) => text.split(/\s+/u).filter(Boolean);

  /**
   * The texts in an element, or those after it as well, until the caller has enough or time is up.
   *
   * @param {Element} from
   * @param {boolean} beyond
   * @param {(text: Node, broken: boolean) => boolean | undefined} take true when it is enough;
   *   `broken` says that a line break came before
   * @param {Set<string>} [without] elements whose texts are passed over as well
   */
  function texts(from, beyond, take, without) {
    const walker = Document.prototype.createTreeWalker.call(document, beyond ? root : from, 5);
    walker.currentNode = from;
    let inside = true;
    let broken = false;
    const past = () => {
      while (!walker.nextSibling()) if (!walker.parentNode()) return false;
      return true;
    };
    if (beyond) inside = past();
    else inside = walker.nextNode() !== null;
    for (let count = 1; inside; count += 1) {
      const node = walker.currentNode;
      if (count % 256 === 0 && isLate()) return;
      if (node instanceof Text) {
        if (take(node, broken)) return;
        broken = false;
      } else {
        const name = nameOf(node);
        broken ||= name === "br" || name === "hr";
        if (unread.has(name) || without?.has(name)) {
          inside = past();
          continue;
        }
      }
      inside = walker.nextNode() !== null;
    }
  }

  /** Words: in scripts that are written without spaces, every character counts as one. */
  function countWords(/** @type {string} */ text) {
    let count = 0;
    /** @type {boolean} */
    let inside = false;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      const alone = (code >= 0x3040 && code <= 0x9fff) || (code >= 0xf900 && code <= 0xfaff);
      const space = code <= 0x20 || code === 0xa0 || code === 0x3000;
      /** @type {boolean} */
      const starts = !inside && code >= 0x30 && !(code >= 0x2000 && code <= 0x206f);
      if (alone || (starts && !space)) count += 1;
      inside = !alone && !space && (inside || starts);
    }
    return count;
  }

  /** The first lines of the texts in an element, or of those after it. */
  function lines(
    /** @type {Element} */ from,
    /** @type {boolean} */ beyond,
    /** @type {number} */ longestLine,
    /** @type {number} */ longest,
  ) {
    let found = "";
    let count = 0;
    texts(from, beyond, (text) => {
      const line = folded(text).trim();
      if (!line) return false;
      found += (count > 0 ? "\n" : "") + line.slice(0, longestLine);
      count += 1;
      return count === mostLines || found.length >= longest;
    });
    return found.slice(0, longest);
  }

  /** Comments and what stands at the side name others. @type {Map<Element, boolean>} */
  const asides = new Map();
  function isAside(/** @type {Element} */ element) {
    /** @type {Element[]} */
    const path = [];
    let known;
    for (let at = /** @type {Element | null} */ (element); at; at = parentOf(at)) {
      known = asides.get(at);
      if (known !== undefined) break;
      path.push(at);
    }
    let aside = known ?? false;
    for (const at of path.reverse()) {
      const name = nameOf(at);
      const called = `${attribute(at, "class")} ${attribute(at, "id")}`.toLowerCase();
      aside ||=
        name === "aside" ||
        name === "nav" ||
        (name !== "html" && name !== "body" && called.includes("comment"));
      asides.set(at, aside);
    }
    return aside;
  }

  function isInAuthor(/** @type {Element} */ element) {
    for (let at = parentOf(element); at; at = parentOf(at))
      if (splits(attribute(at, "itemprop").toLowerCase()).includes("author")) return true;
    return false;
  }

  /** Whether the element may hold an author, a date or a number, by its properties. */
  function isMarked(/** @type {Element} */ element) {
    if (!Element.prototype.matches.call(element, onlyProperties)) return true;
    const own = splits(attribute(element, "itemprop").toLowerCase());
    return (
      own.some((word) => properties.has(word)) || (own.includes("name") && isInAuthor(element))
    );
  }

  /** @type {Details} */
  const details = {
    headings: [],
    openings: [],
    direction: root ? attribute(root, "dir").slice(0, 20) : "",
    data: [],
    icons: [],
    marks: [],
    words: 0,
    text: "",
  };

  for (const icon of all("link[rel*=icon i][href]")) {
    if (!(icon instanceof HTMLLinkElement) || !attribute(icon, "href").trim()) continue;
    const { rel, href } = icon;
    details.icons.push({ rel, href, sizes: attribute(icon, "sizes") });
    if (details.icons.length === mostIcons) break;
  }

  let room = longestScripts;
  for (const script of [...all("script[type^='application/ld+json' i]")].slice(0, mostScripts)) {
    const text = script.textContent ?? "";
    if (text.length > longestScript || text.length > room) continue;
    room -= text.length;
    const plain = text.replace(/\p{Cc}/gu, " ").trim();
    try {
      details.data.push(JSON.parse(plain.replace(/^<!\[CDATA\[/u, "").replace(/\]\]>$/u, "")));
    } catch {
      // No JSON: it says nothing.
    }
  }

  const elements = Document.prototype.getElementsByTagName.call(document, "*").length;
  if (root && elements <= mostElements) {
    const articles = all("article");
    const part =
      all("[itemprop~=articlebody i]")[0] ??
      (articles.length === 1 ? articles[0] : all("main, [role=main]")[0]) ??
      root;
    /** @type {Element | null} */
    let block = null;
    texts(
      part,
      false,
      (node, broken) => {
        details.words += countWords(dataOf(node));
        if (details.text.length >= longestText) return false;
        let within = parentOf(node);
        while (within && !blocks.has(nameOf(within))) within = parentOf(within);
        details.text += (broken || within !== block ? "\n" : "") + folded(node);
        block = within;
        return false;
      },
      words("nav"),
    );
    details.text = details.text.slice(0, longestText);

    end = performance.now() + 50;
    for (const heading of [...all("h1")].slice(0, mostHeadings)) {
      let text = "";
      texts(heading, false, (node) => {
        text += dataOf(node).slice(0, longestMark);
        return text.length >= longestMark;
      });
      details.headings.push(text.slice(0, longestMark));
      details.openings.push(lines(heading, true, longestLine, longestOpening));
    }

    for (const element of all(`${naming}, [itemprop]`)) {
      if (details.marks.length === mostMarks || isLate()) break;
      const name = nameOf(element);
      if (skipped.has(name) || isAside(element) || !isMarked(element)) continue;
      const hint = [name];
      for (const key of ["itemprop", "rel", "class", "id", "href"])
        for (const word of splits(attribute(element, key).slice(0, longestMark)))
          hint.push(`${key}=${word}`);
      const value = ["datetime", "content", "title"].map((key) => attribute(element, key));
      details.marks.push({
        hint: hint.join(" ").slice(0, longestMark).toLowerCase(),
        text: lines(element, false, longestMark, longestMark),
        value: (value.find(Boolean) ?? "").slice(0, longestMark),
      });
    }
    details.marks = details.marks.filter(({ text, value }) => text || value);
  }

  try {
    return JSON.stringify(details);
  } catch {
    // Nested deeper than the stack is.
    return JSON.stringify({ ...details, data: [] });
  }
}
