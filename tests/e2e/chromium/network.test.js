// Whom the extension asks for anything: all that Chromium's own log of the network knows, from its installation to
// the end of its last account.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { disconnect } from "../harness/account.js";
import { another, ARTICLE } from "../harness/article.js";
import { connectThroughBroker, withBroker } from "../harness/broker.js";
import { LONG } from "../harness/outbox.js";
import { scenario } from "../harness/scenario.js";
import { redirectAddress } from "../harness/signin.js";

/** Longer than the outbox's soonest alarm takes; what an alarm of a minute or more may bring, it is LONG for. */
const IDLE_MS = LONG ? 600_000 : 45_000;

const PAGES = Array.from({ length: 10 }, (_, at) => another(at));

/** Where Chromium asks for what is its own: its time, its updates, whoever is signed in, its dictionaries. */
const ITS_OWN = /(?:^|\.)(?:google\.com|googleapis\.com|gvt1\.com)$/;

scenario(
  "only Notion and the broker are asked, and nobody while nothing is done",
  async (stage) => {
    const { standin, workspace, display, browser, options } = stage;
    const own = `chrome-extension://${browser.id}`;
    const back = await redirectAddress(options);
    const installed = await idle();
    const origin = await withBroker(stage, async (broker) => {
      await connectThroughBroker(stage);
      await workspace.choose(options, "Reading list");
      for (const { address, html } of PAGES) {
        await standin.publish(address, html);
        await browser.open(address);
        await display.press("alt+shift+l");
      }
      await workspace.exactly(PAGES.length);
      await options.show();
      await disconnect(options);
      return broker.origin;
    });
    const disconnected = await idle();

    const all = await browser.requests();
    const hosts = (/** @type {typeof all} */ asked) =>
      [...new Set(asked.map(({ address }) => new URL(address).host))].sort();
    const [broker, notion] = [new URL(origin).host, "api.notion.com"];
    const extension = all.filter(({ initiator }) => initiator === own);
    assert.ok(
      extension.length > 2 * PAGES.length,
      `the log holds ${extension.length} of its requests`,
    );
    assert.deepEqual(hosts(extension), [broker, notion].sort());
    const others = all.filter(({ address }) => !ITS_OWN.test(new URL(address).hostname));
    // The way back from the sign-in leads to a host that only the browser knows.
    const known = [broker, notion, new URL(ARTICLE.address).host, new URL(back).host];
    assert.deepEqual(hosts(others), known.sort());
    for (const [what, { from, to }] of Object.entries({ installed, disconnected }))
      assert.deepEqual(
        others.filter(({ time }) => from < time && time < to),
        [],
        `asked while it was only ${what}`,
      );
  },
  { connected: false, articles: true, listens: true },
);

/** Does nothing for a while: what is looked for is that nothing happens. */
async function idle() {
  const from = Date.now();
  await setTimeout(IDLE_MS);
  return { from, to: Date.now() };
}
