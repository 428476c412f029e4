// The browser killed again and again, at any moment.

import assert from "node:assert/strict";
import {
  counted,
  dice,
  drained,
  passes,
  quietPage,
  RECONCILED_MS,
  SEED,
  saveTelling,
  USUAL,
  withProfile,
} from "../../harness/killing.js";
import { LONG, pagesByTitle } from "../../harness/outbox.js";
import { paced, until } from "../../harness/until.js";

const KILLS = LONG ? 500 : 100;

/** How long after the first save was asked for, or was acknowledged, or after a start with nothing to
 *  save, the browser lives at most. */
const LIVES_MS = { asked: 500, acknowledged: 400, idle: 400 };

export function kills() {
  withProfile(
    `L-07 ${KILLS} kills of the browser lose no save and double none`,
    async ({ standin, workspace, profile, browser }) => {
      const draw = dice(SEED);
      console.log(`kills: SATCHEL_SEED=${SEED}`);
      await browser.stop();
      await standin.control("POST", "/faults", USUAL);
      /** @type {Set<string>} */
      const acknowledged = new Set();
      let asked = 0;
      const started = performance.now();
      for (let round = 1; round <= KILLS; round += 1) {
        const killed = await profile.open();
        // Every fifth is killed while it still looks at what the one before it left; of the others, every
        // second after something was acknowledged, and the rest before or after.
        const pages = round % 5 === 0 ? [] : pagesOf(round, 1 + Math.floor(draw() * 2));
        asked += pages.length;
        let lives = LIVES_MS.idle;
        if (pages.length > 0) {
          const before = acknowledged.size;
          const saving = saveTelling(killed, await quietPage(killed), pages, (title) =>
            acknowledged.add(title),
          );
          // It is cut off in the middle, which is the point.
          saving.catch(() => {});
          lives = LIVES_MS.asked;
          if (round % 2 === 0) {
            await until("the first of them to be on this device", () => acknowledged.size > before);
            lives = LIVES_MS.acknowledged;
          }
        }
        await passes(draw() * lives);
        await killed.kill();
      }
      const seconds = (performance.now() - started) / 1_000;
      const last = await profile.open();
      const page = await quietPage(last);
      const left = await counted(page);
      await drained(page, paced(asked * 8) + RECONCILED_MS);
      const found = await pagesByTitle(workspace);
      const whole = (performance.now() - started) / 1_000;
      console.log(
        `kills: ${KILLS} in ${seconds.toFixed(1)} s, ${asked} saves asked for, ${acknowledged.size} acknowledged, ` +
          `${left.waiting} waited at the last start, ${found.size} pages, all after ${whole.toFixed(1)} s`,
      );
      const lost = [...acknowledged].filter((title) => !found.has(title));
      const doubled = [...found].filter(([, count]) => count > 1).map(([title]) => title);
      assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] }, `SATCHEL_SEED=${SEED}`);
      assert.ok(acknowledged.size > KILLS / 3, "the rounds come to a save at all");
    },
  );
}

/**
 * @param {number} round
 * @param {number} count
 */
function pagesOf(round, count) {
  return Array.from({ length: count }, (_, index) => ({
    title: `Round ${round}, save ${index + 1}`,
    address: `https://news.example/${round}/${index + 1}`,
  }));
}
