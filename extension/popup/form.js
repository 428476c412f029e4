/** The fields of a save: filled from the page, edited by the reader, read when saving. */

import { byId, create, plain } from "../interface/element.js";
import { glyph } from "../interface/glyphs.js";
import { noticeText } from "../interface/explain.js";
import { hostOf } from "../interface/places.js";
import { text } from "../interface/text.js";
import { Combobox } from "../fields/combobox.js";
import { grow } from "../fields/grow.js";
import { OptionSupply } from "../fields/supply.js";
import { DestinationField } from "./destination.js";
import { PropertyFields } from "./properties.js";

/** @import { Clip, Draft, Notice, Properties, Submission, TagOption } from "../interface/protocol.d.ts" */
/** @import { Known } from "./destination.js" */
/** @import { Settings } from "./properties.js" */

/** How many tags are offered at once: what fits, and what can be taken in at a glance. */
const SHOWN = 8;

/**
 * What the reader changed, and nothing else.
 * @typedef {object} Edits
 * @property {string} [title]
 * @property {string} [address]
 * @property {string} [description]
 * @property {string[]} [tags]
 * @property {string} [pendingTag]
 * @property {string} [destination]
 * @property {boolean} [keepExtra]
 * @property {Settings} [properties]
 * @property {import("./already.js").Choice} [choice]
 * @property {import("../interface/protocol.d.ts").Part | ""} [article]
 */

/** The form of the popup. */
export class Form {
  #title = byId("title", HTMLTextAreaElement);
  #address = byId("address", HTMLInputElement);
  #description = byId("description", HTMLTextAreaElement);
  #destination;
  #keepExtra = byId("keep-extra", HTMLInputElement);
  #tagInput = byId("tags", HTMLInputElement);
  #tags;
  #properties;
  /** @type {Set<keyof Edits>} */
  #touched = new Set();
  /** The tags that the destination gave by itself; null before it was asked. @type {string[] | null} */
  #given = null;
  #recalledTags = false;
  #changed;

  /**
   * @param {() => void} changed the reader changed something
   * @param {(destination: string) => void} destinationChanged
   * @param {(message: string) => void} announce
   */
  constructor(changed, destinationChanged, announce) {
    this.#changed = changed;
    this.#tags = new Combobox(
      {
        field: this.#tagInput,
        chips: byId("chips", HTMLUListElement),
        popup: byId("tag-popup", HTMLDivElement),
        list: byId("tag-list", HTMLDivElement),
        note: byId("tag-note", HTMLParagraphElement),
        box: byId("tag-box", HTMLDivElement),
      },
      {
        supply: tagSupply([]),
        single: false,
        separated: true,
        eager: false,
        added: (names) => text("tag_added", names),
        removed: (name) => text("tag_removed", name),
        removeLabel: (name) => text("remove_tag", name),
        changed: () => this.#touch("tags"),
        announce,
      },
    );
    this.#properties = new PropertyFields(() => this.#touch("properties"), announce);
    this.#title.addEventListener("input", () => {
      // A title is one line, however many it takes to show it.
      if (/[\n\r]/u.test(this.#title.value))
        this.#title.value = this.#title.value.replace(/\s*[\n\r]+\s*/gu, " ");
      grow(this.#title);
      this.#touch("title");
    });
    this.#address.addEventListener("input", () => this.#touch("address"));
    this.#description.addEventListener("input", () => {
      grow(this.#description);
      this.#touch("description");
    });
    this.#keepExtra.addEventListener("change", () => this.#touch("keepExtra"));
    this.#destination = new DestinationField(() => {
      this.#touch("destination");
      destinationChanged(this.destination);
    });
  }

  /**
   * The tags are where the hands go: title, address and description are filled in and mostly right,
   * tags are the one thing the page cannot know. Enter saves from there at once.
   */
  focus() {
    this.#tagInput.focus();
  }

  /** The chosen destination, "" when none is. */
  get destination() {
    return this.#destination.value;
  }

  /** The address as it stands. */
  get address() {
    return this.#address.value.trim();
  }

  /** Whether the reader changed anything. */
  get edited() {
    return this.#touched.size > 0;
  }

  /** Puts the reader where the destination is chosen. */
  askForDestination() {
    this.#destination.ask();
  }

  /**
   * What is known of the page; never over something the reader touched.
   * @param {Partial<Clip>} clip
   */
  fill({ title, address, description }) {
    if (title !== undefined && !this.#touched.has("title")) this.#title.value = plain(title);
    if (address !== undefined && !this.#touched.has("address")) this.#address.value = address;
    if (description !== undefined && !this.#touched.has("description"))
      this.#description.value = plain(description);
    this.grow();
  }

  /** Fits the growing fields to their text; needed again when they come into view. */
  grow() {
    grow(this.#title, this.#description);
  }

  /**
   * The captured page: the fields, what goes with them, and what should be known beforehand.
   * @param {Draft} draft
   */
  show({ clip, notices }) {
    this.fill(clip);
    // What is selected in a page that can be read is offered as a part of it.
    const isText = clip.source === "page" && !notices.some(({ code }) => code === "link-only");
    byId("extra", HTMLDivElement).hidden = (isText || clip.selection === "") && clip.image === "";
    byId("extra-name", HTMLSpanElement).textContent = text(
      clip.selection ? "keep_selection" : "keep_image",
    );
    byId("extra-text", HTMLQuoteElement).textContent = plain(
      clip.selection || imageName(clip.image),
    );
    const list = byId("notices", HTMLUListElement);
    list.hidden = notices.length === 0;
    list.replaceChildren(...notices.map(noticeRow));
  }

  /**
   * @param {Known} known
   * @param {string | null} chosen unless the reader chose another
   */
  showDestinations(known, chosen) {
    const wanted = this.#touched.has("destination") ? this.destination : (chosen ?? "");
    this.#destination.show(known, wanted);
  }

  /**
   * @param {TagOption[]} options
   * @param {string} hint said under the field; "" for none
   */
  offerTags(options, hint) {
    this.#tags.offer(tagSupply(options));
    byId("tag-hint", HTMLParagraphElement).textContent = hint;
  }

  /**
   * Tags that the destination gives by itself, in place of those that another one gave. They are
   * chips like the others, and may be taken away like them.
   * @param {string[]} tags
   */
  giveTags(tags) {
    const former = this.#given;
    this.#given = tags;
    // Kept tags are those the reader left: what was given then is among them, or was taken away.
    if (former === null && this.#recalledTags) return;
    const others = this.#tags.chosen
      .map(({ value }) => value)
      .filter((value) => !former?.includes(value));
    this.#tags.restore([...tags, ...others], this.#tags.pending);
  }

  /** No properties are known for the destination yet. */
  clearProperties() {
    this.#properties.clear();
  }

  /** @param {Properties} properties of the chosen destination */
  showProperties(properties) {
    this.#properties.show(this.destination, properties);
  }

  /** @returns {Edits} */
  get edits() {
    /** @type {Edits} */
    const edits = {};
    if (this.#touched.has("title")) edits.title = this.#title.value;
    if (this.#touched.has("address")) edits.address = this.#address.value;
    if (this.#touched.has("description")) edits.description = this.#description.value;
    if (this.#touched.has("destination")) edits.destination = this.#destination.value;
    if (this.#touched.has("keepExtra")) edits.keepExtra = this.#keepExtra.checked;
    if (this.#touched.has("tags")) {
      edits.tags = this.#tags.chosen.map(({ value }) => value);
      edits.pendingTag = this.#tags.pending;
    }
    if (this.#touched.has("properties")) edits.properties = this.#properties.settings;
    return edits;
  }

  /**
   * Edits of an earlier popup on the same page; what was touched since wins.
   * @param {Edits} edits
   */
  restore(edits) {
    const { title, address, description, tags, destination, keepExtra } = edits;
    this.fill({
      ...(title !== undefined && { title }),
      ...(address !== undefined && { address }),
      ...(description !== undefined && { description }),
    });
    if (tags && !this.#touched.has("tags")) {
      this.#tags.restore(tags, edits.pendingTag ?? "");
      this.#recalledTags = true;
    }
    if (keepExtra !== undefined && !this.#touched.has("keepExtra"))
      this.#keepExtra.checked = keepExtra;
    if (destination && !this.#touched.has("destination")) this.#destination.hold(destination);
    if (edits.properties) this.#properties.restore(edits.properties);
    for (const name of /** @type {(keyof Edits)[]} */ (Object.keys(edits))) this.#touched.add(name);
  }

  /**
   * The page as the reader left it.
   * @param {Clip} clip as captured
   * @returns {Clip}
   */
  clip(clip) {
    return {
      ...clip,
      title: this.#title.value.trim(),
      address: this.#address.value.trim(),
      description: this.#description.value.trim(),
    };
  }

  /** What is known of the save while the page is not. */
  get shown() {
    const { destination } = this;
    return { destination, tags: this.#tags.values, given: this.#given ?? [] };
  }

  /** What was set by hand for the chosen destination. */
  get entries() {
    return this.#properties.entries(this.destination);
  }

  /**
   * The save as it stands.
   * @param {Draft} draft
   * @returns {Submission}
   */
  submission({ clip, notices }) {
    const extra = this.#keepExtra.checked
      ? {}
      : /** @type {const} */ ({ source: "page", selection: "", image: "" });
    return {
      clip: { ...this.clip(clip), ...extra },
      tags: this.#tags.values,
      destination: this.destination,
      notices,
      mode: "new",
      page: null,
      entries: this.entries,
    };
  }

  /** @param {keyof Edits} name */
  #touch(name) {
    this.#touched.add(name);
    this.#changed();
  }
}

/** @param {TagOption[]} options */
function tagSupply(options) {
  return new OptionSupply(options, { open: true, shown: SHOWN });
}

/** @param {string} address */
function imageName(address) {
  const host = hostOf(address);
  if (!host) return text("image_in_page");
  const name = new URL(address).pathname.split("/").pop() || host;
  return name === host ? host : `${name} (${host})`;
}

/** @param {Notice} notice */
function noticeRow(notice) {
  return create(
    "li",
    { class: "notice" },
    glyph("warning", 14),
    create("span", {}, noticeText(notice)),
  );
}
