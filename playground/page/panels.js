/** The panel at the side: a thread, what is pinned, who is here, or the clock. */

import { composer } from "/page/composer.js";
import { clockItems } from "/page/clock.js";
import { titleOf } from "/page/conversation.js";
import { addressOf, desk, go, onShow, openPanel, place } from "/page/desk.js";
import { h, iconButton, reconcile, rememberFocus } from "/page/dom.js";
import { messageNode, signatureOf } from "/page/message.js";
import { actAs, actors, avatar, personWords } from "/page/people.js";
import { currentLanguage, t } from "/page/words.js";

const ITEMS = { thread: threadItems, pins: pinItems, members: memberItems, clock: clockItems };
let giveBack = () => {};

export function startPanels() {
  const panel = document.getElementById("panel");
  onShow(() => {
    const open = desk.panel in ITEMS && (desk.panel === "clock" || desk.place !== "home");
    const where = open ? JSON.stringify([desk.panel, desk.panel === "clock" ? "" : [desk.person, desk.place, desk.thread], currentLanguage()]) : "";
    if (panel.dataset.where !== where) replace(panel, where, open);
    panel.hidden = !open;
    document.body.classList.toggle("with-panel", open);
    if (open) reconcile(panel.querySelector(".panel-body"), ITEMS[desk.panel]());
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) closePanel();
  });
}

function replace(panel, where, open) {
  const wasOpen = Boolean(panel.dataset.where);
  panel.dataset.where = where;
  if (!open) {
    const inside = panel.contains(document.activeElement);
    panel.replaceChildren();
    if (wasOpen && (inside || document.activeElement === document.body)) giveBack(document.getElementById("main"));
    return;
  }
  if (!wasOpen) giveBack = rememberFocus();
  const title = t(`panel.${desk.panel}`);
  const heading = h("h2", { tabindex: "-1" }, title);
  panel.setAttribute("aria-label", title);
  const body = h("div", { class: "panel-body", tabindex: "0", role: desk.panel === "thread" ? "log" : "group", "aria-label": title });
  const write = desk.panel === "thread" ? composer({ channel: desk.place, name: titleOf(), thread: desk.thread }) : null;
  panel.replaceChildren(h("div", { class: "panel-top" }, heading, iconButton("close", t("close"), closePanel)), body, ...(write ? [write] : []));
  requestAnimationFrame(() => heading.focus());
}

export function closePanel() {
  if (desk.thread) return go({});
  return openPanel("");
}

function threadItems() {
  const { messages, id } = desk.seen.conversation;
  const all = messages.filter((one) => one.ts === desk.thread || one.thread_ts === desk.thread);
  const list = all.map((message) => {
    const more = { inThread: true };
    return { key: message.ts, signature: signatureOf(message, more), make: () => messageNode(message, id, more) };
  });
  const count = all.filter((one) => one.ts !== desk.thread).length;
  const line = { key: "count", signature: `${count}${currentLanguage()}`, make: () => h("p", { class: "line" }, h("span", {}, t("replies", { count }))) };
  return count ? [list[0], line, ...list.slice(1)] : list;
}

function pinItems() {
  const { messages, pins, id } = desk.seen.conversation;
  const pinned = pins.map((ts) => messages.find((one) => one.ts === ts)).filter(Boolean).reverse();
  const list = pinned.map((message) => ({ key: message.ts, signature: signatureOf(message, {}), make: () => messageNode(message, id) }));
  return list.length ? list : [{ key: "none", signature: "", make: () => h("p", { class: "hint" }, t("pins.none", { app: desk.seen.workspace.app.name })) }];
}

function memberItems() {
  const { members } = place();
  const here = actors().filter((one) => members.includes(one.id));
  const make = () => h("ul", { class: "people-list" }, here.map((one) => h("li", {}, member(one))));
  return [{ key: "members", signature: JSON.stringify([here, desk.person]), make }];
}

function member(one) {
  const words = personWords(one);
  if (one.id === desk.person) return h("span", { class: "place" }, avatar(one.id, one.name), words, h("span", { class: "is-me" }, t("people.me")));
  return h("a", { class: "place", href: addressOf({ person: one.id }), onclick: (event) => { event.preventDefault(); actAs(one.id); } }, avatar(one.id, one.name), words);
}
