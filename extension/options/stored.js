/** Whether the plan that is stored has to be drawn again, and whether it may be. */

/** @import { Plan } from "../interface/protocol.d.ts" */

/**
 * What a plan says, to be compared: what its properties are called is no part of that.
 * @param {Plan} plan
 */
export function meaning({ rules, tags, template, icon, cover, confirmed }) {
  const gets = rules.map(({ property, template, asked }) => [property, template, asked]);
  return JSON.stringify([gets, tags, template, icon, cover, confirmed]);
}

/** Whether the reader is at a text, or at what belongs to one: not all that is typed is kept yet. */
export function isTyping() {
  const { activeElement } = document;
  return (
    !(activeElement instanceof HTMLSelectElement) &&
    activeElement?.closest("#mapping-rows, #mapping-tags") != null
  );
}
