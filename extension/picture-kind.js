// What kind of picture some bytes are. They say it themselves: what a server says of them is often
// wrong, and what is no picture would cost the block that shows it.

/**
 * The ending that Notion takes a kind by, and what such a file has from which byte on, each byte as
 * one character.
 * @type {[string, ...[number, string][]][]}
 */
const KINDS = [
  ["png", [0, "\x89PNG\r\n\x1a\n"]],
  ["jpg", [0, "\xff\xd8\xff"]],
  ["gif", [0, "GIF87a"]],
  ["gif", [0, "GIF89a"]],
  ["webp", [0, "RIFF"], [8, "WEBP"]],
  ["avif", [4, "ftypavif"]],
  ["avif", [4, "ftypavis"]],
  ["heic", [4, "ftypheic"]],
  ["heic", [4, "ftypheix"]],
  ["heic", [4, "ftypmif1"]],
  ["bmp", [0, "BM"], [6, "\0\0\0\0"]],
  ["ico", [0, "\0\0\x01\0"]],
  ["tiff", [0, "II*\0"]],
  ["tiff", [0, "MM\0*"]],
];

/** What may stand before the first element of a drawing: space, declarations, comments. */
const BEFORE = /^(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE svg(?:[^[>]*\[.*?\]\s*>|[^[>]*>))/is;

/** So many bytes are enough; a drawing may begin with comments. */
export const BEGINNING = 4_096;

/** Most characters of a name that are kept of its address. */
const NAME = 60;

/**
 * The ending of the kind of picture that begins with these bytes; empty where they are of none that
 * Notion takes.
 *
 * @param {Uint8Array} bytes
 */
export function kindOf(bytes) {
  const text = String.fromCharCode(...bytes.subarray(0, BEGINNING));
  const kind = KINDS.find(([, ...marks]) => marks.every(([at, mark]) => text.startsWith(mark, at)));
  if (kind) return kind[0];
  // Byte by byte, the mark of UTF-8 is three characters.
  let rest = text.replace(/^\xef\xbb\xbf/, "");
  for (let before = BEFORE.exec(rest); before; before = BEFORE.exec(rest))
    rest = rest.slice(before[0].length);
  return /^<svg(?::svg)?[\s>]/.test(rest) ? "svg" : "";
}

/**
 * What the file of a picture of that address is called.
 *
 * @param {string} address
 * @param {string} kind
 */
export function fileName(address, kind) {
  const last = new URL(address).pathname.split("/").pop() ?? "";
  const stem = last.replace(/\.[^.]*$/, "").replaceAll(/[^\w-]/g, "");
  return `${stem.slice(0, NAME) || "picture"}.${kind}`;
}

/** Hosts of this machine and of private networks, and all that are numbers of the newer kind. */
const PRIVATE =
  /^(?:[^.]*|\[.*|(?:0|10|127)\..*|192\.168\..*|169\.254\..*|172\.(?:1[6-9]|2\d|3[01])\..*|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\..*|.*\.(?:localhost|local|internal|lan|corp|intranet|home\.arpa))$/;

/**
 * Whether a picture may be fetched from there: over a secure connection, and from nobody's own network.
 *
 * @param {string} address
 */
export function isOpen(address) {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  // With a dot at its end, a name means the same host.
  return protocol === "https:" && !PRIVATE.test(hostname.replace(/\.$/, ""));
}
