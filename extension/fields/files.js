/** A property that holds files: links to them, and files of this device. */

import { asError } from "../messages.js";
import { keepFile } from "../files.js";
import { create, isolated, plain } from "../interface/element.js";
import { explained } from "../interface/explain.js";
import { glyph } from "../interface/glyphs.js";
import { listText, sizeText, text } from "../interface/text.js";
import { linesInput } from "./line.js";

/** @import { Attachment } from "../interface/protocol.d.ts" */
/** @import { Input, Making } from "./input.js" */

/** What a value is that stands for a file of this device. */
const PLACEHOLDER = "attachment:";

/** As much as goes to Notion in one piece: what may be less is the workspace's own limit. */
const ONE_PIECE = 20 * 1024 * 1024;

/** What was chosen in this page, so that it can be kept once more. @type {Map<string, File>} */
const chosen = new Map();

/** @param {string} key */
export function chosenFile(key) {
  return chosen.get(key);
}

/** @param {Making} making @returns {Input} */
export function filesInput(making) {
  const { field, id, changed, announce, limits, elsewhere } = making;
  const links = linesInput(making);
  if (!limits) return links;
  const known = limits;
  /** @type {Map<string, Attachment>} */
  const files = new Map();
  const list = create("ul", {
    class: "chips",
    "aria-label": text("chosen_values", field.name),
    hidden: true,
  });
  const error = create("p", { id: `${id}-error`, class: "field-error", role: "alert" });
  const chooser = create("input", {
    id: `${id}-chooser`,
    type: "file",
    multiple: true,
    hidden: true,
  });
  const open = create(
    "button",
    {
      type: "button",
      class: "button small file-button",
      "aria-label": text("choose_file_for", field.name),
      "aria-describedby": error.id,
    },
    text("choose_file"),
  );
  open.addEventListener("click", () => (elsewhere ? elsewhere() : chooser.click()));
  chooser.addEventListener("change", async () => {
    const wanted = [...(chooser.files ?? [])];
    // The same file may be chosen again after it was taken away.
    chooser.value = "";
    await take(wanted);
  });

  /** @param {File[]} wanted */
  async function take(wanted) {
    error.textContent = "";
    open.setAttribute("aria-busy", "true");
    /** @type {string[]} */
    const wrong = [];
    const taken = [];
    for (const file of wanted) {
      const refused = refusal(file);
      if (refused) wrong.push(refused);
      else {
        try {
          const key = await keepFile(file);
          chosen.set(key, file);
          files.set(key, { key, name: plain(file.name), media: file.type, size: file.size });
          taken.push(file.name);
        } catch (thrown) {
          wrong.push(unkept(file, thrown));
        }
      }
    }
    open.removeAttribute("aria-busy");
    error.textContent = wrong.join(" ");
    if (taken.length === 0) return;
    draw();
    announce(text("value_added", listText(taken)));
    changed();
  }

  /**
   * Why Notion would not take the file, and what to do instead; "" where it would.
   * @param {File} file
   */
  function refusal({ name, size }) {
    const ending = name.includes(".") ? (name.split(".").pop() ?? "").toLowerCase() : "";
    const { largest, endings } = known();
    if (!endings.includes(ending)) return text("file_type_refused", isolate(name));
    if (size <= largest) return "";
    const key = largest < ONE_PIECE ? "file_too_large_plan" : "file_too_large";
    return text(key, isolate(name), sizeText(largest));
  }

  function draw() {
    list.replaceChildren(...[...files.values()].map(chip));
    list.hidden = files.size === 0;
  }

  /** @param {Attachment} file */
  function chip({ key, name, size }) {
    const remove = create(
      "button",
      { type: "button", class: "chip-remove", "aria-label": text("remove_value", plain(name)) },
      glyph("cross", 12),
    );
    const element = create(
      "li",
      { class: "chip", "data-color": "", "data-key": key },
      isolated(name, "chip-name"),
      create("span", { class: "soft small file-size" }, sizeText(size)),
      remove,
    );
    remove.addEventListener("click", () => {
      const neighbour = element.nextElementSibling ?? element.previousElementSibling;
      const next = neighbour?.getAttribute("data-key") ?? "";
      files.delete(key);
      draw();
      const other = list.querySelector(`[data-key="${CSS.escape(next)}"] button`);
      (other instanceof HTMLButtonElement ? other : open).focus();
      announce(text("value_removed", plain(name)));
      changed();
    });
    return element;
  }

  return {
    element: create("div", { class: "files" }, list, links.element, open, chooser, error),
    control: links.control,
    values: () => [...links.values(), ...[...files.keys()].map((key) => PLACEHOLDER + key)],
    labels: () => [],
    attachments: () => [...files.values()],
    show: (values, labels, attachments = []) => {
      links.show(
        values.filter((value) => !value.startsWith(PLACEHOLDER)),
        labels,
      );
      files.clear();
      for (const file of attachments)
        if (values.includes(PLACEHOLDER + file.key)) files.set(file.key, file);
      draw();
    },
  };
}

/**
 * A file that could not be read or kept.
 * @param {File} file
 * @param {unknown} thrown
 */
function unkept({ name }, thrown) {
  const full = /** @type {DOMException | null} */ (thrown)?.name === "QuotaExceededError";
  if (!full) return text("file_not_kept", isolate(name));
  return explained({ ...asError(thrown), code: "storage-full" });
}

/** A name in a sentence, whatever its direction. @param {string} name */
function isolate(name) {
  return `\u2068${plain(name)}\u2069`;
}
