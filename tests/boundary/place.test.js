// Which addresses are one page's.

import assert from "node:assert/strict";
import { test } from "node:test";
import { place } from "../../extension/place.js";

const PAGE = "https://news.example/item?id=1";

test("where in a page somebody reads does not make it another", () => {
  for (const fragment of ["", "#", "#tides", "#:~:text=tide", "#tides#more"])
    assert.equal(place(PAGE + fragment), PAGE, fragment);
});

test("another query is another page, and so is a path in the fragment", () => {
  for (const other of [
    "https://news.example/item?id=2",
    "https://news.example/item",
    `${PAGE}#/tides`,
    `${PAGE}#!tides`,
    `${PAGE}#!/tides`,
  ])
    assert.notEqual(place(other), place(PAGE), other);
  assert.notEqual(place(`${PAGE}#/tides`), place(`${PAGE}#/lights`));
  assert.equal(place(`${PAGE}#/tides#high`), `${PAGE}#/tides`);
});

test("what is not known is one with itself alone", () => {
  assert.equal(place(undefined), place(""));
  assert.notEqual(place(undefined), place(PAGE));
});
