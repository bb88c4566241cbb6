/** The app's Home tab. */

import { blocks } from "/page/blocks.js";
import { addressOf, desk } from "/page/desk.js";
import { h } from "/page/dom.js";
import { forget, note, noted, notice, troubleWords } from "/page/notices.js";
import { avatar } from "/page/people.js";
import { ofView } from "/page/surfaces.js";
import { t } from "/page/words.js";

const typed = new Map();

export function homeNode(view) {
  const app = desk.seen.workspace.app;
  const wrong = noted("home") ? notice("home") : null;
  if (!view) return h("div", { class: "empty" }, avatar(app.id, app.name), h("p", {}, t("empty.home", { app: app.name })), h("a", { class: "button primary", href: addressOf({ place: desk.seen.dm }) }, t("empty.home.go", { app: app.name })), wrong);
  const failed = (kind, what) => (kind ? note("home", troubleWords(kind, what)) : forget("home"));
  return h("div", { class: "home-sheet" }, wrong, blocks(view.blocks, ofView(view, { typed, failed, heading: "h2" })));
}
