/** A place: its name, and where it is. */

import { create, plain } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { Input, Making } from "./input.js" */

/** @param {Making} making @returns {Input} */
export function placeInput({ id, changed }) {
  const error = create("p", { id: `${id}-error`, class: "field-error", role: "alert" });
  const name = create("input", {
    id,
    class: "field wide",
    type: "text",
    dir: "auto",
    maxlength: 2000,
    placeholder: text("place_name"),
    "aria-label": text("place_name"),
    "aria-describedby": error.id,
  });
  /** @param {string} part @param {string} label @param {number} most */
  const degrees = (part, label, most) =>
    create("input", {
      id: `${id}-${part}`,
      class: "field",
      type: "number",
      step: "any",
      min: -most,
      max: most,
      dir: "ltr",
      placeholder: label,
      "aria-label": label,
      "aria-describedby": error.id,
    });
  const latitude = degrees("latitude", text("place_latitude"), 90);
  const longitude = degrees("longitude", text("place_longitude"), 180);
  const all = [name, latitude, longitude];
  for (const input of all)
    input.addEventListener("input", () => {
      for (const part of all) {
        if (part.validity.valid) part.removeAttribute("aria-invalid");
        else part.setAttribute("aria-invalid", "true");
      }
      error.textContent = all.some((part) => !part.validity.valid) ? text("not_a_place") : "";
      changed();
    });
  const filled = () =>
    latitude.value !== "" &&
    longitude.value !== "" &&
    latitude.validity.valid &&
    longitude.validity.valid;
  return {
    element: create("div", { class: "place" }, name, latitude, longitude, error),
    control: null,
    values: () => (filled() ? [`${latitude.value},${longitude.value},${name.value.trim()}`] : []),
    labels: () => [],
    show: ([value = ""]) => {
      const [north = "", east = "", ...words] = value.split(",");
      latitude.value = north;
      longitude.value = east;
      name.value = plain(words.join(","));
    },
  };
}
