/** Keys that work everywhere, and the list of them. */

import { openClock } from "/page/clock.js";
import { desk, go } from "/page/desk.js";
import { openDialog } from "/page/dialogs.js";
import { h } from "/page/dom.js";
import { openSwitcher } from "/page/people.js";
import { goToTour } from "/page/tour.js";
import { t } from "/page/words.js";

/** Keys without a modifier count only where nobody is writing. */
const KEYS = {
  "?": openShortcuts,
  "/": () => document.querySelector(".main .composer textarea")?.focus(),
  p: openSwitcher,
  k: openClock,
  r: goToTour,
  h: () => go({ place: "home" }),
  b: () => go({ place: desk.seen.dm }),
};

export function startShortcuts() {
  document.addEventListener("keydown", (event) => {
    const writing = event.target.closest?.("input, textarea, select, dialog, [role=menu]");
    if (writing || event.ctrlKey || event.metaKey || event.altKey || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
}

export function openShortcuts() {
  const rows = ["/", "p", "k", "r", "h", "b", "?"].map((key) => [key, t(`key.${key}`)]);
  rows.push(["Enter", t("key.enter")], ["Shift Enter", t("key.shift.enter")], ["↑ ↓", t("key.arrows")], ["Esc", t("key.escape")]);
  const list = h("dl", { class: "keys" }, rows.map(([keys, words]) => h("div", {}, h("dt", {}, keys.split(" ").map((key) => h("kbd", {}, key))), h("dd", {}, words))));
  openDialog(t("keys"), list, { kind: "small" });
}
