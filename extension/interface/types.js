/** The types of properties: a small drawing and a name for each, as Notion shows them. */

import { drawing } from "./glyphs.js";
import { lookUp, text } from "./text.js";

/** @type {Record<string, string>} */
const PATHS = {
  title: "M3.5 4V3h9v1M8 3v10M6.5 13h3",
  rich_text: "M3 4h10M3 8h10M3 12h6",
  url: "M6.8 9.2a2.5 2.5 0 0 0 3.5 0l2-2a2.5 2.5 0 0 0-3.5-3.5l-.9.9M9.2 6.8a2.5 2.5 0 0 0-3.5 0l-2 2a2.5 2.5 0 0 0 3.5 3.5l.9-.9",
  email:
    "M10.5 8a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zM10.5 5.5V9c0 1.9 3 1.6 3-1A5.5 5.5 0 1 0 11 12.6",
  phone_number:
    "M3.2 3.5l2-1 1.6 3-1.2 1.1c.8 1.7 2 3 3.7 3.8l1.1-1.2 3 1.6-1 2c-5 1-10.2-4.3-9.2-9.3z",
  number: "M6.5 2.5l-1.4 11M10.9 2.5l-1.4 11M3 5.8h10.4M2.6 10.2H13",
  checkbox: "M3 3h10v10H3zM5.5 8l1.9 1.9L10.8 6",
  date: "M3 4h10v9H3zM3 6.8h10M5.6 2.5v2.6M10.4 2.5v2.6",
  select: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.6 7l2.4 2.4L10.4 7",
  status:
    "M8 14A6 6 0 1 0 8 2M8 2a6 6 0 0 0-4.3 1.8M2.5 5.8a6 6 0 0 0 0 4.4M3.7 12.2A6 6 0 0 0 8 14M5.8 8.1l1.6 1.6 2.9-3.2",
  multi_select: "M6 4h7M6 8h7M6 12h7M3 4h.2M3 8h.2M3 12h.2",
  people: "M8 7.6a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM3 13.5c.3-2.6 2.3-3.9 5-3.9s4.7 1.3 5 3.9",
  relation: "M4 12L12 4M6.5 4H12v5.5",
  files:
    "M12.5 7.500l-4.6 4.600a3 3 0 0 1-4.3-4.300l5-5a2 2 0 0 1 2.9 2.900l-4.9 4.900a1 1 0 0 1-1.5-1.500l4.2-4.2",
  place:
    "M8 14c3-3.2 4.5-5.6 4.5-7.500a4.5 4.5 0 0 0-9 0C3.5 8.4 5 10.8 8 14zM8 8a1.6 1.6 0 1 0 0-3.200A1.6 1.6 0 0 0 8 8z",
  verification:
    "M8 2l1.7 1.2 2-.1.6 2 1.7 1.2-.7 1.9.7 1.9-1.7 1.2-.6 2-2-.1L8 14l-1.7-1.2-2 .1-.6-2L2 9.700l.7-1.900L2 5.900l1.7-1.2.6-2 2 .1zM5.9 8l1.5 1.5 2.7-2.9",
};

/** What Notion works out by itself. */
const COMPUTED = "M4.5 7V5.200a3.5 3.5 0 0 1 7 0V7M3.5 7h9v6.500h-9z";

/**
 * The drawing of a type. It is decoration: the name beside it says the same.
 * @param {string} kind Notion's name of it
 */
export function typeGlyph(kind) {
  return drawing(PATHS[kind] ?? COMPUTED, 14);
}

/**
 * What people call a type. Notion may have new ones before there are words for them.
 * @param {string} kind Notion's name of it
 */
export function typeName(kind) {
  return lookUp(`type_${kind}`) || text("type_other");
}
