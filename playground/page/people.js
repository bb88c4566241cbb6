/** The made-up people: their pictures, and choosing as whom one acts. */

import { desk, go } from "/page/desk.js";
import { openDialog } from "/page/dialogs.js";
import { h, icon } from "/page/dom.js";
import { suggesting } from "/page/suggestions.js";
import { t } from "/page/words.js";

const TONES = 8;

/** Initials on a colour of the person's own, as long as there are colours; the app has its own mark. */
export function avatar(id, name) {
  if (id === desk.seen.workspace.app.id) {
    return h("img", { class: "avatar", src: "/page/mark.svg", alt: "", width: 36, height: 36 });
  }
  const tone = (desk.seen.people.filter((one) => !one.is_bot).findIndex((one) => one.id === id) + TONES) % TONES;
  const initials = name.split(/[\s-]+/).map((part) => part[0]).filter((letter) => /\p{L}/u.test(letter ?? ""));
  const words = (initials.length > 1 ? [initials[0], initials.at(-1)] : initials).join("").toUpperCase();
  const node = h("span", { class: "avatar", "aria-hidden": "true" }, words || "?");
  node.dataset.tone = tone;
  return node;
}

export function badge(count) {
  return count ? h("span", { class: "badge" }, String(count), h("span", { class: "unseen" }, ` ${t("unread", { count })}`)) : null;
}

/** Everybody one can act as. */
export function actors() {
  return desk.seen.people.filter((one) => !one.is_bot && !one.deleted);
}

/** What a person does, and that they come from elsewhere. */
export function roleOf(person) {
  const role = [person.title, person.from_elsewhere ? t("from.elsewhere") : ""].filter(Boolean).join(" · ");
  return role.charAt(0).toLocaleUpperCase() + role.slice(1);
}

/** What somebody is in a list: the role first, which tells made-up people apart; the name alone where there is none. */
export function inList(person) {
  const role = roleOf(person);
  return role ? { words: role, about: person.name } : { words: person.name, about: "" };
}

/** The same as nodes. */
export function personWords(person) {
  const { words, about } = inList(person);
  return h("span", { class: "person-words" }, h("span", {}, words), about ? h("small", {}, about) : null);
}

/** Stay in the same conversation when the other person sees it too; else go to theirs with the app. */
export function actAs(id) {
  const place = desk.seen.places.find((one) => one.id === desk.place);
  const stays = desk.place === "home" || (place && place.kind !== "im" && (place.members.includes(id) || place.kind === "public_channel"));
  return go({ person: id, place: stays ? desk.place : "" });
}

/** The switcher: type a part of a name or a title, walk with the arrow keys, Enter. */
export function openSwitcher() {
  const input = h("input", { type: "text", "aria-label": t("people.search"), placeholder: t("people.search"), autocomplete: "off" });
  const host = h("div", { class: "switcher" }, h("span", { class: "search" }, icon("search"), input));
  const dialog = openDialog(t("people.switch"), [h("p", { class: "hint" }, t("people.hint")), host], { kind: "small" });
  const list = suggesting(input, host, {
    label: t("people.switch"),
    find: (text) => found(text).map((one) => ({ ...inList(one), hint: newsOf(one), id: one.id })),
    choose: (one) => { dialog.close(); actAs(one.id); },
    stays: true,
  });
  input.focus();
  list.ask();
}

function newsOf(person) {
  return person.unread ? t("unread.some", { count: person.unread }) : "";
}

function found(text) {
  const wanted = text.trim().toLocaleLowerCase();
  return actors().filter((one) => `${one.name} ${one.title}`.toLocaleLowerCase().includes(wanted));
}
