/**
 * What the pages and the background worker say to each other.
 *
 * `Protocol` is the whole list: one entry for each message a page may send, with the value it
 * carries and the value that comes back. A failed request throws an `Error` with a `code`.
 */

import type { Edits } from "../popup/form.js";
import type {
  Change,
  Choices,
  Difference,
  Draft,
  Earlier,
  History,
  Leaving,
  Looking,
  MappingView,
  Outgoing,
  PlanChange,
  Preferences,
  PresetChange,
  PresetWish,
  Properties,
  Prospect,
  Receipt,
  SaveState,
  SaveView,
  Search,
  SignIn,
  Submission,
  TagOption,
  View,
} from "../wasm/satchel.js";

export type {
  Account as AccountView,
  Attachment,
  Destination as DestinationView,
  Choice,
  Choices,
  Clip,
  Condition,
  Counts,
  Entry,
  Error as ErrorView,
  FileLimits,
  Icon as DestinationIcon,
  Kind,
  MappingProperty,
  MappingView,
  Notice,
  PageTemplate,
  PlaceNames as Places,
  Plan,
  PresetView,
  Properties,
  PropertyField,
  Rule,
} from "../wasm/satchel.js";
export type { Change, Difference, Earlier, History, Looking, Outgoing, Receipt };
export type { Draft, Preferences, SaveState, SaveView, SignIn, Submission, TagOption, View };

/** A part of a page: what is selected, what was picked in it, its article, or all of it. */
export type Part = "selection" | "picked" | "article" | "page";

/** An article, or another part of a page, that is kept, ready to be saved. */
export interface ArticleView {
  /** What a submission names it by. */
  key: string;
  /** Characters of text. */
  characters: number;
  /** Pictures, videos and other files. */
  media: number;
  /** Whether the page had more than is read of one. */
  isCut: boolean;
}

/** The popup that a save comes out of. */
export interface From {
  tabId: number;
  /** What the tab shows. */
  address: string;
  /** When it was asked for, which tells it from others of this tab. */
  at: number;
  /** A failed save that it stands in for, which would otherwise become a second page. */
  replaces?: string;
}

/** What the reader did to a page that is not read yet. */
export interface Unread extends From {
  edits: Edits;
  /** The destination that is shown, every tag in the form, and those of them that the destination gave. */
  shown: { destination: string; tags: string[]; given: string[] };
}

/** What the background worker tells every open page. */
export interface Told {
  saveChanged: SaveView;
  receiptChanged: Receipt;
}

/** Message kind to `[value sent, value that comes back]`. */
export interface Protocol {
  view: [undefined, View];
  connect: [{ token: string }, View];
  signIn: [SignIn, View];
  confirm: [{ account: string }, View];
  /** How many saves of an account are not in Notion. */
  waiting: [{ account: string }, number];
  disconnect: [Leaving, View];
  setBroker: [{ origin: string }, View];
  refreshDestinations: [undefined, View];
  addDestination: [{ link: string }, View];
  chooseDestination: [{ destination: string }, View];
  setPreferences: [Preferences, View];
  draft: [{ tabId: number }, Draft];
  article: [{ tabId: number; part: Part }, ArticleView | null];
  hasPicked: [{ tabId: number }, boolean];
  tagOptions: [{ destination: string }, TagOption[]];
  /** From this device only: a refresh of the schema runs behind it. */
  properties: [Prospect, Properties];
  people: [Search, Choices];
  related: [Search, Choices];
  /** A destination, here and below, may be a preset's id. */
  mapping: [{ destination: string }, MappingView];
  /** Reads the schema from Notion first. */
  renewMapping: [{ destination: string }, MappingView];
  setPlan: [PlanChange, MappingView];
  resetPlan: [{ destination: string }, MappingView];
  exportPlan: [{ destination: string }, string];
  importPlan: [{ destination: string; text: string }, MappingView];
  exportSettings: [undefined, string];
  /** What changes when they are taken; nothing does where they are not to be applied. */
  importSettings: [{ text: string; apply: boolean }, Difference[]];
  /** The request that a save would send now. */
  outgoing: [Submission, Outgoing];
  addPreset: [PresetWish, View];
  setPreset: [PresetChange, View];
  removePreset: [{ id: string }, View];
  /** A part, where the text that goes along is still being read. */
  save: [Submission & { from?: From & { part: Part | "" } }, SaveView];
  saveUnread: [Unread, SaveView];
  retry: [{ id: string }, SaveView];
  /** What Notion has of it all the same. */
  discard: [{ id: string }, SaveView | null];
  /** Takes out of the list what Notion keeps. */
  remove: [{ id: string }, null];
  reachable: [undefined, null];
  history: [Looking, History];
  undo: [{ id: string }, SaveView | null];
  editable: [{ id: string }, Change];
  edit: [Change, SaveView];
  retryAll: [undefined, History];
  earlier: [{ destination: string; address: string }, Earlier | null];
  /** Of those saves that have one, or will. */
  receipts: [{ ids: string[] }, Receipt[]];
  /** Reads the save's page now. */
  inspect: [{ id: string }, Receipt | null];
  /** Sends again what is missing in it. */
  sendMissing: [{ id: string }, Receipt | null];
  /** That a database can be made in; the search's destination is an account. */
  pages: [Search, Choices];
  found: [Foundation, View];
  addClipId: [{ destination: string }, View];
}
