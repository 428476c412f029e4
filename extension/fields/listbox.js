/**
 * The list under a field: rows to choose from, walked with the arrow keys while the focus stays in
 * the field.
 *
 * Nothing is highlighted until the reader moves to it. A list that goes on says so by `hasMore`: its
 * end, reached by scrolling or with the arrow, asks for what follows.
 */

/**
 * @typedef {object} ListParts
 * @property {HTMLInputElement} field the combobox
 * @property {HTMLElement} popup what is shown and hidden
 * @property {HTMLElement} list the listbox in it
 * @property {HTMLElement} note one line under the rows
 * @property {HTMLElement} around what the list is placed by
 */

/** How near its end, in pixels, a scrolled list asks for more. */
const NEAR = 120;

/** A list of options over the page. */
export class Listbox {
  #parts;
  #needMore;
  #active = -1;

  /** Whether more rows can be had than are shown. */
  hasMore = false;

  /**
   * @param {ListParts} parts
   * @param {(index: number) => void} choose
   * @param {() => Promise<void>} needMore adds rows, if there are more
   */
  constructor(parts, choose, needMore) {
    this.#parts = parts;
    this.#needMore = needMore;
    const { popup, list } = parts;
    // The field keeps the focus while the pointer chooses, or the list would close under it.
    popup.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("scroll", () => {
      if (list.scrollTop + list.clientHeight > list.scrollHeight - NEAR) this.#needMore();
    });
    // It stands where the field stood when it opened, which another size of window or letters moves.
    new ResizeObserver(() => {
      if (this.isOpen) this.#place();
    }).observe(parts.around);
    list.addEventListener("click", (event) => {
      const row = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (row) choose([...list.children].indexOf(row));
    });
  }

  /** Whether it is to be seen. */
  get isOpen() {
    return this.#parts.popup.matches(":popover-open");
  }

  /** Whether there is more in it than can be seen: then it can be scrolled. */
  get isFull() {
    const { list } = this.#parts;
    return list.scrollHeight > list.clientHeight;
  }

  /** The highlighted row; -1 when the reader is in the field. */
  get active() {
    return this.#active;
  }

  /**
   * Shows these rows in place of what was there; nothing at all closes it.
   * @param {HTMLElement[]} rows
   * @param {string} note
   */
  show(rows, note) {
    const { field, popup, list } = this.#parts;
    list.replaceChildren();
    this.#leave();
    this.append(rows, note);
    if (rows.length === 0 && !note) return this.close();
    field.setAttribute("aria-expanded", "true");
    if (!popup.matches(":popover-open")) popup.showPopover();
    list.scrollTop = 0;
    this.#place();
  }

  /**
   * @param {HTMLElement[]} rows
   * @param {string} note
   */
  append(rows, note) {
    const { list, note: line } = this.#parts;
    const before = list.childElementCount;
    for (const [index, row] of rows.entries()) {
      row.id = `${list.id}-${before + index}`;
      row.setAttribute("role", "option");
      row.setAttribute("aria-selected", "false");
    }
    list.append(...rows);
    list.hidden = list.childElementCount === 0;
    line.textContent = note;
    line.hidden = note === "";
  }

  /**
   * What is shown stays until there is something newer: a list that empties at every key flickers.
   * @param {string} note
   */
  wait(note) {
    if (!this.isOpen) return this.show([], note);
    this.point(-1);
    this.append([], note);
  }

  close() {
    const { field, popup } = this.#parts;
    this.#leave();
    field.setAttribute("aria-expanded", "false");
    if (popup.matches(":popover-open")) popup.hidePopover();
  }

  /**
   * Moves the highlight by one. Past the last row is what follows, or the field itself.
   * @param {boolean} down
   */
  async move(down) {
    const { list } = this.#parts;
    const last = list.childElementCount - 1;
    if (down && this.#active === last && this.hasMore) {
      await this.#needMore();
      if (list.childElementCount - 1 > last && this.#active === last) this.point(last + 1);
      return;
    }
    const stops = last + 2; // one more: the field itself
    this.point(((this.#active + 1 + (down ? 1 : stops - 1)) % stops) - 1);
  }

  /**
   * Highlights a row; -1 is back in the field.
   * @param {number} index
   */
  point(index) {
    const { field, list } = this.#parts;
    list.children[this.#active]?.setAttribute("aria-selected", "false");
    const row = list.children[index];
    this.#active = row ? index : -1;
    if (!row) {
      field.removeAttribute("aria-activedescendant");
      return;
    }
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    field.setAttribute("aria-activedescendant", row.id);
  }

  #leave() {
    this.#active = -1;
    this.#parts.field.removeAttribute("aria-activedescendant");
  }

  /**
   * The list lies over the page, below the field where there is room and above it where not: a
   * popup window cannot be left, and growing it at every key would make it jump.
   */
  #place() {
    const { around, popup, list, note } = this.#parts;
    const box = around.getBoundingClientRect();
    const below = window.innerHeight - box.bottom - 8;
    const above = box.top - 8;
    const height = list.scrollHeight + note.offsetHeight;
    const upward = below < Math.min(height, 140) && above > below;
    const room = Math.min(Math.max(upward ? above : below, 80), 280);
    popup.style.setProperty("left", `${box.left}px`);
    popup.style.setProperty("right", "auto");
    popup.style.setProperty("width", `${box.width}px`);
    popup.style.setProperty("max-height", `${room}px`);
    popup.style.setProperty("top", upward ? "auto" : `${box.bottom + 4}px`);
    popup.style.setProperty("bottom", upward ? `${window.innerHeight - box.top + 4}px` : "auto");
  }
}
