/** What one has in front of oneself: as whom, where, with which panel open; and the newest that the playground shows of it. */

import { politely } from "/page/announce.js";
import { useZone } from "/page/dates.js";
import { useTeam } from "/page/pictures.js";
import { Refused, gesture, get } from "/page/server.js";
import { t } from "/page/words.js";
import { useWallZone } from "/page/zones.js";

/** So many people are told of by name. */
const FEW = 3;

export const desk = {
  /** Slack id of whom one acts as. */
  person: "",
  /** A channel's id, or `home`. */
  place: "",
  /** `thread`, `pins`, `members`, `clock` or none. */
  panel: "",
  /** Timestamp of the head of the open thread. */
  thread: "",
  /** What `/control/window` said last. */
  seen: null,
  /** Timestamp after which messages count as new in the open conversation; empty for none. */
  newSince: "",
};

/** Where one is going; the desk is there once the playground has said what there is to see. */
let wanted = { person: "", place: "", thread: "" };
const shown = [];

/** Call this whenever there is something else to show. */
export function onShow(show) {
  shown.push(show);
}

export function show() {
  for (const one of shown) one(desk);
}

export function nameOf(id) {
  const { people, places, workspace } = desk.seen;
  if (id === workspace.app.id) return workspace.app.name;
  return people.find((one) => one.id === id)?.name ?? places.find((one) => one.id === id)?.name ?? id;
}

export function me() {
  return desk.seen.people.find((one) => one.id === desk.person);
}

export function place() {
  return desk.seen.places.find((one) => one.id === desk.place);
}

export function addressOf({ person = desk.person, place = desk.place, thread = "" }) {
  return `#/${person}/${place}${thread ? `/${thread}` : ""}`;
}

/** Go where an address says; what is missing in it stays as it is, or is the conversation with the app. */
export async function follow(address) {
  const [, person, place, thread] = address.split("/");
  const people = desk.seen?.people ?? (await get("window")).people;
  const known = people.filter((one) => !one.is_bot && !one.deleted).map((one) => one.id);
  wanted = { person: known.includes(person) ? person : known[0], place: place ?? "", thread: thread ?? "" };
  const moved = wanted.person !== desk.person || wanted.place !== desk.place;
  if (!moved) arrive();
  await refresh({ moved });
  if (moved && desk.place === "home") await gesture(desk.person, "open_home");
}

/** Go somewhere else; done when it is shown. */
export function go(where) {
  const address = addressOf(where);
  if (location.hash !== address) history.pushState(null, "", address);
  return follow(address);
}

export function openPanel(panel) {
  desk.panel = panel;
  if (panel !== "thread" && desk.thread) go({});
  show();
}

let asking = null;
let again = false;

/** Fetch what there is to see and show it; a call while one is under way makes it fetch once more. */
export function refresh({ moved = false } = {}) {
  if (asking && !moved) {
    again = true;
    return asking;
  }
  asking = fetchAndShow(moved).finally(() => {
    asking = null;
    if (again) {
      again = false;
      refresh();
    }
  });
  return asking;
}

async function fetchAndShow(moved) {
  const going = wanted;
  const seen = await windowOf(going);
  if (going !== wanted) return;
  const before = desk.seen;
  desk.seen = seen;
  arrive();
  useTeam(seen.workspace.id);
  useZone(me().tz);
  useWallZone(me().tz);
  if (moved) markNew(seen.conversation);
  show();
  if (before) tellOfOthers(before.people, seen.people);
  await read();
}

/** Be where one was going. */
function arrive() {
  const { person, place, thread } = wanted;
  if (person !== desk.person || place !== desk.place) desk.newSince = "";
  if (thread) desk.panel = "thread";
  else if (thread !== desk.thread || (place !== desk.place && desk.panel !== "clock")) desk.panel = "";
  Object.assign(desk, { person, place, thread });
}

/** What there is to see where one is going: without a place, or in one that is none of this person's, the app. */
async function windowOf(going) {
  const ask = (place) => get(`window/${going.person}${place && place !== "home" ? `?in=${place}` : ""}`);
  try {
    const seen = await ask(going.place);
    if (seen.conversation || going.place === "home") return seen;
    going.place = seen.dm;
  } catch (fault) {
    if (!(fault instanceof Refused) || !going.place) throw fault;
    going.place = (await ask("")).dm;
  }
  return ask(going.place);
}

function markNew(conversation) {
  const isNew = (one) => one.ts > conversation.read_until && one.user !== desk.person;
  desk.newSince = conversation?.messages.some(isNew) ? conversation.read_until : "";
}

/** Say politely who got something while one acts as somebody else. */
function tellOfOthers(before, now) {
  const was = new Map(before.map((one) => [one.id, one.unread]));
  const told = now.filter((one) => one.id !== desk.person && one.unread > (was.get(one.id) ?? 0));
  if (told.length > FEW) politely(t("news.many", { count: told.length }));
  else if (told.length) politely(t("news", { names: told.map((one) => one.name).join(", ") }));
}

async function read() {
  const open = place();
  const last = desk.seen.conversation?.messages.at(-1);
  if (open?.unread && last && document.visibilityState === "visible") {
    await gesture(desk.person, "read", { channel: open.id, ts: last.ts });
  }
}

/** Whether a message is read in a thread only. */
export function isReply(message) {
  return message.thread_ts && message.thread_ts !== message.ts && !message.broadcast;
}
