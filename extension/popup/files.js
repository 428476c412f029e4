/** Files of this device that go along with a save: on it before anything says that the save is. */

import { chosenFile } from "../fields/files.js";
import { FILES, hasFile, keepFile } from "../files.js";
import { plain } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { Attachment, Entry } from "../interface/protocol.d.ts" */

/**
 * Saves, once every file that goes along is kept; none of them is taken away meanwhile.
 *
 * @template Answer
 * @param {Entry[]} entries
 * @param {() => Promise<Answer>} save
 * @returns {Promise<Answer>}
 * @throws where the browser lost a file that was chosen in an earlier popup
 */
export async function withFiles(entries, save) {
  const files = entries.flatMap(({ attachments = [] }) => attachments);
  if (files.length === 0) return save();
  return navigator.locks.request(FILES, async () => {
    for (const file of files) await ensure(file);
    return save();
  });
}

/** @param {Attachment} file */
async function ensure({ key, name }) {
  if (await hasFile(key)) return;
  // A save that was taken back took its files along.
  const file = chosenFile(key);
  const kept = file && (await keepFile(file).catch(() => undefined));
  if (kept === key) return;
  const words = text("file_missing", `\u2068${plain(name)}\u2069`);
  throw Object.assign(new Error(words), { code: "file-missing" });
}
