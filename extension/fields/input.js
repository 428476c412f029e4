/** The right input for each type of property. */

import { choiceInput, optionInput } from "./chosen.js";
import { dateInput } from "./date.js";
import { filesInput } from "./files.js";
import { lineInput, numberInput, textInput } from "./line.js";
import { placeInput } from "./place.js";
import { switchInput } from "./switch.js";

/** @import { Attachment, Choices, FileLimits, PropertyField } from "../interface/protocol.d.ts" */

/**
 * What sets one property.
 * @typedef {object} Input
 * @property {HTMLElement} element
 * @property {HTMLElement | null} control what the label is for; null where it names a group
 * @property {() => string[]} values as they are sent; none clears
 * @property {() => string[]} labels what stands for those that are ids; else none
 * @property {() => Attachment[]} [attachments] the files of this device that the values name
 * @property {(values: string[], labels: string[], attachments?: Attachment[]) => void} show
 */

/**
 * What an input is made with.
 * @typedef {object} Making
 * @property {PropertyField} field
 * @property {string} id for its main control; others begin with it
 * @property {() => void} changed
 * @property {(message: string) => void} announce
 * @property {() => FileLimits} [limits] which files of this device Notion takes; without it, links only
 * @property {(() => void) | null} [elsewhere] opens a page where files can be chosen, if this is none
 * @property {(query: string, cursor: string | null) => Promise<Choices>} search for people and pages
 */

/** @type {Record<string, (making: Making) => Input>} */
const MAKERS = {
  title: lineInput,
  rich_text: textInput,
  url: lineInput,
  email: lineInput,
  phone_number: lineInput,
  number: numberInput,
  checkbox: switchInput,
  date: dateInput,
  select: optionInput,
  status: optionInput,
  multi_select: optionInput,
  people: choiceInput,
  relation: choiceInput,
  files: filesInput,
  place: placeInput,
  verification: switchInput,
};

/**
 * The input for a property; null when there is none for its type.
 * @param {Making} making
 * @returns {Input | null}
 */
export function inputFor(making) {
  const { kind } = making.field;
  return Object.hasOwn(MAKERS, kind) ? (MAKERS[kind]?.(making) ?? null) : null;
}
