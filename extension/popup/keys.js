/**
 * The keys that the popup knows, as a list that a question mark shows and hides: what is nowhere to be seen
 * is not used.
 */

import { byId, create } from "../interface/element.js";
import { keys } from "../interface/keys.js";
import { text } from "../interface/text.js";

/** A question mark, as keyboards write it. */
const QUESTION = ["?", "؟", "？"];

/** Fields in which nothing is written. */
const UNWRITTEN = new Set(["checkbox", "radio", "button", "submit", "file", "color", "range"]);

/** Listens for the keys that show and hide the list, and for its button. */
export function startKeys() {
  const panel = byId("keys", HTMLElement);
  const press = byId("keys-button", HTMLButtonElement);
  const heading = byId("keys-heading", HTMLHeadingElement);
  /** Where the reader was. @type {Element | null} */
  let before = null;

  const isShown = () => !panel.hidden;

  /** @param {boolean} wanted */
  function show(wanted) {
    if (wanted && panel.childElementCount === 1) panel.append(list());
    panel.hidden = !wanted;
    press.setAttribute("aria-expanded", String(wanted));
    if (wanted) {
      before = document.activeElement;
      panel.scrollIntoView({ block: "nearest" });
      heading.focus();
    } else if (panel.contains(document.activeElement) || document.activeElement === document.body) {
      if (before instanceof HTMLElement && before.checkVisibility()) before.focus();
      else press.focus();
    }
  }

  press.addEventListener("click", () => show(!isShown()));
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const isAsked = QUESTION.includes(event.key) && !isWritten(event.target);
    const isOver = event.key === "Escape" && isShown();
    if (!isAsked && !isOver) return;
    // The browser would close the popup on Escape.
    event.preventDefault();
    show(isAsked && !isShown());
  });
}

/**
 * Whether a question mark would be text there.
 * @param {EventTarget | null} target
 */
function isWritten(target) {
  if (target instanceof HTMLInputElement) return !UNWRITTEN.has(target.type);
  return (
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  );
}

/** Each key with what it does. */
function list() {
  const isMac = navigator.platform.startsWith("Mac");
  const command = isMac ? "⌘" : text("key_control");
  // Back is where the chips are: before the field, on whichever side that is.
  const back = document.documentElement.dir === "rtl" ? "→" : "←";
  return create(
    "dl",
    { class: "key-list" },
    ...row([text("key_enter")], text("keys_enter")),
    ...row([`${command}+${text("key_enter")}`], text("keys_command_enter")),
    ...row(["↓", "↑"], text("keys_arrows")),
    ...row([","], text("keys_comma")),
    ...row([back, text("key_delete")], text("keys_back")),
    ...row([`${command}+Z`], text("keys_undo")),
    ...row([text("key_escape")], text("keys_escape")),
    ...row(["?"], text("keys_question")),
  );
}

/**
 * @param {string[]} pressed
 * @param {string} does
 */
function row(pressed, does) {
  const all = pressed.flatMap((each, at) => (at === 0 ? [keys(each)] : [" ", keys(each)]));
  return [create("dt", {}, ...all), create("dd", {}, does)];
}
