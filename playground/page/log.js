/** Where one reads in a log: at its end, at a part that is held in view, or further up, with how much is new below. */

import { h } from "/page/dom.js";
import { t } from "/page/words.js";

/** So far from the end, in pixels, one still reads at the end. */
const NEAR = 24;
const MARGIN = 8;
/** So much of a message has to be in view for it to count as seen. */
const BEGUN = 40;
const SCROLLING = new Set(["ArrowUp", "ArrowDown", "PageUp", "PageDown", "Home", "End"]);

/** Log → how it is read. */
const readings = new WeakMap();

/**
 * Follow how a log is read. `left` is told when its reader goes to another part of it. What comes back is a row for
 * the log's foot, with a way to what is new below.
 */
export function reading(log, { left = () => {} } = {}) {
  const unseen = new Set();
  const button = h("button", { type: "button", class: "newer", hidden: true, onclick: () => goDown() });
  /** `end`, how to find what is held in view, or null while one reads further up. */
  let held = "end";
  let room = "";

  const scroll = () => {
    if (held === "end") log.scrollTop = log.scrollHeight;
    else if (held?.()) bring(log, held());
  };
  const keep = () => {
    scroll();
    look();
  };
  const look = () => {
    const end = log.getBoundingClientRect().bottom;
    for (const key of unseen) {
      const at = partOf(log, key)?.getBoundingClientRect();
      if (!at || at.top + Math.min(at.height, BEGUN) <= end) unseen.delete(key);
    }
    button.hidden = !unseen.size;
    const words = t("newer", { count: unseen.size });
    if (unseen.size && button.textContent !== words) button.textContent = words;
  };
  const goDown = () => {
    const first = partOf(log, [...unseen].sort()[0]);
    log.focus({ preventScroll: true });
    if (first) hold(first, { first: true });
  };
  const hold = (part, { first = false } = {}) => {
    held = finding(log, part);
    if (first) log.scrollTop += part.getBoundingClientRect().top - log.getBoundingClientRect().top - MARGIN;
    else bring(log, part);
    look();
  };

  log.addEventListener("scroll", () => {
    // What the browser scrolls because the room became another is nobody's wish.
    if (room !== roomOf(log)) return;
    if (isAtEnd(log)) held = "end";
    else if (held === "end" || (held && !(held() && isBrought(log, held())))) held = null;
    look();
  }, { passive: true });
  // A scroll may come of the focus that goes to a button; these are a reader's own.
  for (const kind of ["wheel", "touchmove"]) log.addEventListener(kind, left, { passive: true });
  log.addEventListener("keydown", (event) => SCROLLING.has(event.key) && left());
  // A picture takes its room when it has come.
  log.addEventListener("load", keep, true);
  // So does a panel beside it, the keyboard of a phone, or a window made smaller.
  new ResizeObserver(() => {
    room = roomOf(log);
    keep();
  }).observe(log);

  const made = {
    hold,
    /** These messages have come, by their keys: whoever reads at the end reads on, and begins with the first of them. */
    came(keys) {
      made.begin(held === "end" ? partOf(log, keys[0]) : null, keys);
    },
    /** Show as much of what is new as there is room for, from where it begins. */
    begin(first, keys) {
      scroll();
      keys.forEach((key) => unseen.add(key));
      if (first && first.getBoundingClientRect().top < log.getBoundingClientRect().top) hold(first, { first: true });
      else look();
    },
    foot: h("div", { class: "newer-row" }, button),
  };
  readings.set(log, made);
  return made;
}

/** Bring a part of the page into view, from its beginning when it is taller than its room, and keep it there. */
export function bringIntoView(part) {
  const scroller = part.closest(".log, .panel-body");
  if (readings.has(scroller)) readings.get(scroller).hold(part);
  else if (scroller) bring(scroller, part);
  else part.scrollIntoView({ block: "nearest" });
}

/** Scroll as little as shows a part of something that scrolls; a taller one is shown from its beginning. */
export function bring(scroller, part) {
  const room = scroller.getBoundingClientRect();
  const at = part.getBoundingClientRect();
  if (at.top < room.top || at.height > room.height - MARGIN) scroller.scrollTop += at.top - room.top - MARGIN;
  else if (at.bottom > room.bottom) scroller.scrollTop += at.bottom - room.bottom + MARGIN;
}

function isBrought(scroller, part) {
  const room = scroller.getBoundingClientRect();
  const at = part.getBoundingClientRect();
  return at.top >= room.top - 1 && at.top < room.bottom && (at.bottom <= room.bottom + 1 || at.height > room.height - MARGIN);
}

/** How to find a part of a log again when the message it stands in has been made anew. */
function finding(log, part) {
  const item = [...log.children].find((one) => one.contains(part));
  const number = part.parentElement.matches(".blocks") ? [...part.parentElement.children].indexOf(part) : -1;
  return () => {
    const there = partOf(log, item.dataset.key);
    return (number < 0 ? null : there?.querySelector(".blocks")?.children[number]) ?? there;
  };
}

function partOf(log, key) {
  return key ? log.querySelector(`:scope > [data-key="${key}"]`) : null;
}

function isAtEnd(log) {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
}

function roomOf(log) {
  return `${log.clientWidth} ${log.clientHeight}`;
}
