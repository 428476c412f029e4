/**
 * A page with the reader's edits, where it was not known yet when they saved it: what the form would have
 * said. Nothing of a page is needed for that.
 */

/** @import { Draft, Submission, Unread } from "../interface/protocol.d.ts" */

/**
 * @param {Draft} draft of the page
 * @param {Unread["edits"]} edits
 * @param {Unread["shown"]} shown
 * @returns {Submission}
 */
export function edited({ clip, destination, notices, tags }, edits, shown) {
  const { title = clip.title, address = clip.address, description = clip.description } = edits;
  const extra =
    edits.keepExtra === false
      ? /** @type {const} */ ({ source: "page", selection: "", image: "" })
      : {};
  const place = edits.destination ?? destination ?? shown.destination;
  // A preset that the page chooses gives its own tags in place of those of the one that was shown.
  const own = shown.tags.filter((tag) => !shown.given.includes(tag));
  return {
    clip: {
      ...clip,
      title: title.trim(),
      address: address.trim(),
      description: description.trim(),
      ...extra,
    },
    tags: place === shown.destination ? shown.tags : [...tags, ...own],
    destination: place,
    notices,
    ...(edits.choice ?? { mode: "new", page: null }),
    entries: Object.entries(edits.properties?.[place] ?? {}).map(
      ([property, { name, values, attachments = [] }]) => ({ property, name, values, attachments }),
    ),
  };
}
