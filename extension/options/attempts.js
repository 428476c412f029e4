/**
 * One attempt to connect at a time, whichever way it takes: the button that was pressed shows that
 * it goes on, the others wait.
 */

import { byId, create } from "../interface/element.js";
import { explain } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { text } from "../interface/text.js";
import { focusAccount } from "./accounts.js";

/** @import { ErrorView, View } from "../interface/protocol.d.ts" */
/** @import { Page } from "./options.js" */

/** What the buttons that connect have in common: the page's markup says so, and the cards do. */
const BUTTONS = "button[data-connects]";

/** @typedef {Pick<Page, "change" | "announce" | "look">} Needs */

/** The attempts, and what the page shows of them. */
export class Attempts {
  #page;
  /** @type {View | null} */
  #view = null;
  /** The button that began the attempt under way. @type {HTMLButtonElement | null} */
  #pressed = null;
  /** @type {(() => void)[]} */
  #successes = [];
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #nextLook;
  #followUntil = 0;

  /** @param {Needs} page */
  constructor(page) {
    this.#page = page;
  }

  /** Whether one is under way, here or in another tab. */
  get isBusy() {
    return this.#pressed !== null || this.#view?.signIn === "open";
  }

  /** @param {() => void} tidy what a way of connecting does once a workspace is connected */
  onSuccess(tidy) {
    this.#successes.push(tidy);
  }

  /**
   * @param {HTMLButtonElement} button that was pressed
   * @param {"connect" | "signIn"} kind
   * @param {unknown} value
   * @param {(error: ErrorView) => void} failed
   */
  async begin(button, kind, value, failed) {
    if (this.isBusy) return;
    const before = new Set(this.#view?.accounts.map((account) => JSON.stringify(account)));
    const label = [...button.childNodes];
    const waiting = text(kind === "signIn" ? "waiting_for_notion" : "connecting");
    this.#pressed = button;
    button.replaceChildren(create("span", { class: "spinner" }), waiting);
    this.#draw();
    byId("progress", HTMLParagraphElement).textContent = waiting;
    if (kind === "signIn") this.#follow(true);
    const connected = await this.#page.change(kind, value, text("connected_now"), (error) => {
      if (error.code === "sign-in-cancelled") {
        this.#page.announce(text("error_sign_in_cancelled"));
        button.focus();
      } else if (this.#view?.signIn !== "interrupted") {
        failed(error);
      }
    });
    this.#pressed = null;
    button.replaceChildren(...label);
    byId("progress", HTMLParagraphElement).textContent = "";
    this.#draw();
    if (!connected) return;
    for (const tidy of this.#successes) tidy();
    const changed = this.#view?.accounts.find((account) => !before.has(JSON.stringify(account)));
    focusAccount(changed?.id ?? null);
  }

  /** @param {View} view */
  show(view) {
    this.#view = view;
    this.#draw();
    this.#follow();
  }

  #draw() {
    for (const button of document.querySelectorAll(BUTTONS)) {
      if (this.isBusy) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
    const signIn = this.#pressed ? "none" : (this.#view?.signIn ?? "none");
    const note = byId("sign-in-note", HTMLDivElement);
    if (note.dataset.state === signIn) return;
    note.dataset.state = signIn;
    note.hidden = signIn === "none";
    note.classList.toggle("warning", signIn === "interrupted");
    const { happened, next } = explain({ code: "sign-in-interrupted", message: "" });
    const [drawing, heading, body] =
      signIn === "open"
        ? [
            create("span", { class: "spinner" }),
            text("waiting_for_notion"),
            text("waiting_elsewhere"),
          ]
        : [glyph("warning"), happened, next];
    note.replaceChildren(drawing, create("strong", {}, heading), create("p", {}, body));
    byId("progress", HTMLParagraphElement).textContent = note.hidden ? "" : heading;
  }

  /**
   * Looks again every second while Notion's window may be open: nobody tells this page how a sign-in
   * goes that another one began, and a worker that is asked something now and then is not stopped.
   * What was allowed in the window takes a few more requests after it closed.
   * @param {boolean} begins
   */
  #follow(begins = false) {
    clearTimeout(this.#nextLook);
    const now = Date.now();
    if (begins || this.#view?.signIn === "open") this.#followUntil = now + 15_000;
    if (now < this.#followUntil) this.#nextLook = setTimeout(this.#page.look, 1000);
  }
}
