/** The receipt of a save: what was sent, how much of it is in Notion, and what to do about the rest. */

import { browser } from "../browser.js";
import { asError, ask } from "../messages.js";
import { button, create, plain } from "./element.js";
import { explain, explained } from "./explain.js";
import { glyph } from "./glyphs.js";
import { say } from "./status.js";
import { countText, listText, lookUp, ofText, text } from "./text.js";

/** @import { Receipt } from "./protocol.d.ts" */

/** @type {Record<Receipt["standing"], import("./glyphs.js").Glyph>} */
const GLYPHS = {
  open: "clock",
  late: "clock",
  whole: "check",
  missing: "warning",
  partial: "question",
  unknown: "question",
  gone: "question",
  sending: "outbound",
  replaced: "check",
};

/** What is said while something is done. */
const UNDER_WAY = /** @type {const} */ ({
  inspect: ["clock", "receipt_checking"],
  sendMissing: ["outbound", "receipt_sending"],
});

/** The receipt of one save: stays the same element, whatever becomes of it. */
export class ReceiptNote {
  #words;
  #send = button(text("receipt_send"), () => this.#ask("sendMissing"), "button");
  #again = button(text("receipt_again"), () => this.#ask("inspect"), "link");
  #id;
  #isAloud;
  /** What is said of what is left out of it. @type {Promise<HTMLElement | null> | undefined} */
  #left;

  /**
   * @param {string} id the save's
   * @param {{ aloud?: boolean }} [options] aloud: what changes is read out
   */
  constructor(id, { aloud = false } = {}) {
    this.#id = id;
    this.#isAloud = aloud;
    this.#words = create("div", { class: "receipt-words", role: aloud ? "status" : null });
    this.#send.dataset.action = "send-missing";
    this.#again.dataset.action = "check";
    const steps = create("div", { class: "receipt-steps" }, this.#send, this.#again);
    this.element = create("div", { class: "receipt", hidden: true }, this.#words, steps);
  }

  /** @param {Receipt} receipt */
  show(receipt) {
    const isOpen = receipt.standing === "open" && receipt.error === null;
    this.element.hidden = false;
    this.element.dataset.standing = receipt.standing;
    this.#again.hidden = isOpen || receipt.standing === "replaced";
    this.#offer(receipt.standing === "missing" && receipt.isKept);
    this.#words.classList.toggle("soon", isOpen);
    this.#words.replaceChildren(...lines(receipt));
    this.#left ??= leftOut(this.#id);
    // The same element each time, which whatever is shown by then has at its end.
    this.#left.then((left) => left && this.#words.append(left)).catch(() => {});
  }

  /**
   * Offers to send what is missing, or no longer; whoever was on that goes on beside it.
   * @param {boolean} isPossible
   */
  #offer(isPossible) {
    const hadFocus = document.activeElement === this.#send;
    this.#send.hidden = !isPossible;
    if (hadFocus && !isPossible) this.#again.focus();
  }

  /** @param {"inspect" | "sendMissing"} wish */
  async #ask(wish) {
    if (this.element.getAttribute("aria-busy")) return;
    this.element.setAttribute("aria-busy", "true");
    const [drawing, words] = UNDER_WAY[wish];
    const before = this.#words.firstElementChild;
    before?.replaceChildren(glyph(drawing, 14), create("span", {}, text(words)));
    this.#say(text(words));
    try {
      const receipt = await ask(wish, { id: this.#id });
      if (receipt) this.show(receipt);
    } catch (thrown) {
      const { happened, next } = explain(asError(thrown));
      this.#words.replaceChildren(line("warning", [happened, next].join(" ").trim()));
    } finally {
      this.element.removeAttribute("aria-busy");
      this.#say(this.#words.firstElementChild?.textContent ?? "");
    }
  }

  /** @param {string} words of one that was asked about, where not all that changes is read out */
  #say(words) {
    if (!this.#isAloud) say(words);
  }
}

/** @param {Receipt} receipt */
function lines(receipt) {
  const { standing, error, missing, isKept, changed, sent, stored } = receipt;
  const updated = ofUpdate(receipt);
  // Of an update that is not done there is no more to say.
  if (updated && !COMPARED.has(standing))
    return error === null ? updated : [...updated, create("p", {}, explained(error))];
  /** @type {HTMLElement[]} */
  const lines = [...(updated ?? []), line(GLYPHS[standing], said(receipt))];
  if (missing.length > 0) {
    const more = sent.blocks - stored.blocks - missing.length;
    const named = missing.map(({ kind, start }) => create("li", {}, nameOf(kind, start)));
    if (standing === "missing" && more > 0)
      named.push(create("li", {}, countText("receipt_more", more)));
    lines.push(create("ul", { class: "receipt-missing" }, ...named));
  }
  if (standing === "missing")
    lines.push(create("p", {}, text(isKept ? "receipt_missing_kept" : "receipt_missing_next")));
  if (changed > 0) lines.push(create("p", {}, countText("receipt_changed", changed)));
  if (error !== null && standing !== "gone") lines.push(create("p", {}, explained(error)));
  return lines;
}

/** How a receipt stands that says how much there is. @type {Set<Receipt["standing"]>} */
const COMPARED = new Set(["whole", "late", "missing"]);

/**
 * What became of the page's text, where the save was to bring that up to date.
 * @param {Receipt} receipt
 */
function ofUpdate({ standing, added, removed, edited, isBelow, error }) {
  if (added === null || standing === "gone" || standing === "unknown") return null;
  if (standing === "partial") return [line("question", text("renewal_partial"))];
  if (!COMPARED.has(standing))
    return [
      line(error ? "warning" : "outbound", text(error ? "renewal_failed" : "renewal_sending")),
    ];
  const amounts = [
    ...(added > 0 ? [countText("renewal_added", added)] : []),
    ...(removed > 0 ? [countText("renewal_removed", removed)] : []),
  ];
  const words =
    amounts.length === 0 ? text("renewal_same") : text("renewal_done", listText(amounts));
  /** @type {HTMLElement[]} */
  const lines = [line("check", isBelow ? text("renewal_below") : words)];
  if (edited.length > 0) {
    const named = edited.map(({ kind, start }) => create("li", {}, nameOf(kind, start)));
    lines.push(create("p", {}, text("renewal_edited")));
    lines.push(create("ul", { class: "receipt-missing receipt-edited" }, ...named));
  }
  return lines;
}

/** @param {Receipt} receipt */
function said({ standing, error, sent, stored }) {
  if (standing === "open") return text(error ? "receipt_unread" : "receipt_checking");
  if (
    standing === "unknown" ||
    standing === "gone" ||
    standing === "sending" ||
    standing === "replaced"
  )
    return text(`receipt_${standing}`);
  const amounts = [
    ofText("receipt_characters", stored.characters, sent.characters),
    ofText("receipt_blocks", stored.blocks, sent.blocks),
    ...(sent.pictures > 0 ? [ofText("receipt_pictures", stored.pictures, sent.pictures)] : []),
  ];
  return text(`receipt_${standing}`, listText(amounts));
}

/**
 * A block as a reader knows it: what it is, and how it begins.
 * @param {string} kind
 * @param {string} start
 */
function nameOf(kind, start) {
  const family = kind.replace(/_\d$|^bulleted_|^numbered_/u, "");
  const name = lookUp(`block_${family}`) || text("block_other");
  return start === "" ? name : text("receipt_named", name, plain(start));
}

/**
 * @param {import("./glyphs.js").Glyph} drawing
 * @param {string} words
 */
function line(drawing, words) {
  return create("p", { class: "receipt-line" }, glyph(drawing, 14), create("span", {}, words));
}

/**
 * What Notion was never sent of a save, because it has no address that Notion takes.
 * @param {string} id the save's
 */
async function leftOut(id) {
  const key = `left:${id}`;
  const found = /** @type {Record<string, Record<string, number>>} */ (
    await browser.storage.local.get(key)
  );
  const counted = Object.entries(found[key] ?? {}).map(([kind, count]) => counts(kind, count));
  if (counted.length === 0) return null;
  return create("p", { class: "receipt-left" }, text("receipt_left", listText(counted)));
}

/** @param {string} kind @param {number} count */
function counts(kind, count) {
  if (kind === "image") return countText("left_image", count);
  if (kind === "video") return countText("left_video", count);
  if (kind === "audio") return countText("left_audio", count);
  if (kind === "embed") return countText("left_embed", count);
  return countText("left_file", count);
}
