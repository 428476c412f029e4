// The properties of a database in the popup: set by hand, filled by the plan, left alone.

import assert from "node:assert/strict";
import { readOutWithFocus } from "../harness/accessibility.js";
import { ADDRESS, HTML } from "../harness/article.js";
import {
  choose,
  dataSource,
  focus,
  property,
  shownProperties,
  showRest,
} from "../harness/properties.js";
import { addTags, connect, filledForm, outcome } from "../harness/satchel.js";
import { scenario } from "../harness/scenario.js";
import { LARGE, SHAPES_TOKEN, TYPES, workspaceOf } from "../harness/shapes.js";
import { valuesOf } from "../harness/workspace.js";

/** @typedef {import("../harness/scenario.js").Stage} Stage */

/**
 * Connects to a workspace with these databases, chooses one, and opens the popup on the article.
 * @param {Stage} stage
 * @param {object[]} databases
 * @param {string} title
 * @param {number} [people]
 */
async function popupOn(
  { standin, workspace, display, browser, options },
  databases,
  title,
  people,
) {
  const planted = await standin.control("POST", "/seed", workspaceOf(databases, people));
  await connect(options, SHAPES_TOKEN);
  await workspace.choose(options, title);
  await standin.publish(ADDRESS, HTML);
  await browser.open(ADDRESS);
  await display.click(browser.icon);
  const popup = await browser.popup();
  await filledForm(popup);
  return { popup, users: planted.workspaces[0].users };
}

/**
 * The one page that was saved there.
 * @param {Stage} stage
 * @param {string} title the data source's
 * @param {number} [count] how many rows there are with it
 */
async function saved({ standin }, title, count = 1) {
  const { id } = await dataSource(standin, title);
  const pages = await standin.control("GET", `/pages?dataSource=${id}&atLeast=${count}`);
  assert.equal(pages.length, count);
  return { values: valuesOf(pages.at(-1)), page: pages.at(-1) };
}

const DISCONNECTED = { connected: false };

scenario(
  "every type that is set by hand arrives as it was meant",
  async (stage) => {
    const { popup, users } = await popupOn(stage, TYPES, "Every type");
    const { display, standin } = stage;
    await showRest(popup);
    /** @param {string} name @param {string} part @param {string} text */
    const type = async (name, part, text) =>
      popup.fill(`${await property(popup, name)} ${part}`, text);

    await type("Text", "textarea", "Two lines,\nby hand");
    await type("Mail", "input", "ada@example.test");
    await type("Phone", "input", "+49 40 123456");
    await type("Number", "input", "-12.5");
    await type("Attachments", "textarea", "https://e.example/a.pdf\nhttps://e.example/b.pdf");
    await popup.click(`${await property(popup, "Done")} input`);
    await popup.click(`${await property(popup, "Verified")} input`);
    await choose(popup, await property(popup, "Kind"), "ta", "Talk");
    await choose(popup, await property(popup, "Status"), "doi", "Doing");
    const labels = await property(popup, "Labels");
    await choose(popup, labels, "gre", "green");
    await choose(popup, labels, "brand new", "brand new");
    await choose(popup, await property(popup, "Owner"), "grace", "Grace Hopper");
    const related = await property(popup, "Related");
    await choose(popup, related, "", "Lise Meitner");
    await choose(popup, related, "ada", "Ada Lovelace");
    const where = await property(popup, "Where");
    await popup.fill(`${where} input`, "Landing stage, Hamburg");
    await popup.fill(`${where} [id$=latitude]`, "53.5459");
    await popup.fill(`${where} [id$=longitude]`, "9.9663");
    // A date is typed part by part, and the keyboard reaches what goes with it.
    const day = await property(popup, "Day");
    await focus(popup, `${day} input`);
    await display.type("11252026");
    await popup.click(`${day} .toggle:last-child`);
    await focus(popup, `${day} [id$=end]`);
    await display.type("11272026");

    await popup.click("#save");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "good", text);
    const { values } = await saved(stage, "Every type");
    const rows = await standin.control(
      "GET",
      `/pages?dataSource=${(await dataSource(standin, "Researchers")).id}`,
    );
    const idOf = (/** @type {string} */ name) =>
      rows.find((/** @type {any} */ row) => row.title === name).id;
    assert.deepEqual(
      { ...values, Made: null, Sum: null },
      {
        ...values,
        Name: "The harbour at night",
        Address: ADDRESS,
        Text: "Two lines,\nby hand",
        Mail: "ada@example.test",
        Phone: "+49 40 123456",
        Number: -12.5,
        Done: true,
        Day: ["2026-11-25", "2026-11-27"],
        Kind: "Talk",
        Status: "Doing",
        Labels: ["green", "brand new"],
        Owner: [users[1].id],
        Related: [idOf("Lise Meitner"), idOf("Ada Lovelace")],
        Attachments: ["https://e.example/a.pdf", "https://e.example/b.pdf"],
        Verified: "verified",
        Made: null,
        Sum: null,
      },
    );
    const { lat, lon, name } = values.Where;
    assert.deepEqual([lat, lon, name], [53.5459, 9.9663, "Landing stage, Hamburg"]);
  },
  DISCONNECTED,
);

scenario(
  "a moment is sent with the offset of this device's time zone",
  async (stage) => {
    const { popup } = await popupOn(stage, TYPES, "Every type");
    const day = await property(popup, "Day");
    await popup.click(`${day} .toggle`);
    await focus(popup, `${day} input`);
    await stage.display.type("07042026");
    await stage.display.press("Tab");
    await stage.display.type("0915p");
    const behind = await popup.evaluate(() => new Date("2026-07-04T21:15").getTimezoneOffset());
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const { values } = await saved(stage, "Every type");
    const [start] = values.Day;
    assert.equal(Date.parse(start), Date.UTC(2026, 6, 4, 21, 15) + behind * 60_000);
  },
  DISCONNECTED,
);

scenario(
  "what was set by hand is there again in the next popup, and for that database only",
  async (stage) => {
    const { popup } = await popupOn(stage, TYPES, "Every type");
    await choose(popup, await property(popup, "Related"), "emmy", "Emmy Noether");
    await choose(popup, await property(popup, "Kind"), "essay", "Essay");
    await popup.waitFor("the edits to be kept", async () =>
      JSON.stringify(await chrome.storage.session.get(null)).includes("Essay"),
    );
    await stage.display.press("Escape");
    await stage.browser.popupCloses();
    await stage.display.click(stage.browser.icon);
    const again = await stage.browser.popup();
    await filledForm(again);
    await property(again, "Related");
    const shown = await shownProperties(again);
    assert.equal(shown.Related, "Emmy Noether");
    assert.equal(shown.Kind, "Essay");
    await again.evaluate(() => {
      const field = /** @type {HTMLSelectElement} */ (document.querySelector("#destination"));
      field.value =
        [...field.options].find(({ text }) => text.includes("Researchers"))?.value ?? "";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await again.click("#save");
    assert.equal((await outcome(again)).tone, "good");
    const { values } = await saved(stage, "Researchers", 5);
    assert.deepEqual(values, { Name: "The harbour at night" });
  },
  DISCONNECTED,
);

scenario(
  "a property that was renamed, deleted or retyped meanwhile costs no save, and is said",
  async (stage) => {
    const { standin } = stage;
    const { popup } = await popupOn(stage, TYPES, "Every type");
    const { id } = await dataSource(standin, "Every type");
    await popup.fill(`${await property(popup, "Number")} input`, "7");
    await popup.fill(`${await property(popup, "Phone")} input`, "110");
    await choose(popup, await property(popup, "Kind"), "talk", "Talk");
    const change = (/** @type {string} */ what, /** @type {object} */ how) =>
      standin.control("POST", `/data-sources/${id}/${what}`, how);
    await change("rename-property", { from: "Number", to: "Count" });
    await change("delete-property", { name: "Phone" });
    await change("retype-property", { name: "Kind", type: "rich_text" });
    await popup.click("#save");
    const { tone, text } = await outcome(popup);
    assert.equal(tone, "good", text);
    assert.ok(text.includes("Phone"), `the property that is gone is named: ${text}`);
    const { values, page } = await saved(stage, "Every type");
    assert.equal(values.Count, 7);
    assert.equal(values.Kind, "Talk");
    assert.ok(JSON.stringify(page.blocks).includes("110"), "what had no place is in the page");
  },
  DISCONNECTED,
);

scenario(
  "ten thousand options, twenty thousand pages and two thousand people are no burden",
  async (stage) => {
    const { popup } = await popupOn(stage, LARGE, "Many options", 2000);
    await addTags(popup, ["tag 09990"]);
    for (const [name, typed, wanted] of /** @type {const} */ ([
      ["Topic", "09999", "Tag 09999"],
      ["Where", "19999", "Place 19999"],
      ["Who", "01234", "Person 01234"],
    ])) {
      const row = await property(popup, name);
      const start = performance.now();
      await choose(popup, row, typed, wanted);
      console.log(`${name}: chosen after ${Math.round(performance.now() - start)} ms`);
    }
    // The list goes on where it ends: past the hundredth page with the arrow alone.
    const where = await property(popup, "Where");
    const field = `${where} input[role=combobox]`;
    await popup.fill(field, "place");
    await popup.waitFor(
      "the first pages",
      (/** @type {string} */ row) => document.querySelectorAll(`${row} [role=option]`).length > 20,
      where,
    );
    const first = await popup.evaluate(
      (/** @type {string} */ row) => document.querySelectorAll(`${row} [role=option]`).length,
      where,
    );
    await popup.evaluate((/** @type {string} */ row) => {
      const list = /** @type {HTMLElement} */ (document.querySelector(`${row} [role=listbox]`));
      list.scrollTop = list.scrollHeight;
    }, where);
    await popup.waitFor(
      "the pages after them",
      (/** @type {string} */ row, /** @type {number} */ before) =>
        document.querySelectorAll(`${row} [role=option]`).length > before,
      where,
      first,
    );
    await popup.press("Escape");
    await popup.fill(field, "");
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const { values } = await saved(stage, "Many options");
    assert.deepEqual(values.Labels, ["Tag 09990"]);
    assert.equal(values.Topic, "Tag 09999");
    assert.equal(values.Where.length, 1);
    assert.equal(values.Who.length, 1);
  },
  DISCONNECTED,
);

scenario(
  "eighty properties are built when they are wanted",
  async (stage) => {
    const { popup } = await popupOn(stage, LARGE.slice(2), "Eighty properties");
    await popup.waitFor(
      "the rest to be offered",
      () => document.querySelector("#more-properties:not([hidden])") !== null,
    );
    assert.equal(await popup.evaluate(() => document.querySelectorAll("#more-list > *").length), 0);
    const start = performance.now();
    await showRest(popup);
    console.log(`eighty properties: shown after ${Math.round(performance.now() - start)} ms`);
    await popup.fill(`${await property(popup, "Property 65")} textarea`, "the sixty-fifth");
    await popup.click("#save");
    assert.equal((await outcome(popup)).tone, "good");
    const { values } = await saved(stage, "Eighty properties");
    assert.equal(values["Property 65"], "the sixty-fifth");
  },
  DISCONNECTED,
);

scenario(
  "what is wrong with a field is read out with it, and stands above the bar",
  async (stage) => {
    const { display } = stage;
    const { popup } = await popupOn(stage, TYPES, "Every type");
    await showRest(popup);
    /** @param {string} row */
    const isSeen = async (row) => {
      const words = await popup.waitFor(
        "what is wrong",
        (/** @type {string} */ row) => document.querySelector(`${row} .field-error`)?.textContent,
        row,
      );
      assert.equal(await readOutWithFocus(popup), words, "it is read out with the field");
      const room = await popup.evaluate((/** @type {string} */ row) => {
        const [words, bar] = [`${row} .field-error`, "#foot"].map((selector) =>
          document.querySelector(selector)?.getBoundingClientRect(),
        );
        return words && bar && bar.top - words.bottom;
      }, row);
      assert.ok(room !== undefined && room >= 0, `${words} stands ${room} px above the bar`);
    };
    /** Gets to a field from above: it stands right above the bar then. @param {string} field */
    const reach = async (field) => {
      await popup.evaluate(() => scrollTo(0, 0));
      await focus(popup, field);
    };

    const day = await property(popup, "Day");
    await focus(popup, `${day} input`);
    await display.type("11252026");
    await popup.click(`${day} .toggle:last-child`);
    await reach(`${day} [id$=end]`);
    await display.type("11202026");
    await isSeen(day);

    const where = await property(popup, "Where");
    for (const part of ["latitude", "longitude"]) {
      const field = `${where} [id$=${part}]`;
      await reach(field);
      await display.type("200");
      await isSeen(where);
      await popup.fill(field, "");
    }

    const number = await property(popup, "Number");
    await reach(`${number} input`);
    await display.type("1e");
    await isSeen(number);
    // Whoever comes back to it sees it as well.
    await reach("#title");
    await reach(`${number} input`);
    await isSeen(number);
  },
  DISCONNECTED,
);
