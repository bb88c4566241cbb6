/** What went wrong, in the place where it happened: seen by whom it happened to, until it is put away. */

import { atOnce } from "/page/announce.js";
import { desk, show } from "/page/desk.js";
import { h, icon, iconButton } from "/page/dom.js";
import { t } from "/page/words.js";

const kept = new Map();

function keyOf(place) {
  return `${desk.person} ${desk.place} ${place}`;
}

/** Note something for a message's timestamp, or for the end of the conversation (empty). */
export function note(place, words) {
  kept.set(keyOf(place), words);
  atOnce(words);
  show();
}

export function forget(place) {
  if (kept.delete(keyOf(place))) show();
}

export function noted(place) {
  return kept.get(keyOf(place)) ?? "";
}

/** The words Slack would give when the app did not answer as it must; `what` was tried, or is the reason. */
export function troubleWords(kind, what = "") {
  const words = t(`trouble.${kind}`, { app: desk.seen.workspace.app.name, what });
  return what && kind !== "refused" ? `${what}: ${words}` : words;
}

export function notice(place) {
  const words = noted(place);
  return h("div", { class: "notice" }, icon("warning"), h("p", {}, words), iconButton("close", t("dismiss"), () => forget(place)));
}
