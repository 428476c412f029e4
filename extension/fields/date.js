/**
 * A date, perhaps with a time, perhaps with an end.
 *
 * A date is a day on the wall and is sent as one; a time is a moment and is sent with the offset of
 * this device's time zone on that day.
 */

import { button, create } from "../interface/element.js";
import { text } from "../interface/text.js";

/** @import { Input, Making } from "./input.js" */

/** @param {Making} making @returns {Input} */
export function dateInput({ id, changed }) {
  const error = create("p", { id: `${id}-error`, class: "field-error", role: "alert" });
  const start = create("input", {
    id,
    class: "field",
    type: "date",
    "aria-label": text("date"),
    "aria-describedby": error.id,
  });
  const end = create("input", {
    id: `${id}-end`,
    class: "field",
    type: "date",
    "aria-label": text("date_end"),
    "aria-describedby": error.id,
    hidden: true,
  });
  const withTime = toggle(text("date_time"), (on) => {
    setTimed(on);
    changed();
  });
  const withEnd = toggle(text("date_end"), (on) => {
    setEnded(on);
    changed();
    if (on) end.focus();
  });
  const element = create(
    "div",
    { class: "dates" },
    start,
    end,
    create("div", { class: "toggles" }, withTime, withEnd),
    error,
  );
  for (const input of [start, end]) input.addEventListener("input", changed);
  end.addEventListener("change", check);
  start.addEventListener("change", check);

  /** @param {boolean} on */
  function setTimed(on) {
    withTime.setAttribute("aria-pressed", String(on));
    element.classList.toggle("timed", on);
    for (const input of [start, end]) {
      const day = input.value.slice(0, 10);
      const time = on && day ? `${day}T${input.value.slice(11) || "00:00"}` : day;
      input.type = on ? "datetime-local" : "date";
      input.value = time;
    }
  }

  /** @param {boolean} on */
  function setEnded(on) {
    withEnd.setAttribute("aria-pressed", String(on));
    end.hidden = !on;
    if (!on) end.value = "";
    else if (!end.value) end.value = start.value;
    check();
  }

  function check() {
    const wrong = !end.hidden && end.value !== "" && end.value < start.value;
    error.textContent = wrong ? text("date_end_first") : "";
    if (wrong) end.setAttribute("aria-invalid", "true");
    else end.removeAttribute("aria-invalid");
  }

  return {
    element,
    control: null,
    values: () => {
      if (!start.value) return [];
      const dates =
        end.value && end.value >= start.value ? [start.value, end.value] : [start.value];
      return dates.map(sent);
    },
    labels: () => [],
    show: ([from = "", to = ""]) => {
      setTimed(from.length > 10);
      start.value = shown(from);
      setEnded(to !== "");
      end.value = shown(to);
      check();
    },
  };
}

/**
 * @param {string} label
 * @param {(on: boolean) => void} press
 */
function toggle(label, press) {
  const element = button(
    label,
    () => press(element.getAttribute("aria-pressed") !== "true"),
    "toggle",
  );
  element.setAttribute("aria-pressed", "false");
  return element;
}

/**
 * What a date field holds, with the offset that holds here at that moment.
 * @param {string} local
 */
function sent(local) {
  if (local.length <= 10) return local;
  const minutes = -new Date(local).getTimezoneOffset();
  const two = (/** @type {number} */ number) => String(Math.trunc(number)).padStart(2, "0");
  const size = Math.abs(minutes);
  return `${local}:00${minutes < 0 ? "-" : "+"}${two(size / 60)}:${two(size % 60)}`;
}

/**
 * A date or a moment as a date field takes it: moments on this device's clock.
 * @param {string} value
 */
function shown(value) {
  if (value.length <= 10) return value;
  const moment = new Date(value);
  if (Number.isNaN(moment.getTime())) return value.slice(0, 16);
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}
