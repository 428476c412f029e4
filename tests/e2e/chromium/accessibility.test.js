// Every page in its main states (`states.test.js` has the popup's others), judged by axe in light and dark.

import assert from "node:assert/strict";
import { ADDRESS, ARTICLE, HTML } from "../harness/article.js";
import { chosen } from "../harness/backup.js";
import { mappingRow } from "../harness/mapping.js";
import { focus, property, showRest } from "../harness/properties.js";
import { Elsewhere } from "../harness/elsewhere.js";
import { manyPages, openHistory, rowIs, rowsAre, saveAll } from "../harness/history.js";
import { network } from "../harness/network.js";
import {
  addTags,
  confirm,
  connect,
  filledForm,
  openWay,
  outcome,
  pasteToken,
  question,
  wording,
} from "../harness/satchel.js";
import { SignIn } from "../harness/signin.js";
import { firstSave } from "../harness/start.js";
import { SHAPES_TOKEN, TYPES, workspaceOf } from "../harness/shapes.js";
import { inEveryLanguage, isAccessible } from "../harness/states.js";
import { until } from "../harness/until.js";

inEveryLanguage(
  "no way of connecting is in anyone's way",
  async ({ options }) => {
    await openWay(options, "#token-way");
    await isAccessible(options, "to paste a token");
    await openWay(options, "#integration-way");
    await options.click("#connect-integration");
    await options.waitFor("what is wrong", () =>
      document.querySelector("#client-id[aria-invalid]"),
    );
    await isAccessible(options, "to use an integration, with a mistake");
    await openWay(options, "#broker-way");
    await options.fill("#broker", "https://sign-in.example");
    await options.click("#save-broker");
    await options.find("#connect-with-notion");
    await isAccessible(options, "to sign in with a service");
  },
  { connected: false },
);

inEveryLanguage(
  "the first steps have nothing in anyone's way, from the first to the last",
  async ({ options: start, workspace }) => {
    await start.find("#token");
    await isAccessible(start, "nothing done");
    await pasteToken(start, workspace.token);
    await question(start);
    await isAccessible(start, "not confirmed");
    await confirm(start);
    await start.click(`#destinations input[value="${workspace.database("Reading list").source}"]`);
    await start.find("#sample");
    await isAccessible(start, "connected");
    await start.click("#sample");
    await firstSave(start);
    await isAccessible(start, "all done");
  },
  { connected: false, start: true },
);

inEveryLanguage(
  "the first steps without a button in the toolbar are in nobody's way",
  async ({ options: start }) => {
    await start.find("#pin");
    await isAccessible(start, "not pinned");
  },
  { connected: false, start: true, isPinned: false },
);

inEveryLanguage(
  "the options page has nothing in anyone's way, with one workspace or two",
  async ({ options, workspace }) => {
    await pasteToken(options, workspace.token);
    await question(options);
    await isAccessible(options, "not confirmed");
    await confirm(options);
    await isAccessible(options, "connected");
    await connect(options, await workspace.addArchive());
    await isAccessible(options, "two workspaces");
    await options.click("#account .card:last-child .disconnect");
    await isAccessible(options, "before disconnecting");
    await workspace.revoke();
    await options.click("#refresh");
    await options.find("#account .reconnect");
    await isAccessible(options, "one rejected");
  },
  { connected: false },
);

inEveryLanguage(
  "an open sign-in is in nobody's way",
  async ({ options, standin, browser }) => {
    const [clientId, clientSecret] = [
      "5a7c4e10-0000-4000-8000-0000000000c1",
      `secret_${"5a7c4e10".repeat(5)}`,
    ];
    const redirect = await options.waitFor(
      "the address to register",
      () => /** @type {HTMLInputElement} */ (document.querySelector("#redirect")).value,
    );
    const name = "Satchel";
    const connections = [
      { kind: "public", name, clientId, clientSecret, redirectUris: [redirect] },
    ];
    await standin.control("POST", "/seed", { workspaces: [{ name: "Signed in", connections }] });
    await openWay(options, "#integration-way");
    await options.fill("#client-id", clientId);
    await options.fill("#client-secret", clientSecret);
    await options.click("#connect-integration");
    const asked = ({ url = "" }) => url.includes("/v1/oauth/authorize");
    const window = await until("Notion's window", () => browser.target(asked));
    // A page behind a window draws nothing, and its colours never change.
    await SignIn.inChromium(browser);
    await options.show();
    await isAccessible(options, "a sign-in is open");
    const other = await browser.open(browser.address("options/options.html"));
    await other.show();
    await other.find("#sign-in-note");
    await isAccessible(other, "a sign-in is open elsewhere");
    await browser.devtools.send("Target.closeTarget", { targetId: window.targetId });
    await options.waitFor(
      "the button to be usable again",
      () => !document.querySelector("#connect-integration[aria-disabled]"),
    );
    assert.deepEqual(
      await options.evaluate(() => [
        document.activeElement?.id,
        document.querySelector("#integration-error")?.textContent,
      ]),
      ["connect-integration", ""],
      "closing the window is no error",
    );
  },
  { connected: false },
);

inEveryLanguage("the popup has nothing in anyone's way", async (stage) => {
  const { standin, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await addTags(popup, ["sea"]);
  await popup.fill("#tags", "s");
  await isAccessible(popup, "filled, with the list of tags open");
  await popup.press("Enter");
  await popup.press("Enter");
  await outcome(popup);
  await isAccessible(popup, "saved");
});

inEveryLanguage("the popup's keys are in nobody's way, over a form or a save", async (stage) => {
  const { standin, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await popup.find("#first-use button");
  await popup.click("#keys-button");
  await popup.find("#keys dd");
  await isAccessible(popup, "keys");
  await popup.click("#save");
  await outcome(popup);
  await isAccessible(popup, "keys, saved");
});

inEveryLanguage(
  "no type of property is in anyone's way",
  async ({ standin, display, browser, options, workspace }) => {
    await standin.control("POST", "/seed", workspaceOf(TYPES));
    await connect(options, SHAPES_TOKEN);
    await workspace.choose(options, "Every type");
    await standin.publish(ADDRESS, HTML);
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await popup.find("#first-use");
    await showRest(popup);
    await isAccessible(popup, "every type, and how pages go there");
    const day = await property(popup, "Day");
    await popup.click(`${day} .toggle`);
    await popup.click(`${day} .toggle:last-child`);
    const number = await property(popup, "Number");
    await focus(popup, `${number} input`);
    await display.type("1e");
    const where = await property(popup, "Where");
    await popup.fill(`${where} [id$=latitude]`, "100");
    await isAccessible(popup, "a moment with an end, and mistakes");
    for (const name of ["Status", "Owner", "Related"]) {
      const row = await property(popup, name);
      await popup.click(`${row} input`);
      await popup.find(`${row} [role=option]`);
      await isAccessible(popup, `${name} with its list open`);
      await popup.press("ArrowDown");
      await popup.press("Enter");
    }
    await isAccessible(popup, "chosen");
  },
  { connected: false },
);

inEveryLanguage("what goes where, and presets, are in nobody's way", async ({ options }) => {
  const description = await mappingRow(options, "Description");
  await options.find("#mapping-unconfirmed");
  await isAccessible(options, "a proposal");
  await options.pick(`${description} select`, await wording(options, "gets_template"));
  await options.fill(`${description} .template input`, "{{nobody}}");
  await options.click(`${description} .placeholders > summary`);
  await options.find(`${description} [aria-invalid]`);
  await isAccessible(options, "a template with a mistake");
  await options.fill(`${description} .template input`, "{{title}}");
  await options.click(".reset-plan");
  await isAccessible(options, "before resetting");
  await options.fill("#preset-name", "Papers");
  await options.click("#preset-add");
  await options.click("#presets .add-condition");
  await isAccessible(options, "a preset with a rule");
  await options.click("#presets .remove-preset");
  await isAccessible(options, "before removing a preset");
  await options.click("#preset-add");
  await options.find("#preset-name[aria-invalid]");
  await isAccessible(options, "a preset without a name");
});

inEveryLanguage("the history has nothing in anyone's way, whatever it shows", async (stage) => {
  const { standin, browser, options } = stage;
  const history = await openHistory(browser);
  await isAccessible(history, "empty");
  await saveAll(options, "", manyPages(1));
  await rowIs(history, "saved");
  await isAccessible(history, "just saved, with undo");
  const refusal = { method: "POST", path: "/v1/pages$", status: 403, code: "restricted_resource" };
  await standin.control("POST", "/faults", { ...refusal, message: "no" });
  await saveAll(options, "", [{ title: "Refused", address: "https://news.example/refused" }]);
  await rowsAre(history, 2);
  await history.click('[data-state="attention"] [data-action="edit"]');
  await history.find(".save-editor");
  await isAccessible(history, "editing what needs attention");
  await history.press("Escape");
  await history.click('[data-state="attention"] [data-action="discard"]');
  await isAccessible(history, "asking before it deletes");
  await network(false, await browser.worker(), history);
  await saveAll(options, "", [{ title: "Waits", address: "https://news.example/waits" }]);
  await rowsAre(history, 3);
  await isAccessible(history, "offline");
  await history.fill("#query", "nothing like it");
  await history.says(await wording(history, "history_no_match"));
  await isAccessible(history, "nothing found");
});

inEveryLanguage("what the popup says of a save has nothing in anyone's way", async (stage) => {
  const { standin, workspace, display, browser } = stage;
  await standin.publish(ADDRESS, HTML);
  const { source } = workspace.database("Reading list");
  await new Elsewhere(standin, workspace.token).save(source, { title: "Before", address: ADDRESS });
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup, ARTICLE.description);
  await popup.find("#already");
  await isAccessible(popup, "saved already");
  await popup.click('#already input[value="update"]');
  await isAccessible(popup, "about to update");
  await popup.click('#already input[value="new"]');
  const worker = await browser.worker();
  await network(false, worker, popup);
  await popup.click("#save");
  await outcome(popup);
  await isAccessible(popup, "waiting offline, with undo");
  await popup.click('[data-action="undo"]');
  await popup.says(await wording(popup, "undone_heading"));
  await isAccessible(popup, "undone");
});

inEveryLanguage("the line about the Clip ID has nothing in anyone's way", async ({ options }) => {
  await options.find("#clip-id button");
  await isAccessible(options, "off");
  await options.click("#clip-id button");
  await options.says(await wording(options, "clip_id_on"));
  await isAccessible(options, "on");
});

inEveryLanguage(
  "a report, settings as a file, and why a database is missing are in nobody's way",
  async ({ options, workspace }) => {
    await options.click("#missing > summary");
    await options.fill("#database-link", "https://www.notion.so/ada/Reading-list");
    await options.click("#add button");
    await options.find("#add-error:not(:empty)");
    await isAccessible(options, "a database is missing");
    await options.click("#diagnose");
    await options.find("#diagnostics-text");
    await isAccessible(options, "a report");
    const { source } = workspace.database("Reading list");
    const kept = { id: source, account: "another", workspace: "Lighthouse", title: "Logbook" };
    const file = {
      satchel: "settings",
      version: 1,
      destinations: [kept],
      presets: [{ id: "papers", name: "Papers", destination: source }],
      preferences: { saveAtOnce: true, cleanAddresses: false, linkOnly: false },
    };
    await chosen(options, JSON.stringify(file));
    await isAccessible(options, "what a file would change");
    await chosen(options, JSON.stringify({ ...file, version: 2 }));
    await isAccessible(options, "a file that is not taken");
  },
);

inEveryLanguage(
  "the request that will be sent is in nobody's way",
  async ({ standin, display, browser }) => {
    await standin.publish(
      ADDRESS,
      HTML.replace("Nothing to point at.", "A tide waits. ".repeat(50)),
    );
    await browser.open(ADDRESS);
    await display.click(browser.icon);
    const popup = await browser.popup();
    await filledForm(popup, ARTICLE.description);
    await popup.find("#first-use button");
    await popup.waitFor("the preview to be offered", () =>
      document.querySelector("#preview-button")?.checkVisibility({ visibilityProperty: true }),
    );
    await popup.click("#preview-button");
    await popup.click("#request > summary");
    await popup.find("#request pre");
    await isAccessible(popup, "the request");
    await popup.click("#keep-article");
    await popup.find("#preview > .request-content > pre");
    const isOffered = () => document.querySelector("#pictures-offer:not([hidden])") !== null;
    assert.equal(await popup.evaluate(isOffered), false, "no text, no pictures of it");
    await isAccessible(popup, "the request of a save without text");
  },
  { articles: true },
);
