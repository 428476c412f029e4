/** Settings as a file, and back: what a file would change is said before anything is. */

import { button, byId, create, plain } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { give, today } from "../interface/giving.js";
import { text } from "../interface/text.js";
import { asError, ask } from "../messages.js";

/** @import { Difference } from "../interface/protocol.d.ts" */
/** @import { Page } from "./page.js" */

/** What cannot be taken, and how that can be mended. @type {Difference["code"][]} */
const LEFT = ["property-missing", "not-connected", "not-here", "preset-left"];

/** What a preference is called. That only links are saved is shown the other way round. */
const PREFERENCES = new Map([
  ["saveAtOnce", "prefer_save_at_once"],
  ["cleanAddresses", "prefer_clean_addresses"],
  ["linkOnly", "prefer_articles"],
]);

/** @param {Page} page */
export function startBackup(page) {
  const shown = byId("backup-changes", HTMLDivElement);
  const error = byId("backup-error", HTMLParagraphElement);
  const choose = byId("backup-import", HTMLButtonElement);
  const file = create("input", { type: "file", accept: ".json,application/json", class: "unseen" });
  file.tabIndex = -1;
  file.setAttribute("aria-label", text("backup_import"));
  choose.after(file);

  byId("backup-export", HTMLButtonElement).addEventListener("click", async () => {
    error.textContent = "";
    try {
      const settings = /** @type {string} */ (await ask("exportSettings"));
      give(`satchel-settings-${today()}.json`, settings, "application/json");
      page.announce(text("export_done"));
    } catch (thrown) {
      complain(thrown);
    }
  });
  choose.addEventListener("click", () => file.click());
  file.addEventListener("change", async () => {
    const [chosen] = file.files ?? [];
    file.value = "";
    // One that cannot be read holds no settings either.
    if (chosen) await preview(await chosen.text().catch(() => ""));
  });

  /** @param {string} content of a file */
  async function preview(content) {
    const differences = await taken(content, false);
    if (!differences) return;
    const apply = button(text("backup_apply"), () => take(content), "button primary");
    const keep = button(text("cancel"), () => {
      shown.hidden = true;
      choose.focus();
    });
    const isChange = differences.some(({ code }) => !LEFT.includes(code));
    show(differences, isChange ? [apply, keep] : []);
    apply.setAttribute("aria-describedby", shown.id);
    if (isChange) apply.focus();
  }

  /** @param {string} content */
  async function take(content) {
    const differences = await taken(content, true);
    if (!differences) return;
    await page.look();
    const left = differences.filter(({ code }) => LEFT.includes(code));
    show(left, []);
    shown.hidden = left.length === 0;
    page.announce(text("import_done"));
    choose.focus();
  }

  /**
   * @param {string} content
   * @param {boolean} apply
   */
  async function taken(content, apply) {
    error.textContent = "";
    try {
      return /** @type {Difference[]} */ (await ask("importSettings", { text: content, apply }));
    } catch (thrown) {
      shown.hidden = true;
      choose.focus();
      complain(thrown);
      return null;
    }
  }

  /**
   * @param {Difference[]} differences
   * @param {HTMLButtonElement[]} steps
   */
  function show(differences, steps) {
    const changes = differences.filter(({ code }) => !LEFT.includes(code));
    const left = differences.filter(({ code }) => LEFT.includes(code));
    const nothing = changes.length === 0 && steps.length === 0 && left.length === 0;
    shown.replaceChildren(
      ...(nothing ? [create("p", {}, text("backup_nothing"))] : []),
      ...list("backup_changes", changes),
      ...list("backup_left", left),
      ...(steps.length > 0 ? [create("div", { class: "line" }, ...steps)] : []),
    );
    shown.hidden = false;
  }

  /** @param {unknown} thrown */
  function complain(thrown) {
    const { code, message } = asError(thrown);
    const words = explained(asError(thrown));
    // Which part it is helps whoever made the file; nobody else wrote that message.
    error.textContent = code === "backup-damaged" ? `${words} (${plain(message)})` : words;
  }
}

/**
 * @param {string} heading
 * @param {Difference[]} differences
 */
function list(heading, differences) {
  if (differences.length === 0) return [];
  const rows = differences.map((difference) => create("li", {}, said(difference)));
  return [
    create("p", { id: heading, class: "label" }, text(heading)),
    create("ul", { class: "differences", "aria-labelledby": heading }, ...rows),
  ];
}

/** @param {Difference} difference */
function said({ code, name, detail }) {
  const words = (/** @type {string} */ code, /** @type {string[]} */ ...names) =>
    text(`difference_${code.replaceAll("-", "_")}`, ...names.map(isolated));
  const preference = code.startsWith("switched") && PREFERENCES.get(name);
  if (!preference)
    return words(code, name || text("untitled"), detail || text("unnamed_workspace"));
  const isOn = (code === "switched-on") !== (name === "linkOnly");
  return words(isOn ? "switched-on" : "switched-off", text(preference));
}

/** A name in a sentence, in its own direction. @param {string} name */
function isolated(name) {
  return `\u2068${plain(name)}\u2069`;
}
