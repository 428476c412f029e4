// How long it is from the installation to the first page in Notion: the production extension in a new profile
// of a real browser, in front of the stand-in, with a token at hand or a service to sign in with. Once as
// soon as there is something to press, which is the machine's part, and once at a person's pace. Started by
// `cargo xtask bench start`.

import { parseArgs } from "node:util";
import { withBroker } from "../e2e/harness/broker.js";
import { actsOfSigningIn, actsWithToken, firstSave, ticked } from "../e2e/harness/start.js";
import { head, row } from "./rows.js";
import { onStage } from "./stage.js";

/** @typedef {import("./stage.js").Stage} Stage */

/**
 * What an act takes a person besides reading, by the keystroke-level model (Card, Moran and Newell, 1980): 1.35 s
 * to make up the mind, 0.4 s for the hand to get to the mouse, 1.1 s to point, 0.2 s to press.
 */
const ACT_MS = 3_050;

/** How fast an adult reads English silently (Brysbaert, 2019: 238 words a minute). */
const WORD_MS = 60_000 / 238;

const WAYS = [
  { name: "a token at hand", isService: false, acts: actsWithToken },
  { name: "a service to sign in with", isService: true, acts: actsOfSigningIn },
];

/** Somebody who reads all that is there before each act, and nothing twice. */
class Reader {
  /** @type {Set<string>} */
  #read = new Set();
  #stage;
  words = 0;

  /** @param {Stage} stage */
  constructor(stage) {
    this.#stage = stage;
  }

  /** How many words the start page shows that were not there before. */
  async newWords() {
    const text = await this.#stage.options.text();
    const lines = text.split("\n").filter((line) => !this.#read.has(line));
    for (const line of lines) this.#read.add(line);
    const found = lines.join(" ").match(/\S*[\p{Letter}\p{Number}]\S*/gu)?.length ?? 0;
    this.words += found;
    return found;
  }
}

const { values } = parseArgs({ options: { runs: { type: "string", default: "3" } } });
const runs = Number(values.runs);
head(`${runs} new profiles each, in seconds`);
for (const { name, isService, acts } of WAYS) {
  for (const isPerson of [false, true]) {
    /** @type {number[]} */
    const times = [];
    let count = 0;
    let words = 0;
    for (let run = 0; run < runs; run += 1) {
      await onStage(
        async (stage) => {
          const play = async () => {
            const all = acts(stage);
            const reader = new Reader(stage);
            // The service is an operator's to set up: the clock begins with the start page after that.
            if (isService) await stage.options.go(stage.browser.address("start/start.html"));
            const begun = await stage.options.evaluate(() => performance.timeOrigin);
            for (const act of all) {
              if (isPerson) await pause(ACT_MS + WORD_MS * (await reader.newWords()));
              await act();
            }
            await firstSave(stage.options);
            await ticked(stage.options, "try");
            times.push((performance.timeOrigin + performance.now() - begun) / 1_000);
            await stage.workspace.exactly(1);
            count = all.length;
            words = reader.words;
          };
          await (isService ? withBroker(stage, play) : play());
        },
        { start: true },
      );
    }
    const pace = isPerson ? `at a person's pace (${words} words read)` : "as soon as it can be";
    row(`${name}, ${count} acts, ${pace}`, times, { unit: "s", digits: 1 });
  }
}

/** @param {number} duration in milliseconds */
function pause(duration) {
  return new Promise((resolve) => setTimeout(resolve, duration));
}
