// The worker killed while Notion is being asked: nothing is lost and nothing comes twice.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { badge, connect, saves } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { until } from "../harness/until.js";

/** A lost answer is looked for again, but an absence is only believed after this long. */
const RECONCILED_MS = 240_000;

/** The alarm brings the worker back within this. */
const ALARM_MS = 120_000;

scenario("a worker killed before Notion did anything saves the page later", async (stage) => {
  const { standin, workspace, display, browser, options } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  // What is aborted while it is delayed is never carried out.
  const fault = { method: "POST", path: "/v1/pages$", delayMs: 10_000 };
  await standin.control("POST", "/faults", fault);
  await display.press("alt+shift+l");
  await until("the request to be under way", async () =>
    (await workspace.requests()).some(({ path }) => path === "/v1/pages"),
  );
  await browser.stopWorker();
  const [kept, ...more] = await saves(options);
  assert.deepEqual(more, [], "one save is kept");
  assert.deepEqual(kept?.notices, [], "with all that the page said");
  assert.notEqual(kept?.state, "saved", "and nothing claims that it worked");
  // Whoever would have shown what became of it is gone; the next worker does.
  await until(
    "the button to say that it waits",
    async () => (await badge(options)) === "1",
    ALARM_MS,
  );
  await settled(options);
  const [saved, ...others] = await workspace.pages(1);
  assert.deepEqual(others, []);
  assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
});

scenario(
  "a worker killed when only the answer was lost saves nothing twice",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    // Before anything is asked: on a connection that was used before, the browser itself would send
    // the request again, and nobody above it would know.
    await standin.control("POST", "/settings", { keepAlive: false });
    await connect(options, workspace.token);
    await workspace.choose(options, "Reading list");
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await standin.control("POST", "/faults", { method: "POST", path: "/v1/pages$", cut: "after" });
    await display.press("alt+shift+l");
    await workspace.pages(1);
    await browser.stopWorker();
    await settled(options);
    const [saved] = await workspace.exactly(1);
    assert.deepEqual(saved?.values, { ...ARTICLE, tags: [] });
  },
  { connected: false },
);

/**
 * Waits until the only save is known to be in Notion.
 * @param {import("../harness/tab.js").Tab} options
 */
async function settled(options) {
  const isSaved = async () => (await saves(options))[0]?.state === "saved";
  await until("the save to be settled", isSaved, RECONCILED_MS);
}
