// Firefox killed again and again, at any moment, with the extension installed for good.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { saveAll } from "../harness/history.js";
import { Firefox } from "../harness/firefox.js";
import {
  counted,
  dice,
  drained,
  passes,
  QUIET,
  RECONCILED_MS,
  SEED,
  USUAL,
} from "../harness/killing.js";
import { LONG, pagesByTitle } from "../harness/outbox.js";
import { unpacked } from "../harness/packages.js";
import { SCHEMAS, standinProgram } from "../harness/paths.js";
import { chooseDestination, connect } from "../harness/satchel.js";
import { Standin } from "../harness/standin.js";
import { startTunnel } from "../harness/tunnel.js";
import { paced, until } from "../harness/until.js";
import { Workspace } from "../harness/workspace.js";

const KILLS = LONG ? 500 : 100;

/** A start takes one core most of the time: so many profiles are used side by side, each by a browser of its own. */
const PROFILES = 2;

/** How long after the first save was asked for, or was acknowledged, the browser lives at most. */
const LIVES_MS = { asked: 500, acknowledged: 400 };

/**
 * @typedef {object} Place where all of it happens
 * @property {Workspace} workspace
 * @property {(profile: string) => Promise<Firefox>} start opens a profile
 */

test(`L-07 ${KILLS} kills of Firefox lose no save and double none`, async () => {
  /** @type {(() => Promise<unknown>)[]} */
  const endings = [];
  try {
    const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
    endings.push(() => standin.stop());
    const workspace = await Workspace.seed(standin);
    const tunnel = await startTunnel(standin.port);
    endings.push(() => tunnel.stop());
    const { zip, folder: extension, remove } = await unpacked("firefox");
    endings.push(remove);
    await standin.control("POST", "/faults", USUAL);

    console.log(`kills: SATCHEL_SEED=${SEED}`);
    const started = performance.now();
    const start = (/** @type {string} */ profile) =>
      Firefox.start({ extension, zip, proxyPort: tunnel.port, profile });
    const killing = Array.from({ length: PROFILES }, (_, at) =>
      killAgainAndAgain({ workspace, start }, at + 1),
    );
    // Where one of them fails the others still come to their end, and leave nothing running.
    await Promise.allSettled(killing);
    const rounds = (await Promise.all(killing)).flat();

    const acknowledged = rounds.flat();
    const found = await pagesByTitle(workspace);
    const after = [0, 1, 2].map((count) => rounds.filter(({ length }) => length === count).length);
    console.log(
      `kills: ${rounds.length} of Firefox, ${after.join(", ")} of them after 0, 1, 2 saves were acknowledged, ` +
        `${found.size} pages, all after ${((performance.now() - started) / 1_000).toFixed(1)} s`,
    );
    const lost = acknowledged.filter((title) => !found.has(title));
    const doubled = [...found].filter(([, count]) => count > 1).map(([title]) => title);
    assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] }, `SATCHEL_SEED=${SEED}`);
    assert.equal(rounds.length, KILLS);
    assert.ok(acknowledged.length >= KILLS / 2, "the rounds come to a save at all");
  } finally {
    for (const end of endings.reverse()) await end();
  }
});

/**
 * Kills one browser after the other in a profile, and has the last one send what they left.
 * @param {Place} place
 * @param {number} number the profile's
 * @returns {Promise<string[][]>} for each that was killed, what it had acknowledged
 */
async function killAgainAndAgain({ workspace, start }, number) {
  const profile = await mkdtemp(join(tmpdir(), "satchel-profile-"));
  /** @type {Firefox | undefined} */
  let browser;
  try {
    browser = await start(profile);
    const options = await browser.open(browser.address("options/options.html"));
    await connect(options, workspace.token);
    await chooseDestination(options, "Reading list");
    await browser.stop();

    const draw = dice(SEED + number);
    /** @type {string[][]} */
    const rounds = [];
    while (rounds.length < KILLS / PROFILES) {
      browser = await start(profile);
      const page = await browser.open(browser.address(QUIET));
      /** @type {string[]} */
      const acknowledged = [];
      rounds.push(acknowledged);
      // It is cut off in the middle, which is the point.
      saveTwo(page, `Profile ${number}, round ${rounds.length}`, acknowledged).catch(() => {});
      let lives = LIVES_MS.asked;
      if (rounds.length % 2 === 0) {
        await until("the first of them to be on this device", () => acknowledged.length > 0);
        lives = LIVES_MS.acknowledged;
      }
      await passes(draw() * lives);
      await browser.kill();
    }

    browser = await start(profile);
    const page = await browser.open(browser.address(QUIET));
    const { waiting } = await counted(page);
    console.log(`kills: ${waiting} waited at the last start of profile ${number}`);
    await drained(page, paced(rounds.length * 16) + RECONCILED_MS);
    return rounds;
  } finally {
    await browser?.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Two saves, one after the other.
 * @param {import("../harness/firefox-tab.js").FirefoxTab} page one of the extension's own
 * @param {string} round
 * @param {string[]} acknowledged is told the title of each that is on this device
 */
async function saveTwo(page, round, acknowledged) {
  for (const number of [1, 2]) {
    const title = `${round}, save ${number}`;
    const address = `https://news.example/${encodeURIComponent(title)}`;
    await saveAll(page, "", [{ title, address }]);
    acknowledged.push(title);
  }
}
