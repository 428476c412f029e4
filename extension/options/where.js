/** The list of what can be saved to: presets, and databases by workspace. */

import { create, plain } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { View } from "../interface/protocol.d.ts" */

/**
 * Groups of options for a select.
 * @param {View} view
 * @param {{ withPresets?: boolean }} [how]
 * @returns {HTMLElement[]}
 */
export function placesToSave({ accounts, destinations, presets }, { withPresets = true } = {}) {
  /** @param {{ id: string, title: string }} place */
  const option = ({ id, title }) =>
    create("option", { value: id }, plain(title) || text("untitled"));
  const own = withPresets ? presets.map(({ id, name }) => option({ id, title: name })) : [];
  const several = accounts.length > 1;
  const databases = several
    ? accounts.map(({ id, workspace }) => ({
        label: plain(workspace) || text("unnamed_workspace"),
        members: destinations.filter(({ account }) => account === id).map(option),
      }))
    : [{ label: text("databases_group"), members: destinations.map(option) }];
  if (!several && own.length === 0) return databases.flatMap(({ members }) => members);
  return [{ label: text("presets_group"), members: own }, ...databases].flatMap(
    ({ label, members }) => (members.length > 0 ? [create("optgroup", { label }, ...members)] : []),
  );
}
