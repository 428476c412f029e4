// Picking a part of the page by hand. It is put into the page's isolated world when the person asks for
// it in the popup, and stands alone there. The page gets one element more, which goes again. What was
// picked is known to that world only, for `walk.js` to find.

(() => {
  const world = /** @type {Record<symbol, any>} */ (/** @type {unknown} */ (globalThis));
  const [picked, running] = [Symbol.for("satchel.picked"), Symbol.for("satchel.picker")];
  const XHTML = "http://www.w3.org/1999/xhtml";
  /** Inline elements that are a thing of their own all the same. */
  const WHOLE = /^(?:img|picture|video|audio|canvas|svg|math|iframe|object|embed|table)$/u;
  const UNSEEN = /^(?:script|style|noscript|template)$/u;
  const LONGEST = 90;
  /** How long a second click of a double click is kept from the page. */
  const SHIELD = 400;
  /** How often the focus is taken back from a page that wants it. */
  const MOST_REGAINED = 50;

  // A page may name the fields of a form `parentNode` or `localName`, and so hide what the form has by
  // that name. The prototypes here are the extension's own.
  /** @type {(of: { prototype: object }, name: string) => any} */
  const own = ({ prototype }, name) => {
    const { get, value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    return Function.prototype.call.bind(get ?? value);
  };
  const [parentOf, rootOf] = [own(Node, "parentNode"), own(Node, "getRootNode")];
  const [isThere, typeOf] = [own(Node, "isConnected"), own(Node, "nodeType")];
  const [nameOf, rectOf] = [own(Element, "localName"), own(Element, "getBoundingClientRect")];
  const firstIn = own(Element, "firstElementChild");
  const [openIn, isVisible] = [own(Element, "shadowRoot"), own(Element, "checkVisibility")];
  const beside = {
    ArrowRight: own(Element, "nextElementSibling"),
    ArrowLeft: own(Element, "previousElementSibling"),
  };
  const [make, bodyOf] = [own(Document, "createElementNS"), own(Document, "body")];
  const [all, focused] = [own(Document, "querySelectorAll"), own(Document, "activeElement")];

  const say = (/** @type {string} */ name) => chrome.i18n.getMessage(name);
  const address = () => location.href.split("#", 1)[0];
  const top = () => bodyOf(document) ?? document.documentElement;

  /**
   * An element of ours. Its style is no attribute that a page's policy could forbid.
   * @param {string} name
   * @param {string} style
   * @returns {any}
   */
  function element(name, style) {
    const made = make(document, XHTML, name);
    made.style.cssText = style;
    return made;
  }

  /** The shadow root of an element, if `walk.js` finds it as well. @param {any} of */
  function shadowOf(of) {
    const root = openIn(of);
    if (root || !nameOf(of).includes("-") || !(of instanceof HTMLElement)) return root;
    const { openOrClosedShadowRoot } = /** @type {any} */ (of);
    if (openOrClosedShadowRoot !== undefined) return openOrClosedShadowRoot;
    return chrome.dom?.openOrClosedShadowRoot(of) ?? null;
  }

  // What is on the screen: a frame of ours takes the mouse and the keys, so that the page does not get
  // them, whatever listens there; an outline and a line of words lie over it.
  const host = element(
    "div",
    "all:initial;display:block;position:fixed;inset:0;z-index:2147483647;pointer-events:none".replaceAll(
      /;|$/gu,
      "!important;",
    ),
  );
  const shadow = host.attachShadow({ mode: "closed" });
  const frame = element(
    "iframe",
    "position:absolute;inset:0;width:100%;height:100%;border:0;pointer-events:auto",
  );
  const outline = element(
    "div",
    "position:absolute;box-sizing:border-box;border:2px solid #1a6650;border-radius:4px;" +
      "background:rgb(114 201 170/12%);box-shadow:0 0 0 2px #fff,0 0 0 200vmax rgb(0 0 0/28%)",
  );
  const bar = element(
    "div",
    "position:absolute;inset-inline:0;margin:16px auto;width:fit-content;max-width:min(92%,46rem);" +
      "box-sizing:border-box;padding:10px 16px;border-radius:10px;background:#262824;color:#fff;" +
      "font:14px/1.5 system-ui,sans-serif;text-align:center;box-shadow:0 0 0 1px #81847b,0 8px 24px rgb(0 0 0/40%)",
  );
  const words = element(
    "div",
    "overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600;min-height:1lh",
  );
  const keys = element(
    "div",
    "display:flex;flex-wrap:wrap;justify-content:center;gap:2px 14px;color:#d5d7d0;font-size:13px",
  );
  bar.dir = say("direction");
  bar.lang = say("language");
  words.dir = "auto";
  words.setAttribute("role", "status");
  for (const [key, meaning] of Object.entries({
    "↑": "pick_wider",
    "↓": "pick_narrower",
    "← →": "pick_beside",
    "⏎": "pick_take",
    Esc: "pick_cancel",
  })) {
    const [hint, cap] = [element("span", ""), element("b", "margin-inline-end:5px;color:#fff")];
    cap.textContent = key;
    hint.append(cap, say(meaning));
    keys.append(hint);
  }
  bar.append(words, keys);
  shadow.append(frame, outline, bar);

  // What is chosen; what it was narrower before, the narrowest first; where the mouse is.
  /** @type {any} */
  let current = null;
  /** @type {any[]} */
  let narrower = [];
  /** @type {{ x: number, y: number } | null} */
  let mouse = null;
  let hasMoved = false;
  /** Something was chosen on purpose. */
  let isMeant = false;
  /** The key that was pressed here and not yet let go. */
  let held = "";
  let regained = 0;
  let changedAt = 0;
  const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const heard = new AbortController();

  const isOurs = (/** @type {Node | null} */ node) => node === host;
  const isShown = (/** @type {any} */ of) => {
    const { width, height } = rectOf(of);
    const isSeen = width > 1 && height > 1 && isVisible(of, { visibilityProperty: true });
    return isSeen && !isOurs(of);
  };
  const isSame = (/** @type {any} */ one, /** @type {any} */ other) => {
    const [a, b] = [rectOf(one), rectOf(other)];
    const sides = /** @type {const} */ (["left", "top", "right", "bottom"]);
    return sides.every((side) => Math.abs(a[side] - b[side]) < 1);
  };

  /** What an element is in, out of shadow trees as well; nothing for the widest there is. */
  function around(/** @type {any} */ of) {
    if (of === top()) return null;
    const parent = parentOf(of);
    if (!parent || typeOf(parent) === 9) return null;
    const outer = typeOf(parent) === 11 ? parent.host : parent;
    return outer === document.documentElement ? top() : outer;
  }

  /** The innermost element at a point of the window. */
  function at(/** @type {{ x: number, y: number }} */ { x, y }) {
    /** @type {any} */
    let [root, found] = [document, null];
    for (;;) {
      const kind = root === document ? Document : ShadowRoot;
      const hit = own(kind, "elementsFromPoint")(root, x, y).find(
        (/** @type {Node} */ each) => !isOurs(each) && rootOf(each) === root,
      );
      if (!hit) return found;
      found = hit;
      root = shadowOf(hit);
      if (!root) return found;
    }
  }

  /** Chooses what is at a point: the block there, which can be narrowed to the words in it. */
  function follow(/** @type {{ x: number, y: number }} */ point) {
    let found = at(point);
    if (!found || found === document.documentElement) found = top();
    const inside = [];
    while (
      !WHOLE.test(nameOf(found)) &&
      /^(?:inline|contents)$/u.test(getComputedStyle(found).display)
    ) {
      const outer = around(found);
      if (!outer) break;
      inside.push(found);
      found = outer;
    }
    narrower = inside;
    choose(found);
  }

  function choose(/** @type {any} */ next) {
    if (next === current) return;
    current = next;
    changedAt = performance.now();
    words.textContent = excerpt(next) || nameOf(next);
  }

  /** How the text of an element begins. */
  function excerpt(/** @type {any} */ of) {
    const texts = own(Document, "createTreeWalker")(document, of, NodeFilter.SHOW_TEXT);
    let found = of.alt ?? "";
    for (let count = 0; count < 200 && found.length < LONGEST && texts.nextNode(); count += 1)
      if (!UNSEEN.test(nameOf(parentOf(texts.currentNode)))) found += ` ${texts.currentNode.data}`;
    const line = found.replace(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, " ").trim();
    return line.length > LONGEST ? `${line.slice(0, LONGEST).toWellFormed()}…` : line;
  }

  /** @type {Record<string, () => void>} */
  const presses = {
    ArrowUp() {
      let outer = around(current);
      while (outer && (!isShown(outer) || isSame(outer, current))) outer = around(outer);
      if (!outer) return;
      narrower.push(current);
      choose(outer);
    },
    ArrowDown() {
      const known = narrower.pop();
      if (known && isThere(known)) return choose(known);
      narrower = [];
      let inner = current;
      do inner = step(inner, true);
      while (inner && isSame(inner, current));
      if (inner) choose(inner);
    },
    ArrowLeft: () => aside("ArrowLeft"),
    ArrowRight: () => aside("ArrowRight"),
  };

  /** The first element that is shown in another, or after it. */
  function step(/** @type {any} */ from, isInside = false, next = beside.ArrowRight) {
    let found = isInside ? (shadowOf(from)?.firstElementChild ?? firstIn(from)) : next(from);
    while (found && !isShown(found)) found = next(found);
    return found;
  }

  function aside(/** @type {"ArrowLeft" | "ArrowRight"} */ key) {
    const found = current === top() ? null : step(current, false, beside[key]);
    if (!found) return;
    narrower = [];
    choose(found);
  }

  /** Draws where it is now: the page may scroll and change. */
  function draw() {
    if (heard.signal.aborted) return;
    if (mouse && hasMoved) {
      hasMoved = false;
      isMeant = true;
      follow(mouse);
    }
    if (!isThere(current)) follow(mouse ?? middle());
    const { left, top, right, bottom } = rectOf(current);
    const { clientWidth: width, clientHeight: height } = frame.isConnected ? frame : host;
    // Of what is larger than the window, the edges stay in sight.
    const [x, y] = [Math.max(left - 3, 3), Math.max(top - 3, 3)];
    Object.assign(outline.style, {
      transition: isCalm || performance.now() - changedAt > 90 ? "none" : "all 80ms",
      left: `${x}px`,
      top: `${y}px`,
      width: `${Math.max(Math.min(right + 3, width - 3) - x, 0)}px`,
      height: `${Math.max(Math.min(bottom + 3, height - 3) - y, 0)}px`,
    });
    // Out of the way of the mouse.
    const isLow = mouse !== null && mouse.y > height - 150;
    bar.style.top = isLow ? "0" : "auto";
    bar.style.bottom = isLow ? "auto" : "0";
    requestAnimationFrame(draw);
  }

  const middle = () => ({ x: innerWidth / 2, y: innerHeight / 2 });

  /** Ends it: the page is as it was, and has the focus where it had it. */
  function end(shield = 0) {
    heard.abort();
    delete world[running];
    outline.remove();
    bar.remove();
    const leave = () => {
      host.remove();
      if (before !== top()) before?.focus?.({ preventScroll: true });
    };
    if (shield > 0) setTimeout(leave, shield);
    else leave();
  }

  /** Takes what is chosen, and tells the worker that there is something. */
  function take(shield = 0) {
    const [part, from] = [current, address()];
    // A strong hold: browsers drop the wrapper of an element that nothing in this world holds, and a
    // weak one with it. Where the element leaves the page, or the page its address, it counts no more.
    world[picked] = () => (isThere(part) && address() === from ? part : null);
    end(shield);
    try {
      chrome.runtime.sendMessage({ kind: "picked" }).catch(() => {});
    } catch {
      // Satchel was updated or removed meanwhile.
    }
  }

  /** @type {Record<string, (event: any) => void>} */
  const handlers = {
    pointermove({ clientX: x, clientY: y }) {
      // Browsers say where a mouse is that rests, too: that is no wish.
      hasMoved ||= mouse !== null && (mouse.x !== x || mouse.y !== y);
      mouse = { x, y };
    },
    click(event) {
      if (event.button !== 0) return;
      event.preventDefault();
      if (hasMoved || !isMeant) follow({ x: event.clientX, y: event.clientY });
      take(SHIELD);
    },
    keydown(event) {
      const { key, ctrlKey, altKey, metaKey } = event;
      if (ctrlKey || altKey || metaKey) return;
      const press = presses[key];
      if (press || key === "Enter" || key === "Escape" || key === "Tab") event.preventDefault();
      // The Enter that began it may still be held.
      if (!event.repeat) held = key;
      if (!press) return;
      isMeant = true;
      press();
      current.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    },
    keyup({ key }) {
      // Letting go of the key is not for the page either.
      const isWhole = held === key;
      held = "";
      if (isWhole && key === "Enter") take();
      if (isWhole && key === "Escape") end();
    },
    wheel(event) {
      // What the page scrolls by itself, the frame passes on to. What scrolls inside it does not hear.
      const { deltaX, deltaY, clientX: x, clientY: y } = event;
      for (let box = at({ x, y }); box && box !== top(); box = around(box)) {
        const { overflowY } = getComputedStyle(box);
        if (!/auto|scroll/u.test(overflowY) || box.scrollHeight <= box.clientHeight) continue;
        event.preventDefault();
        box.scrollBy({ left: deltaX, top: deltaY, behavior: "instant" });
        return;
      }
    },
    mousedown: (event) => event.preventDefault(),
  };
  const names = [...Object.keys(handlers), "mousemove", "pointerdown", "pointerup", "mouseup"];
  names.push("dblclick", "auxclick", "contextmenu", "keypress");

  function listen(/** @type {EventTarget} */ target) {
    const options = { capture: true, passive: false, signal: heard.signal };
    for (const name of names)
      target.addEventListener(
        name,
        (event) => {
          // What the page makes up itself is its own.
          if (!event.isTrusted) return;
          event.stopImmediatePropagation();
          handlers[name]?.(event);
        },
        options,
      );
  }

  /** Takes the mouse and the keys, as soon as there is a frame: in Firefox that is a moment later. */
  function enter() {
    if (heard.signal.aborted) return;
    const inner = frame.contentDocument ? frame.contentWindow : null;
    if (!inner) {
      frame.remove();
      return;
    }
    const { body, documentElement } = inner.document;
    documentElement.style.cursor = "crosshair";
    // The keys are ours, also where a screen reader has keys of its own.
    body.setAttribute("role", "application");
    body.setAttribute("aria-label", say("pick"));
    body.tabIndex = -1;
    const hold = () => {
      inner.focus();
      body.focus({ preventScroll: true });
    };
    const regain = () => {
      regained += 1;
      const isWanted = () => !heard.signal.aborted && document.hasFocus();
      if (regained < MOST_REGAINED) setTimeout(() => isWanted() && hold());
    };
    listen(inner);
    inner.addEventListener("blur", regain, { signal: heard.signal });
    hold();
  }

  world[running]?.();
  world[running] = end;
  const before = focused(document);
  frame.addEventListener("load", enter);
  // A page that is behind a dialog is out of reach; what is in the dialog is not.
  const dialogs = all(document, "dialog:modal");
  host.popover = "manual";
  (dialogs[dialogs.length - 1] ?? document.documentElement).append(host);
  host.showPopover();
  // Where a page lets no frame of ours be, and for keys while it has taken the focus.
  listen(window);
  const last = world[picked]?.();
  if (last) choose(last);
  else follow(middle());
  draw();
})();
