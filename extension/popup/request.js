/**
 * The request that saving would send now, for whoever wants to see it to the letter. It is made by the
 * core as it is made for sending; the token is none of it.
 */

import { create } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { text } from "../interface/text.js";
import { asError, ask } from "../messages.js";

/** @import { Submission } from "../interface/protocol.d.ts" */

/** How long it is waited for the next letter before it is made anew. */
const PAUSE_MS = 300;

/** Characters that turn the direction of the text around them: they would show another request than this. */
const TURNING = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** The request, in a disclosure of its own or without. */
export class RequestView {
  #folded = create("details", { id: "request", class: "request" });
  #shown = create("div", { class: "request-content" });
  #wanted;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #waiting;
  #asked = 0;

  /** @param {() => Promise<Submission | null>} wanted the save as it stands; null where there is none */
  constructor(wanted) {
    this.#wanted = wanted;
    this.#folded.append(create("summary", {}, text("request")));
    this.#folded.addEventListener("toggle", () => this.#show());
  }

  /** Where there is more to see: shown once somebody asks for it. */
  folded() {
    this.#folded.append(this.#shown);
    return this.#folded;
  }

  /** Where there is nothing else to see. */
  alone() {
    return this.#shown;
  }

  /** Something that is sent may have changed. */
  changed() {
    clearTimeout(this.#waiting);
    this.#waiting = setTimeout(() => this.#show(), PAUSE_MS);
  }

  async #show() {
    if (!this.#shown.checkVisibility()) return;
    this.#asked += 1;
    const asked = this.#asked;
    /** @type {HTMLElement[]} */
    let parts;
    try {
      const submission = await this.#wanted();
      if (!submission) return;
      parts = described(await ask("outgoing", submission));
    } catch (thrown) {
      parts = [create("p", {}, explained(asError(thrown)))];
    }
    // Another change was made meanwhile.
    if (asked === this.#asked) this.#shown.replaceChildren(...parts);
  }
}

/** @param {import("../interface/protocol.d.ts").Outgoing} request */
function described({ method, address, body, more }) {
  const content = JSON.stringify(body, null, 2).replace(TURNING, codePoint);
  const follows = text("request_more", more.toLocaleString(text("language")));
  return [
    create("p", { class: "soft" }, text("request_note")),
    create("pre", { dir: "ltr" }, `${method} ${address}\n\n${content}`),
    ...(more > 0 ? [create("p", { class: "soft" }, follows)] : []),
  ];
}

/** A character as JSON may write it just as well. @param {string} character */
function codePoint(character) {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
