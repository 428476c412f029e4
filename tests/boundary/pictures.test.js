// What kind of picture some bytes are, and where one may be fetched from.

import assert from "node:assert/strict";
import { test } from "node:test";
import { BEGINNING, fileName, isOpen, kindOf } from "../../extension/picture-kind.js";

/** @param {string} text each character as one byte */
const kind = (text) => kindOf(Buffer.from(text, "latin1"));

test("bytes say what they are, whatever else is said of them", () => {
  for (const [text, wanted] of /** @type {[string, string][]} */ ([
    ["\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "png"],
    ["\xff\xd8\xff\xe0\0\x10JFIF", "jpg"],
    ["GIF89a\x01\0\x01\0", "gif"],
    ["GIF87a", "gif"],
    ["RIFF\x24\0\0\0WEBPVP8 ", "webp"],
    ["\0\0\0\x1cftypavif\0\0\0\0", "avif"],
    ["\0\0\0\x1cftypavis", "avif"],
    ["\0\0\0\x18ftypheic", "heic"],
    ["\0\0\0\x18ftypmif1", "heic"],
    ["BM\x46\0\0\0\0\0\0\0\x36", "bmp"],
    ["\0\0\x01\0\x01\0", "ico"],
    ["II*\0\x08\0\0\0", "tiff"],
    ["MM\0*\0\0\0\x08", "tiff"],
  ]))
    assert.equal(kind(text), wanted);
});

test("a drawing is known by its first element", () => {
  for (const text of [
    "<svg xmlns='http://www.w3.org/2000/svg'/>",
    "\xef\xbb\xbf<?xml version='1.0'?>\n<!-- made by hand -->\n<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'x'>\n<svg>",
    "<!DOCTYPE svg [ <!ENTITY a 'b'> ]><svg\n>",
    "<svg:svg xmlns:svg='http://www.w3.org/2000/svg'>",
  ])
    assert.equal(kind(text), "svg", text);
});

test("what is no picture is none, and takes no time", () => {
  for (const text of [
    "",
    "<!doctype html><html><svg></svg>",
    "<html><body>Not found",
    "<?xml version='1.0'?><rss>",
    "<svgfoo>",
    "<!-- never ends <svg>",
    "BMW is a brand",
    "RIFF\x24\0\0\0WAVE",
    "%PDF-1.7",
    "{}",
  ])
    assert.equal(kind(text), "", text);
  const began = performance.now();
  for (const part of ["<!--", "<?", "<!DOCTYPE svg [", "<!---->", " "])
    assert.equal(kind(part.repeat(BEGINNING)), "");
  assert.ok(performance.now() - began < 300);
});

test("a file is called as its address, with the ending of its kind", () => {
  for (const [address, ending, wanted] of /** @type {[string, string, string][]} */ ([
    ["https://e.com/a/the-harbour_1.JPG?w=1", "webp", "the-harbour_1.webp"],
    ["https://e.com/", "svg", "picture.svg"],
    ["https://e.com/photo", "jpg", "photo.jpg"],
    [`https://e.com/${"a".repeat(99)}.png`, "png", `${"a".repeat(60)}.png`],
  ]))
    assert.equal(fileName(address, ending), wanted);
});

test("nothing is fetched over an open line or from a private network", () => {
  for (const address of [
    "https://e.com/a.png",
    "https://e.com./a.png",
    "https://8.8.8.8/a.png",
    "https://172.32.0.1/",
    "https://100.63.0.1/",
    "https://100.128.0.1/",
  ])
    assert.ok(isOpen(address), address);
  for (const address of [
    "http://e.com/a.png",
    "https://localhost/a.png",
    "https://printer/a.png",
    "https://192.168.1.1/a.png",
    "https://10.0.0.1/",
    "https://172.16.0.1/",
    "https://0x7f000001/",
    "https://[::1]/",
    "https://wiki.internal/",
    "https://wiki.internal./",
    "https://localhost./a.png",
    "https://100.64.0.1/",
    "https://100.127.255.254/",
    "data:image/png;base64,AAAA",
    "a.png",
  ])
    assert.ok(!isOpen(address), address);
});
