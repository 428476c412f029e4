/**
 * What the pages and the background worker say to each other.
 *
 * `Protocol` is the whole list: one entry for each message a page may send, with the value it
 * carries and the value that comes back. A failed request throws an `Error` with a `code`.
 */

export interface View {
  accounts: AccountView[];
  destinations: DestinationView[];
  defaultDestination: string | null;
  preferences: Preferences;
  /** Why the list of destinations is empty, when connected and empty. */
  empty: "nothing-shared" | "no-database" | null;
  /** When the destinations were last listed, in milliseconds since 1970. */
  checkedAt: number | null;
  /** Waiting, unclear and failed saves first, then the latest saved ones. */
  saves: SaveView[];
}

export interface AccountView {
  id: string;
  workspace: string;
  user: string;
  tokenEnding: string;
  status: "connected" | "rejected";
}

export interface DestinationView {
  id: string;
  title: string;
  icon: DestinationIcon | null;
  places: Places;
}

/** The name of the property each part of a save goes to; null when the database has none. */
export interface Places {
  address: string | null;
  description: string | null;
  tags: string | null;
}

export type DestinationIcon = { kind: "emoji"; emoji: string } | { kind: "image"; address: string };

export interface Preferences {
  saveAtOnce: boolean;
  cleanAddresses: boolean;
}

export interface Draft {
  clip: Clip;
  destination: string | null;
  notices: Notice[];
}

export interface Clip {
  source: "page" | "link" | "selection" | "image";
  title: string;
  address: string;
  description: string;
  selection: string;
  image: string;
  language: string;
}

export interface Submission {
  clip: Clip;
  tags: string[];
  destination: string;
  /** The draft's notices, handed back so that the finished save still tells them. */
  notices: Notice[];
}

export interface Notice {
  code: NoticeCode;
  detail: string;
}

export type NoticeCode =
  | "no-address-property"
  | "no-description-property"
  | "no-tags-property"
  | "title-shortened"
  | "description-shortened"
  | "tag-shortened"
  | "tags-left-over"
  | "selection-shortened"
  | "image-as-link"
  | "link-only"
  | "private-address"
  | "address-too-long";

export interface SaveView {
  id: string;
  state: SaveState;
  title: string;
  address: string;
  destination: string;
  /** Where the page is in Notion, once it is there. */
  page: string | null;
  notices: Notice[];
  error: ErrorView | null;
  createdAt: number;
  nextAttemptAt: number | null;
}

export type SaveState = "waiting" | "sending" | "unclear" | "attention" | "saved";

export interface ErrorView {
  code: string;
  message: string;
  status?: number;
  retryAfterMs?: number;
  requestId?: string;
}

export interface TagOption {
  name: string;
  /** One of Notion's ten colours, `default` included. */
  color: string;
}

/** Message kind to `[value sent, value that comes back]`. */
export interface Protocol {
  view: [undefined, View];
  connect: [{ token: string }, View];
  disconnect: [{ account: string }, View];
  refreshDestinations: [undefined, View];
  addDestination: [{ link: string }, View];
  chooseDestination: [{ destination: string }, View];
  setPreferences: [Preferences, View];
  draft: [{ tabId: number }, Draft];
  tagOptions: [{ destination: string }, TagOption[]];
  save: [Submission, SaveView];
  retry: [{ id: string }, SaveView];
  discard: [{ id: string }, View];
}
