// What a page shows, as the tokens that src/article/page.rs describes. It only reads: what of it is the
// article, and what becomes of it, the core decides.

/**
 * Reads what a page shows, or what of it is selected or picked. It is handed to the page's isolated world, so it
 * stands alone: nothing from outside is known to it there. It changes nothing, and ends soon on any
 * page: what it has not read by then is left out, and the first element says so (`cut=1`).
 *
 * Shown is what has a box and is not `visibility: hidden`. What a person can unfold is content (closed
 * `<details>`, `hidden=until-found`), and so is what waits at `opacity: 0` to be scrolled to. What the
 * person typed into a form's fields is never read; an editor that is a part of the page is read as the page is.
 *
 * @param {boolean} [onlySelected]
 * @param {boolean} [onlyPicked]
 * @param {Document} [document] the page, where it is another than the one this runs in
 * @returns {string} tokens; nothing where nothing is selected, or picked
 */
export function readContent(
  onlySelected = false,
  onlyPicked = false,
  document = globalThis.document,
) {
  const mostTime = 300;
  const mostNodes = 50_000;
  const mostDepth = 256;
  const mostLevels = 1_000;
  const mostText = 2_000_000;
  const mostSources = 20;
  const longestAddress = 4_000;
  const longestSource = 20_000;

  /** @type {<Value>(lists: [string, Value][]) => Map<string, Value>} */
  const spread = (lists) =>
    new Map(lists.flatMap(([names, value]) => names.split(" ").map((name) => [name, value])));
  const kinds = spread([
    [
      "a abbr b bdi bdo br cite code del dfn em font i ins kbd mark q s samp small strong",
      "inline",
    ],
    ["sub sup time tt u var wbr", "inline"],
    ["style noscript template textarea select datalist option optgroup head link meta", "skipped"],
    ["title base source track param area progress meter annotation annotation-xml", "skipped"],
    ["svg canvas object embed", "alone"],
    ["img", "image"],
    ["video audio", "media"],
    ["iframe frame", "frame"],
    ["input", "input"],
    ["slot", "slot"],
    ["math mjx-container", "math"],
    ["script", "script"],
  ]);
  /** The attributes that are handed over, how much of each, and the one element's that they are. */
  const kept = new Map(
    [
      ...spread([
        [
          "id class role itemprop itemtype rel lang dir colspan rowspan scope start reversed value",
          300,
        ],
        [
          "type datetime open name width height aria-hidden aria-level data-lang data-language",
          300,
        ],
        ["alt title aria-label", 2_000],
        ["href src poster", longestAddress],
        ["hidden style", 0],
      ]),
    ].map(([key, longest]) => {
      const only = { value: "li", type: "ol", name: "a" }[key];
      const isNote = longest === 0 || key === "class" || key === "id";
      return [key, { longest, only, isNote, mark: `\x1f${key}=` }];
    }),
  );
  const formulas =
    /(?:^|\s)(?:katex|katex-display|MathJax(?:_\w+)?|mjx-chtml|mwe-math-element)(?:\s|$)/u;
  // Names that are given to what only screen readers shall find.
  const unseen = /hidden|invisible|visually|screen|assistive|access|(?:^|[\s_-])(?:sr|a11y)/iu;
  const ink = /[^ \t\n]/;
  /** What the classes that were met say. @type {Map<string, { isTypeset: boolean, isUnseen: boolean }>} */
  const known = new Map();
  const said = (/** @type {string} */ names) => {
    let found = known.get(names);
    if (!found) {
      found = { isTypeset: formulas.test(names), isUnseen: unseen.test(names) };
      known.set(names, found);
    }
    return found;
  };
  // All that can be asked for: what is not named here, browsers look for in what objects inherit.
  const asked = {
    checkOpacity: false,
    checkVisibilityCSS: false,
    contentVisibilityAuto: false,
    opacityProperty: false,
    visibilityProperty: true,
  };

  // A page may name the fields of a form `parentNode` or `childNodes`, and so hide what the form has by
  // that name. The prototypes here are the extension's own.
  /** @type {(of: { prototype: object }, names: string) => any} */
  const getters = ({ prototype }, names) =>
    names.split(" ").map((name) => {
      const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
      // Bound, this is a tenth quicker than called from a function.
      return Function.prototype.call.bind(/** @type {() => any} */ (get));
    });
  // `nodeValue` is a text's `data`, in less time.
  const [typeOf, firstOf, nextOf, childrenOf, textOf] = getters(
    Node,
    "nodeType firstChild nextSibling childNodes nodeValue",
  );
  const [parentOf, elementAround, baseOf] = getters(Node, "parentNode parentElement baseURI");
  const [nameOf, shadowOf, elementIn, elementAfter] = getters(
    Element,
    "localName shadowRoot firstElementChild nextElementSibling",
  );
  const [rootOf, bodyOf, focusOf] = getters(Document, "documentElement body activeElement");
  const { contains } = Node.prototype;
  const { checkVisibility, getAttribute, getAttributeNames, querySelector } = Element.prototype;
  const attribute = (/** @type {Element} */ element, /** @type {string} */ name) =>
    getAttribute.call(element, name) ?? "";

  /** What would be taken for a mark of the tokens, or for nothing at all: what is none of these. */
  const mark = /[^\t\n -~\u00a0-\uffff]/;
  /** Without these. Hardly any text has one, and to look for it takes half the time of replacing it. */
  const clean = (/** @type {string} */ text) =>
    mark.test(text) ? text.replace(/[^\P{Cc}\t\n]/gu, "") : text;
  const pair = (/** @type {string} */ name, /** @type {unknown} */ value) =>
    value ? `\x1f${name}=${clean(`${value}`)}` : "";

  let out = "";
  /** Elements that began and have not ended. */
  let depth = 0;
  let visited = 0;
  let isCut = false;
  /** Nodes that may be read before the clock is looked at. */
  let untilClock = 32;

  // Where the walk is: the next node, and the list it is in, if that is what a slot was given; what the
  // last element without a note was called; whether texts here are hidden; whether it is in something
  // folded, in a formula, or where white space is kept.
  /** @type {Node | null} */
  let node = null;
  /** @type {Node[] | null} */
  let list = null;
  let at = 0;
  let alike = "";
  let isMuted = false;
  let isFolded = false;
  let isFormula = false;
  let isRaw = false;
  /**
   * Where it goes on after what is in an element; the element is named if its token was written.
   * @type {{ element: Element, isNamed: boolean, node: Node | null, list: Node[] | null, at: number,
   *   alike: string, isMuted: boolean, isFolded: boolean, isFormula: boolean, isRaw: boolean }[]}
   */
  const levels = [];

  // What is read of a selection: the range, and the first node after it.
  /** @type {Range | null} */
  let range = null;
  /** @type {Node | null} */
  let stop = null;

  // What the attributes of the element say that is read.
  let written = "";
  let classes = "";
  let hidden = "";
  let isNoted = false;

  /** Where the first element's name ends. */
  let opening = 0;
  const open = (/** @type {string} */ name, /** @type {string} */ attributes) => {
    out += `\x02${clean(name)}`;
    opening ||= out.length;
    out += attributes;
  };

  /** An address, resolved, if it is one of the web. */
  function resolved(/** @type {Element} */ element, /** @type {string | undefined} */ value) {
    if (!value || value.length > longestAddress || /^\s*[[{]/u.test(value)) return "";
    if (value.startsWith("https://") || value.startsWith("http://")) return value;
    const url = URL.parse(value, baseOf(element));
    return url?.protocol.startsWith("http") ? url.href : "";
  }

  /** The largest picture of a `srcset`. */
  function largest(/** @type {Element} */ element, /** @type {string} */ sources) {
    let best = "";
    let most = -1;
    const candidates = sources
      .slice(0, longestSource)
      .matchAll(/([^\s,]\S*)(?:\s+([\d.]+)[wx])?/gu);
    for (const [, address = "", size = "1"] of candidates) {
      const found = Number(size) > most && resolved(element, address.replace(/,+$/u, ""));
      if (!found) continue;
      best = found;
      most = Number(size);
    }
    return best;
  }

  /** Where a picture or a frame will come from once the person scrolls to it. */
  function promised(/** @type {Element} */ element, hasSource = false) {
    const lists = ["data-srcset", "data-lazy-srcset"];
    // Of these the browser itself has chosen one where it has any.
    if (!hasSource) lists.push("srcset");
    for (const name of ["data-src", "data-original", "data-lazy-src"]) {
      const found = resolved(element, attribute(element, name));
      if (found) return found;
    }
    const around = elementAround(element);
    let next = around && nameOf(around) === "picture" ? elementIn(around) : null;
    /** @type {Element | null} */
    let source = element;
    for (let count = 0; source && count < mostSources; count += 1) {
      for (const name of lists) {
        const found = largest(element, attribute(source, name));
        if (found) return found;
      }
      source = next;
      next = source && elementAfter(source);
    }
    return "";
  }

  /** The address and the size of a picture: as it is shown, otherwise its own. */
  function image(/** @type {any} */ element) {
    const { naturalWidth, naturalHeight, width, height } = element;
    // A dot or a miniature holds the place until the picture comes.
    const isDot = naturalWidth === 1 && naturalHeight === 1;
    const isMiniature = naturalWidth < 2 || naturalWidth * 2 < width;
    const current = isDot ? "" : resolved(element, element.currentSrc);
    const source = ((!current || isMiniature) && promised(element, !!current)) || current;
    const isOwn = source === current;
    // What has not come yet shows its alternative text, and that text's size.
    const size = (
      /** @type {string} */ name,
      /** @type {number} */ shown,
      /** @type {number} */ own,
    ) => pair(name, own > 0 && shown > 1 ? shown : (isOwn && own) || attribute(element, name));
    const address = source || (isDot ? "" : resolved(element, attribute(element, "src")));
    return (
      pair("src", address) +
      size("width", width, naturalWidth) +
      size("height", height, naturalHeight)
    );
  }

  /** Where a film or a sound is. */
  function media(/** @type {any} */ element) {
    let address = resolved(element, element.currentSrc) || resolved(element, element.src);
    let source = elementIn(element);
    for (let count = 0; source && !address && count < mostSources; count += 1) {
      if (nameOf(source) === "source") address = resolved(element, attribute(source, "src"));
      source = elementAfter(source);
    }
    return pair("src", address);
  }

  function readAttributes(
    /** @type {any} */ element,
    /** @type {string} */ name,
    /** @type {string} */ kind,
  ) {
    written = classes = hidden = "";
    isNoted = false;
    const keys = getAttributeNames.call(element);
    // Hardly any has more than a dozen, and to iterate takes longer than to count.
    for (let index = 0; index < keys.length; index += 1) {
      const key = /** @type {string} */ (keys[index]);
      const how = kept.get(key);
      if (how === undefined || (how.only ?? name) !== name) continue;
      isNoted ||= how.isNote;
      // A value is dear, too: a style is put together for whoever asks for it.
      if (key === "style" || (key === "src" && isSpecial(kind))) continue;
      if (kind === "image" && (key === "width" || key === "height")) continue;
      const isLink = key === "href" && name === "a";
      let value = isLink ? (element.href ?? "") : attribute(element, key);
      if (how.longest === longestAddress) {
        if (!isLink) value = resolved(element, value);
        if (value.length > longestAddress) continue;
      }
      if (key === "class") classes = value;
      if (key === "hidden") hidden = value;
      else if (key === "open" || key === "reversed") written += how.mark;
      else if (value !== "") {
        if (value.length > how.longest) value = value.slice(0, how.longest);
        written += how.mark + clean(value);
      }
    }
  }

  /**
   * Whether an element is shown. `visibility: hidden` mutes the texts in it, and not all elements.
   * @returns {boolean | "muted"}
   */
  function isShown(
    /** @type {any} */ element,
    /** @type {string} */ name,
    /** @type {string} */ kind,
  ) {
    if (isFormula) return true;
    if (!isNoted && kind !== "image") {
      // Without a note on it, a part of a line is shown, and what follows on something of the same name
      // is as that is: to ask is dear. Only columns of tables are told apart without one.
      if (kind === "inline" || name === alike) return true;
      if (checkVisibility.call(element, asked)) {
        if (name !== "td" && name !== "th") alike = name;
        return true;
      }
    }
    if (checkVisibility.call(element, asked)) {
      if (!classes || !said(classes).isUnseen) return true;
      if (element.offsetWidth > 1 || element.offsetHeight > 1) return true;
      const { overflowX, clipPath, clip } = getComputedStyle(element);
      return overflowX === "visible" && clipPath === "none" && clip === "auto";
    }
    const { display, visibility } = getComputedStyle(element);
    if (display === "none") return false;
    if (visibility !== "visible") return "muted";
    // Without a box of its own, or unfolded by a click; otherwise its box is passed over.
    return display === "contents" || isFolded;
  }

  /** Whether an element is there for something else than its children. */
  const isSpecial = (/** @type {string} */ kind) =>
    kind !== "" && kind !== "inline" && kind !== "math";

  /** Goes into an element. */
  function enter(
    /** @type {Element} */ element,
    /** @type {boolean} */ isNamed,
    /** @type {Node | null} */ first,
    /** @type {Node[] | null} */ given = null,
  ) {
    levels.push({ element, isNamed, node, list, at, alike, isMuted, isFolded, isFormula, isRaw });
    if (isNamed) depth += 1;
    node = first;
    list = given;
    at = 0;
    alike = "";
    isMuted = false;
  }

  function leave() {
    const level = levels.pop();
    if (!level) return;
    if (level.isNamed) {
      depth -= 1;
      out += "\x03";
    }
    ({ node, list, at, alike, isMuted, isFolded, isFormula, isRaw } = level);
  }

  /** Writes a formula by its source. */
  function writeFormula(/** @type {boolean} */ isBlock, /** @type {string | null} */ tex) {
    const source = pair("tex", tex?.trim().slice(0, longestSource));
    open("math", pair("display", isBlock ? "block" : "inline") + source);
  }

  /** Reads a formula once, from its source if it has one, and not what it looks like; false if it is none. */
  function formula(/** @type {Element} */ element, /** @type {string} */ name) {
    if (classes.includes("MathJax_Preview")) return true;
    // MathJax 2 leaves the source in a script after what it shows.
    let after = elementAfter(element);
    for (let count = 0; after && count < 2; count += 1) {
      if (nameOf(after) === "script" && attribute(after, "type").startsWith("math/tex"))
        return true;
      after = elementAfter(after);
    }
    // To look through an element may take long.
    untilClock = 0;
    const find = (/** @type {Element} */ inside, /** @type {string} */ selector) =>
      querySelector.call(inside, selector);
    const math = name === "math" ? element : find(element, "math");
    const typeset = find(element, "mjx-math[data-latex], [data-mml-node=math][data-latex]");
    const tex =
      (math && find(math, "annotation[encoding$=tex i]")?.textContent) ||
      (math && (attribute(math, "data-latex") || attribute(math, "alttext"))) ||
      (typeset && attribute(typeset, "data-latex"));
    if (!math && !tex) return false;
    const isBlock =
      /display/iu.test(classes) ||
      attribute(element, "display") === "true" ||
      (math !== null && attribute(math, "display") === "block");
    writeFormula(isBlock, tex);
    if (math && !tex) {
      enter(math, true, firstOf(math));
      isFormula = true;
    } else out += "\x03";
    return true;
  }

  /** The shadow root of an element, if that is what it shows. */
  function shadow(/** @type {any} */ element, /** @type {string} */ name) {
    const root = shadowOf(element);
    // Asking for a closed one is dear. Children of its own would show in it.
    if (root || !name.includes("-") || elementIn(element)) return root;
    if (!(element instanceof HTMLElement)) return null;
    const { openOrClosedShadowRoot } = /** @type {any} */ (element);
    if (openOrClosedShadowRoot !== undefined) return openOrClosedShadowRoot;
    return /** @type {any} */ (globalThis).chrome?.dom?.openOrClosedShadowRoot(element) ?? null;
  }

  /** Reads an element that is there for something else than its children. */
  function readAlone(
    /** @type {any} */ element,
    /** @type {string} */ name,
    /** @type {string} */ kind,
  ) {
    if (kind === "input") {
      if (element.type !== "checkbox") return;
      written += `\x1ftype=checkbox${element.checked ? "\x1fchecked=" : ""}`;
    } else if (kind === "image") written += image(element);
    else if (kind === "media") written += media(element);
    else if (kind === "frame")
      written += pair("src", resolved(element, element.src) || promised(element));
    else if (name !== "svg") written += pair("src", resolved(element, element.data || element.src));
    else {
      const first = elementIn(element);
      const title = first && nameOf(first) === "title" ? first.textContent : "";
      written += pair("title", title?.trim().slice(0, kept.get("title")?.longest));
    }
    open(name, written);
    const isSeen = kind === "frame" && element.offsetWidth > 1 && element.offsetHeight > 1;
    const body = isSeen && element.contentDocument && bodyOf(element.contentDocument);
    if (body) enter(element, true, firstOf(body));
    else out += "\x03";
  }

  /** Reads one element, and goes into it where there is more to read. */
  function read(/** @type {Element} */ element) {
    const name = nameOf(element);
    const kind = kinds.get(name) ?? "";
    if (kind === "skipped") return;
    if (kind === "script") {
      const type = attribute(element, "type");
      if (!type.startsWith("math/tex")) return;
      writeFormula(type.includes("display"), element.textContent);
      out += "\x03";
      return;
    }
    if (kind === "slot") {
      const given = HTMLSlotElement.prototype.assignedNodes.call(element, { flatten: true });
      const wasMuted = isMuted;
      if (given.length > 0) enter(element, false, given[0] ?? null, given);
      else enter(element, false, firstOf(element));
      isMuted = wasMuted;
      return;
    }
    readAttributes(element, name, kind);
    const shown = isShown(element, name, kind);
    if (!shown) return;
    const isTypeset = kind === "math" || (classes !== "" && said(classes).isTypeset);
    if (isTypeset && shown === true && formula(element, name)) return;
    if (isSpecial(kind)) {
      if (shown === true) readAlone(element, name, kind);
      return;
    }
    const isStillMuted = isMuted && kind === "inline" && !isNoted;
    const isNamed = shown === true && !isStillMuted && depth < mostDepth;
    if (isNamed) open(name, written);
    // No parser builds deeper than this, and the deeper, the slower browsers answer.
    if (levels.length >= mostLevels) {
      isCut = true;
      if (isNamed) out += "\x03";
      return;
    }
    const root = isFormula || kind === "inline" ? null : shadow(element, name);
    // A selection is one of the document's own nodes.
    const isOwn = !root || (stop && contains.call(element, stop));
    enter(element, isNamed, firstOf(isOwn ? element : root));
    isMuted = shown === "muted" || isStillMuted;
    isRaw ||= name === "pre";
    isFolded ||= hidden === "until-found" || (name === "details" && !written.includes("\x1fopen="));
  }

  /** What comes after a node and all that is in it. */
  function following(/** @type {Node | null} */ from) {
    let last = from;
    while (last && !nextOf(last)) last = parentOf(last);
    return last && nextOf(last);
  }

  /** Whether it is an element, a document or a shadow root. */
  const holdsNodes = (/** @type {Node} */ of) => [1, 9, 11].includes(typeOf(of));

  /** Goes to the beginning of a range: ends what is not around it, and begins what is. */
  function begin(/** @type {Range} */ next) {
    range = next;
    const { startContainer, startOffset, endContainer, endOffset } = range;
    const isParent = holdsNodes(startContainer);
    let first = isParent ? (childrenOf(startContainer)[startOffset] ?? null) : startContainer;
    /** @type {Element[]} */
    let path = [];
    for (let around = isParent ? startContainer : parentOf(startContainer); around; ) {
      if (typeOf(around) !== 1) break;
      const element = /** @type {Element} */ (around);
      path.push(element);
      // Of a formula, all is taken.
      if (formulas.test(attribute(element, "class")) || kinds.get(nameOf(element)) === "math")
        [first, path] = [element, []];
      around = parentOf(around);
    }
    path.reverse();
    let common = 0;
    while (common < levels.length && levels[common]?.element === path[common]) common += 1;
    while (levels.length > common) leave();
    for (const element of path.slice(common)) {
      const name = nameOf(element);
      readAttributes(element, name, kinds.get(name) ?? "");
      const isNamed = depth < mostDepth;
      if (isNamed) open(name, written);
      node = nextOf(element);
      list = null;
      enter(element, isNamed, null);
      isRaw ||= name === "pre";
    }
    node = first;
    const last = holdsNodes(endContainer) ? childrenOf(endContainer)[endOffset] : null;
    stop = last ?? following(endContainer);
  }

  /** What is selected in the page, or in the frame of it that has the focus. */
  function selected() {
    /** @type {Document} */
    let page = document;
    for (;;) {
      const selection = Document.prototype.getSelection.call(page);
      const count = selection?.rangeCount ?? 0;
      const ranges = Array.from({ length: count }, (_, index) => selection?.getRangeAt(index));
      const focus = focusOf(page);
      const isFrame = focus && kinds.get(nameOf(focus)) === "frame" && focus.contentDocument;
      const found = ranges.filter((range) => range !== undefined && !range.collapsed);
      if (found.length > 0 || !isFrame) return /** @type {Range[]} */ (found);
      page = focus.contentDocument;
    }
  }

  /** What was picked in the page by hand, as picker.js left it in this world. */
  function picked() {
    const element = /** @type {any} */ (globalThis)[Symbol.for("satchel.picked")]?.();
    if (!element) return [];
    const around = new Range();
    around.selectNode(element);
    return [around];
  }

  function writeText(/** @type {Node} */ text) {
    const data = textOf(text);
    if (!isRaw && !(data.charCodeAt(0) > 32) && !ink.test(data)) {
      // Lines and their indents between elements are a third of what there is.
      if (data !== "") out += "\x01 ";
      return;
    }
    let part = data;
    if (range) {
      if (text === range.endContainer) part = part.slice(0, range.endOffset);
      if (text === range.startContainer) part = part.slice(range.startOffset);
    }
    const room = mostText - out.length + 1;
    out += "\x01";
    out += clean(part.length > room ? part.slice(0, room) : part);
  }

  const ranges = onlyPicked ? picked() : onlySelected ? selected() : [];
  const first = rootOf(document);
  if (!onlySelected && !onlyPicked) node = first;
  // What the page has changed since it was drawn is laid out first, which it would be anyway.
  if (first) Element.prototype.getBoundingClientRect.call(first);
  const end = performance.now() + mostTime;
  for (;;) {
    if (node === null ? levels.length === 0 : node === stop) {
      const next = ranges.shift();
      if (!next) break;
      begin(next);
      continue;
    }
    if (node === null) {
      leave();
      continue;
    }
    untilClock -= 1;
    if (untilClock <= 0) {
      if (performance.now() > end) visited = mostNodes;
      untilClock = 32;
    }
    if (visited >= mostNodes || out.length > mostText) {
      isCut = true;
      break;
    }
    visited += 1;
    /** @type {Node} */
    const current = node;
    at += 1;
    node = list ? (list[at] ?? null) : nextOf(current);
    const type = typeOf(current);
    if (type === 1) {
      const before = levels.length;
      read(/** @type {Element} */ (current));
      // The selection ends in something that is not read, or read as a whole.
      const isWhole = levels.length === before || isFormula;
      if (stop && isWhole && contains.call(current, stop)) stop = following(current);
    } else if ((type === 3 || type === 4) && !isMuted) writeText(current);
  }
  isCut ||= out.length > mostText;
  out += "\x03".repeat(depth);
  if (isCut) out = `${out.slice(0, opening) || "\x02html"}\x1fcut=1${out.slice(opening) || "\x03"}`;
  return /** @type {any} */ (out).toWellFormed();
}
