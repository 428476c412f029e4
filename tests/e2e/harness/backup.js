// Settings as a file, chosen as a person chooses one.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** @typedef {import("./tab.js").Tab} Tab */

/**
 * Chooses a file, and returns what is said of it.
 * @param {Tab} options
 * @param {string} content
 */
export async function chosen(options, content) {
  const folder = await mkdtemp(join(tmpdir(), "satchel-backup-"));
  try {
    const file = join(folder, "settings.json");
    await writeFile(file, content);
    await options.evaluate(() => {
      document.querySelector("#backup-changes")?.replaceChildren();
      document.querySelector("#backup-error")?.replaceChildren();
    });
    const { root } = await options.send("DOM.getDocument", {});
    const { nodeId } = await options.send("DOM.querySelector", {
      nodeId: root.nodeId,
      selector: "#backup-import + input",
    });
    await options.send("DOM.setFileInputFiles", { nodeId, files: [file] });
    return await options.waitFor("something to be said of the file", () => {
      const seen = (/** @type {string} */ selector) =>
        /** @type {HTMLElement} */ (document.querySelector(selector));
      const error = seen("#backup-error").innerText;
      const changes = seen("#backup-changes");
      if (!error && (changes.hidden || changes.childElementCount === 0)) return undefined;
      const rows = [...changes.querySelectorAll("li")].map((row) =>
        row.innerText.replaceAll(/[\u2068\u2069]/gu, ""),
      );
      return { error, rows: changes.hidden ? [] : rows };
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
