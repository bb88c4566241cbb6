/** The list at the side: the app, the channels, and whom one could act as instead. */

import { addressOf, desk, onShow } from "/page/desk.js";
import { h, icon, iconButton, reconcile } from "/page/dom.js";
import { actAs, actors, avatar, badge, openSwitcher, personWords } from "/page/people.js";
import { currentLanguage, t } from "/page/words.js";

const FEW = 8;

export function startPlaces() {
  const nav = document.getElementById("places");
  onShow(({ seen, person, place }) => {
    nav.setAttribute("aria-label", t("places"));
    const lang = currentLanguage();
    const mine = seen.places.filter((one) => one.is_member && one.kind !== "im");
    const others = seen.places.filter((one) => !one.is_member);
    const app = seen.places.find((one) => one.id === seen.dm);
    const key = (list) => lang + person + place + JSON.stringify(list.map((one) => [one.id, one.name, one.unread, one.is_archived]));
    reconcile(nav, [
      { key: "close", signature: lang, make: () => closing(nav) },
      { key: "app", signature: key([app]), make: () => group(t("app"), [homeLink(), appLink(app)]) },
      { key: "channels", signature: key(mine), make: () => hooked("channels", group(t("channels"), mine.map(channelLink))) },
      ...(others.length ? [{ key: "others", signature: key(others), make: () => group(t("channels.others"), others.map(channelLink)) }] : []),
      { key: "people", signature: lang + person + JSON.stringify(actors()), make: () => peopleGroup() },
      { key: "about", signature: lang, make: () => h("p", { class: "about" }, t("about")) },
    ]);
  });
  nav.addEventListener("click", (event) => event.target.closest("a, .acts") && nav.matches(":popover-open") && nav.hidePopover());
}

function closing(nav) {
  return h("div", { class: "only-phone places-close" }, h("strong", {}, t("places")), iconButton("close", t("close"), () => nav.hidePopover()));
}

function hooked(name, node) {
  node.dataset.hook = name;
  return node;
}

function group(title, items) {
  return h("section", { class: "group" }, h("h2", {}, title), h("ul", {}, items.map((one) => h("li", {}, one))));
}

function link(place, drawing, words, more = []) {
  const current = desk.place === place ? "page" : null;
  return h("a", { href: addressOf({ place }), "aria-current": current, class: "place" }, drawing, h("span", { class: "place-name" }, words), more);
}

function homeLink() {
  return hooked("home", link("home", icon("home"), t("home")));
}

function appLink(app) {
  const node = link(app.id, avatar(desk.seen.workspace.app.id, ""), desk.seen.workspace.app.name, badge(app.unread));
  node.classList.toggle("has-news", app.unread > 0);
  return node;
}

function channelLink(one) {
  const name = one.kind === "mpim" ? one.members.filter((id) => id !== desk.person).map((id) => desk.seen.people.find((p) => p.id === id)?.name).join(", ") : one.name;
  const drawing = icon(one.kind === "public_channel" ? "hash" : one.kind === "mpim" ? "people" : "lock");
  const state = one.is_archived ? h("small", {}, t("archived")) : badge(one.unread);
  const node = link(one.id, drawing, name, state);
  node.classList.toggle("has-news", one.unread > 0);
  node.classList.toggle("quiet", one.is_archived || !one.is_member);
  return node;
}

/** Everybody when they are few; else those who have something new, and a way to the rest. */
function peopleGroup() {
  const all = actors();
  const shown = all.length <= FEW ? all : all.filter((one) => one.unread || one.id === desk.person).slice(0, FEW);
  const node = group(t("people.switch"), shown.map(personButton));
  if (shown.length < all.length) {
    node.append(h("button", { type: "button", class: "place", onclick: openSwitcher }, icon("search"), h("span", { class: "place-name" }, t("people.all", { count: all.length }))));
  }
  return node;
}

function personButton(one) {
  const current = one.id === desk.person;
  const state = current ? h("span", { class: "is-me" }, t("people.me")) : badge(one.unread);
  const node = h("button", { type: "button", class: "place acts", "aria-pressed": String(current), onclick: () => actAs(one.id) }, avatar(one.id, one.name), personWords(one), state);
  node.classList.toggle("has-news", one.unread > 0 && !current);
  return node;
}
