/** The open conversation: its name, what is said in it by day, and where one writes. */

import { composer, write } from "/page/composer.js";
import { dayKey, instantOf, longDay } from "/page/dates.js";
import { desk, isReply, me, nameOf, onShow, openPanel, place } from "/page/desk.js";
import { h, icon, reconcile } from "/page/dom.js";
import { homeNode } from "/page/home.js";
import { reading } from "/page/log.js";
import { messageNode, signatureOf } from "/page/message.js";
import { noted, notice } from "/page/notices.js";
import { readsOn } from "/page/outcome.js";
import { avatar } from "/page/people.js";
import { currentLanguage, t } from "/page/words.js";

const JOINED_WITHIN = 5 * 60;

/** How the open log is read, and its newest message so far. */
let follows = null;
let last = "";

export function startConversation() {
  const main = document.getElementById("main");
  onShow(() => {
    const where = `${desk.person} ${desk.place} ${currentLanguage()}`;
    if (main.dataset.where !== where) open(main, where);
    desk.place === "home" ? showHome(main) : showLog(main);
  });
}

function open(main, where) {
  main.dataset.where = where;
  const title = h("div", { class: "title" });
  if (desk.place === "home") return main.replaceChildren(title, h("div", { class: "home", tabindex: "0", role: "region", "aria-label": t("home"), lang: me().locale }));
  const log = h("div", { class: "log", role: "log", tabindex: "0", "aria-label": t("messages.in", { name: titleOf() }), "aria-busy": "true", lang: me().locale });
  log.dataset.hook = "conversation";
  follows = reading(log, { left: readsOn });
  main.replaceChildren(title, log, follows.foot, composer({ channel: desk.place, name: titleOf() }));
}

/** `#norr`, or the name of the app. */
export function titleOf() {
  if (desk.place === "home") return t("home");
  const open = place();
  return open.kind === "im" ? desk.seen.workspace.app.name : open.kind === "mpim" ? open.members.map(nameOf).join(", ") : `#${open.name}`;
}

function showTitle(main) {
  const title = titleOf();
  document.title = `${title} · ${desk.seen.workspace.name}`;
  const open = place();
  const signature = currentLanguage() + title + JSON.stringify([open?.members, open?.pins, open?.is_archived, desk.panel]);
  reconcile(main.querySelector(".title"), [{ key: "title", signature, make: () => titleNode(title, open) }]);
}

function titleNode(title, open) {
  const about = !open ? t("home.about", { app: desk.seen.workspace.app.name }) : open.kind === "im" ? t("direct.about") : "";
  const words = h("div", { class: "title-words" }, h("h1", {}, title), about ? h("p", {}, about) : null);
  const node = h("div", { class: "title-row" }, words);
  if (!open || open.kind === "im") return node;
  if (open.pins) node.append(panelButton("pins", "pin", t("pins", { count: open.pins })));
  const here = open.members.filter((id) => id !== desk.seen.workspace.app.id);
  node.append(panelButton("members", "people", t("members", { count: here.length })));
  return node;
}

function panelButton(panel, drawing, words) {
  const open = desk.panel === panel;
  return h("button", { type: "button", class: "quiet-button", "aria-expanded": String(open), "aria-label": words, onclick: () => openPanel(open ? "" : panel) }, icon(drawing), h("span", {}, words));
}

function showHome(main) {
  showTitle(main);
  const { home } = desk.seen;
  const signature = JSON.stringify([home?.id, home?.hash, noted("home"), currentLanguage()]);
  reconcile(main.querySelector(".home"), [{ key: "home", signature, make: () => homeNode(home) }]);
}

function showLog(main) {
  showTitle(main);
  const log = main.querySelector(".log");
  const { messages } = desk.seen.conversation;
  const first = log.getAttribute("aria-busy") === "true";
  const since = first ? desk.newSince : last;
  const fresh = messages.filter((one) => since && one.ts > since && one.user !== desk.person && !isReply(one)).map((one) => one.ts);
  last = messages.at(-1)?.ts ?? "0";
  reconcile(log, items(desk.seen.conversation));
  log.removeAttribute("aria-busy");
  if (first) follows.begin(log.querySelector(".new-line"), fresh);
  else follows.came(fresh);
}

function items({ id, messages, pins }) {
  const shown = messages.filter((one) => !isReply(one));
  const replies = Map.groupBy(messages.filter((one) => one.thread_ts && one.thread_ts !== one.ts), (one) => one.thread_ts);
  const list = shown.length ? [] : [empty()];
  let before = null;
  let isNew = false;
  for (const message of shown) {
    const day = dayKey(instantOf(message.ts));
    const other = !before || dayKey(instantOf(before.ts)) !== day;
    if (other) list.push(dayLine(message, day));
    if (!isNew && desk.newSince && message.ts > desk.newSince && message.user !== desk.person) {
      isNew = true;
      list.push({ key: "new", signature: currentLanguage(), make: () => h("p", { class: "line new-line" }, h("span", {}, t("new"))) });
    }
    const joined = !other && !isFirstOfNew(list) && goesOn(before, message);
    const more = { joined, replies: replies.get(message.ts) ?? [], pinned: pins.includes(message.ts) };
    list.push({ key: message.ts, signature: signatureOf(message, more), make: () => messageNode(message, id, more) });
    before = message;
  }
  if (noted("")) list.push({ key: "notice", signature: noted("") + currentLanguage(), make: () => notice("") });
  return list;
}

function isFirstOfNew(list) {
  return list.at(-1)?.key === "new";
}

function goesOn(before, message) {
  const near = Number(message.ts) - Number(before.ts) < JOINED_WITHIN;
  return near && before.user === message.user && !message.ephemeral && !before.ephemeral && !message.blocks?.some((one) => one.type === "header");
}

function dayLine(message, day) {
  const make = () => h("h2", { class: "line" }, h("span", {}, longDay(instantOf(message.ts))));
  return { key: `day ${day}`, signature: currentLanguage() + day, make };
}

function empty() {
  const app = desk.seen.workspace.app;
  const words = place().kind === "im" ? t("empty.direct", { app: app.name }) : t("empty.channel", { name: titleOf(), app: app.name });
  const begin = h("button", { type: "button", class: "button primary", onclick: () => write(document.querySelector(".main .composer textarea"), "/") }, t("empty.begin"));
  const make = () => h("div", { class: "empty" }, avatar(app.id, app.name), h("p", {}, words), me().from_elsewhere ? null : begin);
  return { key: "empty", signature: words, make };
}
