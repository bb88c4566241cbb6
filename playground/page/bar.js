/** The bar at the top: the network, the clock, the tour, settings, and as whom one acts. */

import { openClock } from "/page/clock.js";
import { me, onShow } from "/page/desk.js";
import { h, icon, iconButton, reconcile } from "/page/dom.js";
import { openSettings } from "/page/preferences.js";
import { actors, avatar, openSwitcher, roleOf } from "/page/people.js";
import { clockWords } from "/page/clock.js";
import { tourButton } from "/page/tour.js";
import { currentLanguage, t } from "/page/words.js";

export function startBar() {
  const bar = document.getElementById("bar");
  onShow(({ seen }) => {
    const lost = document.body.dataset.lost ?? "";
    const others = actors().filter((one) => one.id !== me().id).reduce((sum, one) => sum + one.unread, 0);
    const own = seen.places.reduce((sum, one) => sum + one.unread, 0);
    const lang = currentLanguage();
    const clock = clockWords();
    const tour = tourButton();
    reconcile(bar, [
      { key: "menu", signature: `${lang}${own > 0}`, make: () => menuButton(own) },
      { key: "brand", signature: `${lang}${seen.workspace.name}`, make: () => brand(seen.workspace.name) },
      { key: "lost", signature: lang + lost, make: () => h("span", { class: "lost", hidden: !lost }, t("lost")) },
      { key: "clock", signature: lang + JSON.stringify(clock), make: () => clockChip(clock) },
      ...(tour ? [{ key: "tour", signature: lang + tour.words, make: () => tourChip(tour) }] : []),
      { key: "settings", signature: lang, make: () => settings() },
      { key: "me", signature: `${lang}${JSON.stringify(me())}${others}`, make: () => whom(others) },
    ]);
  });
}

function menuButton(own) {
  const node = iconButton("menu", t("places"), null, { class: "icon-button only-phone", popovertarget: "places" });
  if (own) node.append(h("span", { class: "dot" }));
  return node;
}

function brand(name) {
  const mark = h("img", { src: "/page/mark.svg", alt: "", width: 28, height: 28 });
  return h("span", { class: "brand" }, mark, h("span", {}, h("strong", {}, name), h("small", {}, t("brand.about"))));
}

function clockChip(clock) {
  const words = h("span", {}, h("span", { class: "chip-day" }, clock.day), " ", h("strong", {}, clock.hour));
  const state = clock.passing ? h("span", { class: "chip-state" }, t("clock.passing")) : null;
  const node = h("button", { type: "button", class: `chip clock-chip${clock.passing ? " passing" : ""}`, onclick: openClock }, icon("clock"), words, state);
  node.setAttribute("aria-label", `${t("clock.open")}: ${clock.long}, ${clock.hour}`);
  node.dataset.hook = "clock";
  return node;
}

function tourChip(tour) {
  return h("button", { type: "button", class: "chip tour-chip", onclick: tour.open, title: tour.words }, icon("flag"), h("span", {}, tour.words));
}

function settings() {
  const node = iconButton("more", t("settings"), () => openSettings(node), { "aria-haspopup": "menu" });
  return node;
}

function whom(others) {
  const person = me();
  const role = roleOf(person);
  const you = role ? t("people.you.named", { name: person.name }) : t("people.you");
  const words = h("span", { class: "person-words" }, h("small", {}, you), h("strong", {}, role || person.name));
  const news = others ? h("span", { class: "badge soft" }, String(others)) : null;
  const node = h("button", { type: "button", class: "whom", onclick: openSwitcher }, avatar(person.id, person.name), words, news, icon("down"));
  node.setAttribute("aria-label", `${t("people.as", { name: [role, person.name].filter(Boolean).join(", ") })}${others ? `, ${t("people.others", { count: others })}` : ""}`);
  node.dataset.hook = "people";
  return node;
}
