/** What one has in front of oneself: as whom, where, with which panel open; and the newest that the playground shows of it. */

import { politely } from "/page/announce.js";
import { useZone } from "/page/dates.js";
import { useTeam } from "/page/pictures.js";
import { gesture, get } from "/page/server.js";
import { t } from "/page/words.js";
import { useWallZone } from "/page/zones.js";

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
  const wanted = known.includes(person) ? person : known[0];
  const moved = wanted !== desk.person || (place || "") !== desk.place;
  Object.assign(desk, { person: wanted, place: place || "", thread: thread ?? "" });
  if (thread) desk.panel = "thread";
  else if (desk.panel !== "clock") desk.panel = "";
  if (moved) desk.newSince = "";
  await refresh({ moved });
  if (moved && desk.place === "home") await gesture(desk.person, "open_home");
}

export function go(where) {
  const address = addressOf(where);
  if (location.hash === address) return follow(address);
  location.hash = address;
  return Promise.resolve();
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
  const { person, place: wanted } = desk;
  const channel = wanted === "home" ? "" : wanted;
  const seen = await windowOf(person, channel);
  if (person !== desk.person || wanted !== desk.place) return;
  const before = desk.seen;
  desk.seen = seen;
  desk.place ||= seen.dm;
  if (!seen.conversation && desk.place !== "home") return fetchAndShow(moved);
  useTeam(seen.workspace.id);
  useZone(me().tz);
  useWallZone(me().tz);
  if (moved) markNew(seen.conversation);
  show();
  if (before) tellOfOthers(before.people, seen.people);
  await read();
}

/** The conversation may have gone, or be none of this person's: then the one with the app is shown. */
async function windowOf(person, channel) {
  const ask = (place) => get(`window/${person}${place ? `?in=${place}` : ""}`);
  try {
    return await ask(channel);
  } catch {
    desk.place = "";
    return ask("");
  }
}

function markNew(conversation) {
  const isNew = (one) => one.ts > conversation.read_until && one.user !== desk.person;
  desk.newSince = conversation?.messages.some(isNew) ? conversation.read_until : "";
}

/** Say politely who got something while one acts as somebody else. */
function tellOfOthers(before, now) {
  const was = new Map(before.map((one) => [one.id, one.unread]));
  const told = now.filter((one) => one.id !== desk.person && one.unread > (was.get(one.id) ?? 0));
  if (told.length) politely(t("news", { names: told.map((one) => one.name).join(", ") }));
}

async function read() {
  const open = place();
  const last = desk.seen.conversation?.messages.at(-1);
  if (open?.unread && last && document.visibilityState === "visible") {
    await gesture(desk.person, "read", { channel: open.id, ts: last.ts });
  }
}
