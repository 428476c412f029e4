/**
 * What can be done with a save: buttons below it, and in their place the question or the form that
 * one of them opens.
 */

import { ask } from "../messages.js";
import { button, create } from "./element.js";
import { download } from "./exporting.js";
import { inPopup, notionLink, openOptions } from "./places.js";
import { editor } from "./save-editor.js";
import { sending, Work } from "./save-work.js";
import { say } from "./status.js";
import { text } from "./text.js";
import { canUndo, undoButton, undoneWords } from "./undo.js";

/** @import { SaveView } from "./protocol.d.ts" */
/** @import { Doing } from "./save-work.js" */
/** @import { Listener } from "./saves.js" */

/** The buttons of one save. */
export class Actions {
  element = create("div", { class: "save-below" });
  #listener;
  #describedBy;
  #everything;
  #work;
  #buttons = create("div", { class: "save-actions" });
  /** What stands in place of the buttons. @type {HTMLElement | null} */
  #panel = null;
  #opener = "";
  /** @type {SaveView | null} */
  #save = null;
  /** As it stood when the buttons were made. @type {SaveView | null} */
  #drawn = null;

  /**
   * @param {Listener} listener
   * @param {(doing: Doing | null) => void} showDoing
   * @param {string} describedBy the id of what names the save: every row has a button of each name
   * @param {boolean} everything
   */
  constructor(listener, showDoing, describedBy, everything) {
    this.#listener = listener;
    this.#work = new Work(this.element, {
      stateOf: () => this.#save?.state ?? "waiting",
      showDoing,
      over: () => this.#draw(),
    });
    this.#describedBy = describedBy;
    this.#everything = everything;
    this.element.append(this.#work.problem, this.#buttons);
  }

  /** @param {SaveView} save */
  show(save) {
    const before = this.#save;
    this.#save = save;
    if (before && before.state !== save.state) this.#work.complain("");
    // What was pressed stays until it is done: it may have the focus.
    if (!this.#work.isBusy) this.#draw();
  }

  #draw() {
    const save = this.#save;
    const before = this.#drawn;
    this.#drawn = save;
    if (!save) return;
    if (before && actionsOf(before) === actionsOf(save)) return;
    const focused = this.#focusedName();
    this.#buttons.replaceChildren(...this.#offered(save).map((each) => this.#describe(each)));
    this.#buttons.hidden = this.#panel !== null || this.#buttons.childElementCount === 0;
    if (focused !== null) this.focus(focused);
  }

  /**
   * Puts the reader on one of the buttons, or on the first where there is none of that name.
   * @param {string} [name]
   */
  focus(name = "") {
    const all = [...this.#buttons.children].filter((each) => each instanceof HTMLElement);
    (all.find((each) => each.dataset.action === name) ?? all[0])?.focus();
  }

  #focusedName() {
    const { activeElement } = document;
    if (!(activeElement instanceof HTMLElement) || !this.#buttons.contains(activeElement))
      return null;
    return activeElement.dataset.action ?? "";
  }

  /** @param {HTMLElement} each */
  #describe(each) {
    each.setAttribute("aria-describedby", this.#describedBy);
    return each;
  }

  /**
   * The buttons, the most likely first.
   * @param {SaveView} save
   * @returns {HTMLElement[]}
   */
  #offered(save) {
    const { state, error, id } = save;
    const isSaved = state === "saved";
    const buttons = [];
    // What waits for its workspace to be confirmed goes out by itself then; no other press helps.
    if (error?.code === "not-confirmed") {
      if (inPopup() || this.#everything)
        buttons.push(named("options", button(text("open_options"), openOptions)));
    } else if (!isSaved && state !== "sending") {
      buttons.push(
        named(
          "retry",
          button(text(`retry_${state}`), () => this.#retry(id)),
        ),
      );
    }
    const link = notionLink(save.page, "link");
    if (link) buttons.push(named("open", link));
    if (this.#everything) {
      if (canUndo(save)) {
        const over = (/** @type {boolean} */ hadFocus) => hadFocus && this.focus();
        buttons.push(undoButton(save, () => this.#undo(id), { style: "link", over }));
      }
      if (!isSaved && state !== "sending") buttons.push(this.#editButton());
      buttons.push(this.#exportButton());
    } else if (!isSaved && state !== "sending") {
      buttons.push(this.#copyButton(save));
    }
    if (state !== "sending" && (!isSaved || this.#everything))
      buttons.push(this.#discardButton(isSaved));
    return buttons;
  }

  /** @param {string} id */
  #retry(id) {
    return this.#work.attempt(async () => {
      const left = /** @type {SaveView} */ (await ask("retry", { id }));
      this.#listener.changed(left);
      say(text(`state_${left.state}`));
    }, sending);
  }

  /** @param {string} id */
  #undo(id) {
    return this.#work.attempt(
      async () => {
        const left = await ask("undo", { id });
        if (left === null || left.state === "gone") return this.#listener.gone(undoneWords(left));
        this.#listener.changed(left);
        this.#listener.announce(undoneWords(left));
      },
      () => text("undoing"),
    );
  }

  #editButton() {
    const open = async () => {
      if (!this.#save) return;
      const save = this.#save;
      const form = await editor(save, {
        done: (changed) => {
          this.#close();
          this.#listener.changed(changed);
          this.#listener.announce(text("edited"));
        },
        cancelled: () => this.#close(),
      });
      this.#open("edit", form, form.querySelector("textarea"));
    };
    return named(
      "edit",
      button(text("edit"), () => this.#work.attempt(open), "link"),
    );
  }

  #exportButton() {
    const open = () => {
      const panel = create("div", { class: "save-actions" });
      const as = (/** @type {"markdown" | "json"} */ format) =>
        button(text(`export_as_${format}`), () =>
          this.#work.attempt(async () => {
            if (this.#save) await download(format, [this.#save.id]);
            this.#close();
          }),
        );
      const first = as("markdown");
      panel.append(
        first,
        as("json"),
        button(text("back"), () => this.#close(), "link"),
      );
      this.#open("export", panel, first);
    };
    return named("export", button(text("export"), open, "link"));
  }

  /** @param {SaveView} save */
  #copyButton({ address }) {
    const copy = button(
      text("copy_address"),
      () =>
        this.#work.attempt(async () => {
          await navigator.clipboard.writeText(address);
          this.#listener.announce(text("address_copied"));
          copy.textContent = text("address_copied");
        }),
      "link",
    );
    return named("copy", copy);
  }

  /** @param {boolean} isSaved what is in Notion stays there; it only leaves the list */
  #discardButton(isSaved) {
    const [label, question] = isSaved
      ? [text("remove"), text("remove_question")]
      : [text("discard"), text("discard_question")];
    const open = () => {
      const keep = button(text("discard_keep"), () => this.#close());
      const confirm = button(
        label,
        () =>
          this.#work.attempt(
            async () => {
              const id = this.#save?.id ?? "";
              const left = await ask(isSaved ? "remove" : "discard", { id });
              if (!left) return this.#listener.gone(text(isSaved ? "removed" : "discarded"));
              this.#close();
              this.#listener.changed(left);
              this.#listener.announce(text("notice_discarded_too_late"));
            },
            () => text(isSaved ? "removing" : "discarding"),
          ),
        "button danger",
      );
      const asked = create(
        "span",
        { class: "save-question", id: `${this.#describedBy}-asked` },
        question,
      );
      keep.setAttribute("aria-describedby", asked.id);
      const panel = create("div", { class: "save-actions" }, asked, confirm, keep);
      this.#open("discard", panel, keep);
    };
    return named("discard", button(label, open, "link"));
  }

  /**
   * @param {string} name of the button that opened it, and gets the focus back
   * @param {HTMLElement} panel
   * @param {HTMLElement | null} first where the reader goes on
   */
  #open(name, panel, first) {
    this.#opener = name;
    this.#panel = panel;
    this.#buttons.hidden = true;
    this.element.append(panel);
    panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      // The browser would close the popup.
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    });
    first?.focus();
  }

  #close() {
    const hadFocus = this.#panel?.contains(document.activeElement) ?? false;
    this.#panel?.remove();
    this.#panel = null;
    this.#buttons.hidden = this.#buttons.childElementCount === 0;
    if (hadFocus) this.focus(this.#opener);
  }
}

/**
 * What decides which buttons there are: equal means that those there are may stay.
 * @param {SaveView} save
 */
function actionsOf(save) {
  return JSON.stringify([save.state, save.page, save.error?.code, canUndo(save), save.address]);
}

/**
 * @template {HTMLElement} Kind
 * @param {string} name
 * @param {Kind} element
 * @returns {Kind}
 */
function named(name, element) {
  element.dataset.action = name;
  return element;
}
