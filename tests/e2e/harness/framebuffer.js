// What Xvfb draws into, as a picture: the file is an X window dump, and a PNG is made of it.

import { crc32, deflateSync } from "node:zlib";

/**
 * @typedef {object} Pixels
 * @property {number} width
 * @property {number} height
 * @property {Uint8Array} bytes red, green and blue of each
 */

/** Where in the dump's head a number stands, counted in numbers of four bytes. */
const HEAD = { size: 0, width: 4, height: 5, bitsPerPixel: 11, bytesPerLine: 12, colours: 19 };

/** How many bytes each colour takes that stands between the head and what is drawn. */
const COLOUR = 12;

const SIGNATURE = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);

/**
 * Reads the upper part of a dump.
 * @param {Buffer} dump
 * @param {number} height how much of it
 * @returns {Pixels}
 */
export function pixels(dump, height) {
  const said = (/** @type {keyof typeof HEAD} */ what) => dump.readUInt32BE(4 * HEAD[what]);
  const width = said("width");
  if (said("bitsPerPixel") !== 32 || said("height") < height)
    throw new Error(`the screen is ${width} by ${said("height")}, of ${said("bitsPerPixel")} bits`);
  const begin = said("size") + COLOUR * said("colours");
  const bytes = new Uint8Array(3 * width * height);
  for (let y = 0, to = 0; y < height; y += 1) {
    const line = begin + y * said("bytesPerLine");
    // Blue comes first, and the fourth byte is nothing's.
    for (let from = line; from < line + 4 * width; from += 4) {
      for (const part of [2, 1, 0]) bytes[to++] = dump[from + part] ?? 0;
    }
  }
  return { width, height, bytes };
}

/**
 * As a PNG of 24 bits, without transparency, which is what the stores take.
 * @param {Pixels} picture
 */
export function png({ width, height, bytes }) {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const lines = [];
  const nothing = new Uint8Array(3 * width);
  for (let y = 0; y < height; y += 1) {
    const line = (/** @type {number} */ at) => bytes.subarray(3 * width * at, 3 * width * (at + 1));
    lines.push(smallest(line(y), y === 0 ? nothing : line(y - 1)));
  }
  const data = deflateSync(Buffer.concat(lines), { level: 9 });
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

/**
 * A line as the differences that are smallest: to nothing, to the left, or to what is above.
 * @param {Uint8Array} line
 * @param {Uint8Array} above
 */
function smallest(line, above) {
  let best = Buffer.alloc(0);
  let least = Number.POSITIVE_INFINITY;
  for (const kind of [0, 1, 2]) {
    const written = Buffer.alloc(line.length + 1);
    written[0] = kind;
    let sum = 0;
    for (let at = 0; at < line.length; at += 1) {
      const before = kind === 1 ? line[at - 3] : kind === 2 ? above[at] : 0;
      const difference = ((line[at] ?? 0) - (before ?? 0)) & 255;
      written[at + 1] = difference;
      sum += Math.min(difference, 256 - difference);
    }
    if (sum < least) [best, least] = [written, sum];
  }
  return best;
}

/**
 * @param {string} name
 * @param {Buffer} data
 */
function chunk(name, data) {
  const whole = Buffer.alloc(data.length + 12);
  whole.writeUInt32BE(data.length, 0);
  whole.write(name, 4, "latin1");
  whole.set(data, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, data.length + 8)), data.length + 8);
  return whole;
}
