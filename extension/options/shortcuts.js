/**
 * The keyboard shortcuts as they really are.
 *
 * A browser leaves a suggested key unassigned, without a word, when something else has it: only
 * asking tells. Setting one is the browser's own business; the page can at best open the place.
 */

import { browser } from "../browser.js";
import { byId, create } from "../interface/element.js";
import { keys } from "../interface/keys.js";
import { text } from "../interface/text.js";

const COMMANDS = ["open-popup", "save-now"];

/** Shows them, and the way to change them. */
export function startShortcuts() {
  const set = byId("set-shortcuts", HTMLButtonElement);
  const help = byId("shortcut-help", HTMLParagraphElement);
  const open = settingsOpener();
  set.hidden = open === null;
  if (open) set.addEventListener("click", open);
  help.hidden = open !== null;
  if (!open) help.textContent = text("shortcuts_by_hand");
  show();
  // They are changed in another tab, and the browser tells nobody.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") show();
  });
}

async function show() {
  const commands = await browser.commands.getAll();
  byId("shortcuts", HTMLDListElement).replaceChildren(
    ...COMMANDS.flatMap((name) => {
      const shortcut = commands.find((command) => command.name === name)?.shortcut ?? "";
      return [
        create("dt", {}, text(`command_${name.replaceAll("-", "_")}`)),
        create(
          "dd",
          {},
          shortcut ? keys(shortcut) : create("span", { class: "unset" }, text("shortcut_unset")),
        ),
      ];
    }),
  );
}

/**
 * What opens the browser's own page for shortcuts; null where an extension may not.
 * @returns {(() => void) | null}
 */
function settingsOpener() {
  const commands = /** @type {{ openShortcutSettings?: () => Promise<void> }} */ (
    /** @type {unknown} */ (browser.commands)
  );
  if (commands.openShortcutSettings) return () => commands.openShortcutSettings?.();
  if (!browser.runtime.getURL("").startsWith("chrome-extension:")) return null;
  return () => browser.tabs.create({ url: "chrome://extensions/shortcuts" });
}
