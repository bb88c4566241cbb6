/** What came of what one did: looked for among what is new, brought into view, marked, and said. */

import { politely } from "/page/announce.js";
import { addressOf, desk, isReply, nameOf, onShow, openPanel } from "/page/desk.js";
import { h, icon, iconButton } from "/page/dom.js";
import { bringIntoView } from "/page/log.js";
import { get } from "/page/server.js";
import { mrkdwn } from "/page/text.js";
import { t } from "/page/words.js";

/** Milliseconds during which what comes is what one waited for: the app brings some messages up to date a while later. */
const AWAITED = 15_000;
/** Milliseconds a saved form may take to show in a message, before it is said that it is saved. */
const SHOWN_WITHIN = 1_500;

/** What one has done: its `kind`, the message it was done in, and what there was to see before. */
let awaited = null;
/** What came of it: in which message (`ts`), which stands at another one (`at`), in which of its blocks or `whole`. */
let came = null;

export function startOutcome() {
  onShow(look);
}

/**
 * Somebody does something now, and what comes next is what came of it. `said`: wrote a message · `asked`: sent a
 * command or chose a shortcut · `pressed`: used an element of the message `pressed`, or of Home · `saved`: handed in a
 * form · `passed`: lets time pass, until `noOutcome`.
 */
export function expectOutcome(kind, pressed = "") {
  const until = kind === "passed" ? Infinity : performance.now() + AWAITED;
  awaited = { kind, pressed, until, person: desk.person, place: desk.place, before: sight(desk.seen) };
  came = null;
  putAway();
}

/** Nothing more will come of it. */
export function noOutcome() {
  awaited = null;
}

/** The app took the form. Mostly a message tells so; where none does, the page says it. */
export function formSaved(title) {
  const mine = awaited;
  setTimeout(() => mine && mine === awaited && !came && !mine.told && tell(t("outcome.saved", { what: title })), SHOWN_WITHIN);
}

/** Whoever goes elsewhere in the log while they wait reads there, and is told instead of taken away. */
export function readsOn() {
  if (awaited) awaited.reads = true;
}

/** As what a message is marked: `saved`, `changed`, `new` or nothing. */
export function markOf(ts) {
  return came?.person === desk.person && ts === came.at ? came.mark : "";
}

/** Bring what came into view, now that it stands on the page. */
export function showOutcome() {
  if (!came || came.shown) return;
  came.shown = true;
  const node = standing(".panel .panel-body", came.ts) ?? standing(".main .log", came.at);
  if (!node) return;
  const part = node.querySelector(".blocks")?.children[came.block] ?? node;
  const { words, reads } = came;
  if (!reads && (!words || node.checkVisibility({ visibilityProperty: true }))) {
    putAway();
    politely(words);
    bringIntoView(part);
  } else if (words) tell(words, h("button", { type: "button", class: "link", onclick: () => { putAway(); openPanel(""); bringIntoView(part); } }, t("outcome.show")));
}

function standing(scroller, ts) {
  return document.querySelector(`${scroller} > [data-key="${ts}"]`);
}

/** What there is to see, as far as it tells what is new: each message's blocks, and each conversation's newest message. */
function sight({ conversation, places, home }) {
  const messages = new Map((conversation?.messages ?? []).map((one) => [one.ts, blocksOf(one)]));
  return { messages, newest: new Map(places.map((one) => [one.id, one.newest])), home: home?.hash };
}

/** What a message says, block by block; ids that the playground makes up anew with each update say nothing. */
function blocksOf(message) {
  const said = (key, value) => (["block_id", "action_id"].includes(key) ? undefined : value);
  return message.blocks?.length ? message.blocks.map((one) => JSON.stringify(one, said)) : [message.text];
}

function look({ seen, person, place }) {
  if (!awaited) return;
  if (person !== awaited.person || place !== awaited.place || performance.now() > awaited.until) return noOutcome();
  const { before } = awaited;
  awaited.before = sight(seen);
  const found = newest(seen, before) ?? changed(seen, before);
  if (found) note(found);
  if (place === "home" && before.home !== awaited.before.home) politely(t("outcome.home"));
  if (awaited.kind === "passed" || awaited.kind === "said") return;
  const others = seen.places.filter((one) => one.id !== place && one.newest > (before.newest.get(one.id) ?? ""));
  if (others.length) tellOf(others[0], awaited.kind);
}

/** A message that was not there before: the last one of those that time brings, else the first. */
function newest({ conversation }, before) {
  if (came?.whole && awaited.kind !== "passed") return null;
  const fresh = (conversation?.messages ?? []).filter((one) => !before.messages.has(one.ts));
  const whole = fresh.filter((one) => !isReply(one));
  const message = awaited.kind === "passed" ? whole.at(-1) : (whole[0] ?? fresh[0]);
  return message && { message, block: -1, mark: "new" };
}

/** A message that reads otherwise than before, above all the one that something was pressed in. */
function changed({ conversation }, before) {
  const all = (conversation?.messages ?? []).filter((one) => before.messages.has(one.ts) && String(blocksOf(one)) !== String(before.messages.get(one.ts)));
  const message = all.find((one) => one.ts === awaited.pressed) ?? (came || awaited.kind === "passed" ? null : all.at(-1));
  if (!message || came?.whole) return null;
  const was = before.messages.get(message.ts);
  return { message, block: blocksOf(message).findIndex((one, number) => one !== was[number]), mark: "changed" };
}

function note({ message, block, mark }) {
  const { kind, person, reads = false } = awaited;
  const silent = kind === "said" || kind === "passed";
  const at = isReply(message) && !message.ephemeral ? message.thread_ts : message.ts;
  const saved = kind === "saved" ? "saved" : mark;
  const words = silent ? "" : t(`outcome.${saved}`, { app: nameOf(message.user), what: firstLine(message, block) });
  came = { ts: message.ts, at, block, mark: silent ? "" : saved, words, person, reads, whole: mark === "new", shown: false };
}

/** What a block says, or a message's first line, without its marks. */
function firstLine({ blocks = [], text }, number) {
  const words = (block) => block?.text?.text;
  const said = words(blocks[number]) ?? words(blocks.find(words)) ?? text;
  return h("span", {}, mrkdwn(said.split("\n").slice(0, number < 0 ? 1 : 3).join(" "), nameOf)).textContent;
}

/** Say what has come in another conversation, with the way there. */
async function tellOf(place, kind) {
  const { person } = awaited;
  awaited.told = true;
  const { conversation } = await get(`window/${person}?in=${place.id}`);
  const message = conversation.messages.findLast((one) => one.user !== person);
  if (person !== desk.person || !message) return;
  const where = place.kind === "im" ? nameOf(desk.seen.workspace.app.id) : `#${place.name}`;
  const words = t(kind === "saved" ? "outcome.saved" : "outcome.new", { app: nameOf(message.user), what: firstLine(message, -1) });
  tell(words, h("a", { href: addressOf({ place: place.id }), onclick: putAway }, t("outcome.there", { where })));
}

/** Say something over the conversation, until one does something else or puts it away. */
function tell(words, way = null) {
  const region = document.getElementById("told");
  const line = h("div", { class: "told-line" }, icon("check"), h("p", {}, words, " ", way), iconButton("close", t("dismiss"), putAway));
  region.replaceChildren(line);
}

function putAway() {
  document.getElementById("told").replaceChildren();
}
