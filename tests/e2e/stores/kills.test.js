// Firefox killed again and again, at any moment, with the extension installed for good.

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { saveAll } from "../harness/history.js";
import { Firefox } from "../harness/firefox.js";
import { counted, dice, drained, passes, RECONCILED_MS, SEED, USUAL } from "../harness/killing.js";
import { LONG, pagesByTitle } from "../harness/outbox.js";
import { unpacked } from "../harness/packages.js";
import { SCHEMAS, standinProgram } from "../harness/paths.js";
import { connect } from "../harness/satchel.js";
import { Standin } from "../harness/standin.js";
import { startTunnel } from "../harness/tunnel.js";
import { paced, until } from "../harness/until.js";
import { Workspace } from "../harness/workspace.js";

const KILLS = LONG ? 100 : 8;

/** How long after the first save was asked for, or was acknowledged, the browser lives at most. */
const LIVES_MS = { asked: 500, acknowledged: 400 };

test(`L-07 ${KILLS} kills of Firefox lose no save and double none`, async () => {
  /** @type {(() => Promise<unknown>)[]} */
  const endings = [];
  try {
    const standin = await Standin.start(standinProgram(), ["--schemas", SCHEMAS]);
    endings.push(() => standin.stop());
    const workspace = await Workspace.seed(standin);
    const tunnel = await startTunnel(standin.port);
    endings.push(() => tunnel.stop());
    const { zip, folder, remove } = await unpacked("firefox");
    endings.push(remove);
    const profile = await mkdtemp(join(tmpdir(), "satchel-profile-"));
    endings.push(() => rm(profile, { recursive: true, force: true, maxRetries: 5 }));
    let browser = await open();
    endings.push(() => browser.stop());

    const first = await browser.open(browser.address("options/options.html"));
    await connect(first, workspace.token);
    await first.click(`#destinations input[value="${workspace.database("Reading list").source}"]`);
    await first.waitFor("the choice to be kept", async () => {
      const { value } = await chrome.runtime.sendMessage({ kind: "view" });
      return value.defaultDestination;
    });
    await browser.stop();

    const draw = dice(SEED);
    console.log(`kills: SATCHEL_SEED=${SEED}`);
    await standin.control("POST", "/faults", USUAL);
    /** @type {Set<string>} */
    const acknowledged = new Set();
    const started = performance.now();
    for (let round = 1; round <= KILLS; round += 1) {
      browser = await open();
      const page = await browser.open(browser.address("options/options.html"));
      const before = acknowledged.size;
      // It is cut off in the middle, which is the point.
      saving(page, round).catch(() => {});
      let lives = LIVES_MS.asked;
      if (round % 2 === 0) {
        await until("the first of them to be on this device", () => acknowledged.size > before);
        lives = LIVES_MS.acknowledged;
      }
      await passes(draw() * lives);
      await browser.kill();
    }
    browser = await open();
    const page = await browser.open(browser.address("options/options.html"));
    const left = await counted(page);
    await drained(page, paced(KILLS * 16) + RECONCILED_MS);
    const found = await pagesByTitle(workspace);
    console.log(
      `kills: ${KILLS} of Firefox, ${acknowledged.size} acknowledged, ${left.waiting} waited at the last start, ` +
        `${found.size} pages, all after ${((performance.now() - started) / 1_000).toFixed(1)} s`,
    );
    const lost = [...acknowledged].filter((title) => !found.has(title));
    const doubled = [...found].filter(([, count]) => count > 1).map(([title]) => title);
    assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] }, `SATCHEL_SEED=${SEED}`);
    assert.ok(acknowledged.size >= KILLS / 2, "the rounds come to a save at all");

    function open() {
      return Firefox.start({ extension: folder, zip, proxyPort: tunnel.port, profile });
    }

    /**
     * Two saves, one after the other.
     * @param {import("../harness/firefox-tab.js").FirefoxTab} page
     * @param {number} round
     */
    async function saving(page, round) {
      for (const number of [1, 2]) {
        const title = `Round ${round}, save ${number}`;
        await saveAll(page, "", [{ title, address: `https://news.example/${round}/${number}` }]);
        acknowledged.add(title);
      }
    }
  } finally {
    for (const end of endings.reverse()) await end();
  }
});
