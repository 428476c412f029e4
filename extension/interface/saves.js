/** One save in a list: what it is, how it stands, and what can be done about it. */

import { ticking } from "./countdown.js";
import { create, isolated } from "./element.js";
import { explained, noticeText } from "./explain.js";
import { glyph } from "./glyphs.js";
import { hostOf, webAddress } from "./places.js";
import { pictureLines, picturesOf } from "./pictures.js";
import { ReceiptNote } from "./receipt.js";
import { Actions } from "./save-actions.js";
import { text } from "./text.js";
import { fullTime, relativeTime, timeUntil } from "./time.js";
import { spinner } from "./under-way.js";

/** @import { Receipt, SaveView } from "./protocol.d.ts" */
/** @import { Doing } from "./save-work.js" */

/**
 * What a row tells the page that shows it.
 * @typedef {object} Listener
 * @property {(save: SaveView) => void} changed the save stands differently now
 * @property {(said: string) => void} gone the save is no more, and what to say of that
 * @property {(message: string) => void} announce said aloud, not shown
 */

/** @type {Record<SaveView["state"], import("./glyphs.js").Glyph>} */
const GLYPHS = {
  waiting: "clock",
  sending: "outbound",
  unclear: "question",
  attention: "warning",
  saved: "check",
  gone: "undo",
};

/** The row for a save. It is told of changes and stays the same element through all of them. */
export class SaveRow {
  #save;
  #everything;
  /** What is being done with it. @type {Doing | null} */
  #doing = null;
  #head = create("div", { class: "save-head" });
  #pictures = create("div", {});
  #receipt;
  #actions;

  /**
   * @param {SaveView} save
   * @param {Listener} listener
   * @param {{ everything?: boolean }} [options] everything: all that can be done with a save, not only what helps it on
   */
  constructor(save, listener, { everything = false } = {}) {
    this.#save = save;
    this.#everything = everything;
    this.#receipt = new ReceiptNote(save.id);
    const showDoing = (/** @type {Doing | null} */ doing) => this.#showDoing(doing);
    this.#actions = new Actions(listener, showDoing, titleId(save), everything);
    this.element = create(
      "li",
      { class: "save", "data-id": save.id },
      this.#head,
      this.#pictures,
      this.#receipt.element,
      this.#actions.element,
    );
    this.update(save);
  }

  /** The save as it was last told. */
  get save() {
    return this.#save;
  }

  /**
   * How it stands now. A question that is being answered, and a form being filled in, stay.
   * @param {SaveView} save
   */
  update(save) {
    this.#save = save;
    this.element.dataset.state = save.state;
    this.#head.replaceChildren(
      title(save, this.#everything),
      state(save, this.#doing),
      ...reasons(save),
    );
    this.#actions.show(save);
    if (this.#everything && save.state === "saved") this.#tellPictures();
  }

  /** @param {Doing | null} doing */
  #showDoing(doing) {
    if (this.#doing === doing) return;
    this.#doing = doing;
    // The title stays: it may have the focus.
    this.#head.querySelector(".save-state")?.replaceWith(state(this.#save, doing));
  }

  /** What became of its pictures, which is known later than the save is over. */
  async #tellPictures() {
    const lines = pictureLines(await picturesOf(this.#save.id));
    this.#pictures.replaceChildren(...lines.map(line));
  }

  /**
   * What became of it in Notion.
   * @param {Receipt} receipt
   */
  receive(receipt) {
    this.#receipt.show(receipt);
  }

  /** Puts the reader on the first thing that can be done. */
  focus() {
    this.#actions.focus();
  }
}

/** @param {SaveView} save */
function titleId(save) {
  return `save-title-${save.id}`;
}

/**
 * @param {SaveView} save
 * @param {boolean} isLink to the page that was saved
 */
function title(save, isLink) {
  const words = isolated(save.title || save.address || text("untitled"));
  const href = isLink ? webAddress(save.address) : null;
  const link = { class: "save-link", href, target: "_blank", rel: "noopener noreferrer" };
  return create(
    "p",
    { class: "save-title", id: titleId(save) },
    href === null ? words : create("a", link, words),
  );
}

/** @type {Doing} */
const standing = (state) => text(`state_${state}`);

/**
 * @param {SaveView} save
 * @param {Doing | null} doing what is being done with it, which comes before how it stands
 */
function state(save, doing) {
  const host = hostOf(save.address);
  return create(
    "p",
    { class: "save-state" },
    doing === null ? glyph(GLYPHS[save.state], 14) : spinner(),
    create("span", { class: "save-word" }, (doing ?? standing)(save.state)),
    host ? isolated(host, "save-host") : null,
    create(
      "time",
      { datetime: new Date(save.createdAt).toISOString(), title: fullTime(save.createdAt) },
      relativeTime(save.createdAt),
    ),
  );
}

/**
 * Why it is not in Notion and when that is tried again, or what changed on the way there.
 * @param {SaveView} save
 * @returns {HTMLElement[]}
 */
function reasons(save) {
  const lines = [];
  // Being offline is no fault, and nothing has to be done about it.
  if (isOffline(save)) lines.push(line(text("offline_row")));
  else if (isDenied(save)) lines.push(line(text("error_notion_not_allowed")));
  else if (save.error && save.state !== "saved") lines.push(line(explained(save.error)));
  else if (save.notices.length > 0) lines.push(line(save.notices.map(noticeText).join(" ")));
  const { nextAttemptAt } = save;
  if (nextAttemptAt !== null && save.state !== "saved")
    lines.push(line(ticking(() => text("next_attempt", timeUntil(nextAttemptAt)))));
  return lines;
}

/**
 * Whether a save waits for nothing but the network.
 * @param {SaveView} save
 */
export function isOffline({ state, error }) {
  return state === "waiting" && error?.code === "offline" && !navigator.onLine;
}

/**
 * Whether a save waits for nothing but the person to let Notion be reached, for which every page has the button.
 * @param {SaveView} save
 */
export function isDenied({ state, error }) {
  return state === "waiting" && error?.code === "notion-not-allowed";
}

/**
 * Whether a save is being sent, or about to be: nothing holds it up.
 * @param {SaveView} save
 */
export function isUnderWay({ state, error, nextAttemptAt }) {
  return state === "sending" || (state === "waiting" && error === null && nextAttemptAt === null);
}

/** @param {string | HTMLElement} words */
function line(words) {
  return create("p", { class: "save-reason" }, words);
}
