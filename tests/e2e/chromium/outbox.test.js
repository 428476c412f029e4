// The outbox in a real browser: never lost, never twice. Most of these tests wait for minutes that
// nobody can shorten, so they wait side by side.

import { describe } from "node:test";
import { answers } from "./outbox/answers.js";
import { kills } from "./outbox/kills.js";
import { losses } from "./outbox/losses.js";
import { many } from "./outbox/many.js";

/** So many at once: more would measure each other's patience on a small machine. */
const SIDE_BY_SIDE = 4;

describe("the outbox", { concurrency: SIDE_BY_SIDE }, () => {
  kills();
  many();
  answers();
  losses();
});
