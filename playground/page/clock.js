/** The story's clock: what time it is, where one can jump, what is sent before that, and the jump itself. */

import { atOnce, politely } from "/page/announce.js";
import { wall } from "/page/dates.js";
import { desk, openPanel, refresh, show } from "/page/desk.js";
import { h, icon, narrow } from "/page/dom.js";
import { expectOutcome, noOutcome } from "/page/outcome.js";
import { get, post } from "/page/server.js";
import { currentLanguage, t } from "/page/words.js";

const clock = {
  /** What `/control/timeline` said last. */
  seen: null,
  /** The jump one thinks of, and what is sent before it: null while that is being asked. */
  jump: null,
  coming: null,
  /** Where time is passing to, as this window asked. */
  going: null,
  wrong: "",
};

/** Ask again what time it is; without a timeline the machine's clock is shown. */
export async function refreshClock() {
  clock.seen = await get("timeline");
  if (clock.jump && !clock.seen.jumps.some((one) => one.id === clock.jump.id && one.at === clock.jump.at)) clock.jump = null;
}

export function clockWords() {
  const { short, long, hour } = wall(clock.seen.now);
  return { day: short, long, hour, passing: clock.seen.passing };
}

export function openClock() {
  openPanel(desk.panel === "clock" ? "" : "clock");
}

export function clockItems() {
  const { seen, jump, coming, going, wrong } = clock;
  const lang = currentLanguage();
  const items = [{ key: "now", signature: lang + seen.now, make: now }];
  if (wrong) items.push({ key: "wrong", signature: lang + wrong, make: () => h("div", { class: "trouble" }, icon("warning"), h("p", {}, wrong)) });
  if (seen.passing || going) return [...items, { key: "passing", signature: lang + seen.now, make: passing }];
  if (!seen.moves) return [...items, { key: "still", signature: lang, make: () => h("p", { class: "hint" }, t("clock.still")) }];
  items.push({ key: "jumps", signature: lang + JSON.stringify([seen.jumps, jump]), make: jumps });
  if (jump) items.push({ key: "coming", signature: lang + JSON.stringify([jump, coming]), make: before });
  return items;
}

function now() {
  const { long, hour } = wall(clock.seen.now);
  return h("div", { class: "now" }, h("p", { class: "now-hour" }, hour), h("p", { class: "now-day" }, long));
}

function jumps() {
  const list = clock.seen.jumps.map((one) => {
    const chosen = clock.jump?.id === one.id;
    const input = h("input", { type: "radio", name: "jump", value: one.id, onchange: () => think(one) });
    input.checked = chosen;
    const { short, hour } = wall(one.at);
    return h("label", { class: "jump" }, input, h("span", {}, h("strong", {}, one.label), h("small", {}, `${short}, ${t("at")} ${hour}`)));
  });
  return h("fieldset", { class: "jumps" }, h("legend", {}, t("clock.to")), list.length ? list : h("p", { class: "hint" }, t("clock.nowhere")));
}

/** Look at what would be sent before a jump. */
async function think(jump) {
  Object.assign(clock, { jump, coming: null, wrong: "" });
  show();
  const { upcoming } = await get(`timeline/upcoming?${new URLSearchParams({ until: jump.at })}`);
  if (clock.jump !== jump) return;
  clock.coming = upcoming;
  politely(t("clock.coming.count", { count: upcoming.filter((one) => !one.why_not).length }));
  show();
  document.querySelector(".before")?.scrollIntoView({ block: "nearest" });
}

function before() {
  const { coming, jump } = clock;
  if (coming === null) return h("p", { class: "hint" }, t("clock.looking"));
  const { short, hour } = wall(jump.at);
  const list = coming.length ? byDay(coming) : h("p", { class: "hint" }, t("clock.quiet"));
  const button = h("button", { type: "button", class: "button primary wide", onclick: () => jumpTo(jump) }, t("clock.go", { when: `${short}, ${t("at")} ${hour}` }));
  const sent = coming.filter((one) => !one.why_not).length;
  return h("section", { class: "before" }, h("h3", {}, t("clock.coming")), coming.length ? h("p", { class: "hint" }, t("clock.coming.count", { count: sent })) : null, list, h("div", { class: "before-end" }, button));
}

/** What is sent, under the day it is sent. */
function byDay(coming) {
  const days = Map.groupBy(coming, (one) => wall(one.at).short);
  return [...days].map(([day, list]) => h("section", { class: "coming" }, h("h4", {}, day), h("ol", {}, list.map(line))));
}

function line(one) {
  const { hour } = wall(one.at);
  const words = h("span", {}, h("strong", {}, one.what), h("span", { class: "to" }, t("clock.for", { name: one.to })));
  if (one.why_not) words.append(h("em", {}, t("clock.not", { why: one.why_not })));
  const node = h("li", {}, h("span", { class: "when" }, hour), words);
  node.classList.toggle("is-not", Boolean(one.why_not));
  return node;
}

function passing() {
  const { going } = clock;
  const to = going ? wall(going.at) : null;
  const words = to ? t("clock.passing.to", { when: `${to.short}, ${t("at")} ${to.hour}` }) : t("clock.passing.long");
  return h("div", { class: "passing" }, h("progress", { "aria-label": words, max: 1, value: going ? shareGone() : null }), h("p", {}, words), h("p", { class: "hint" }, t("clock.alive")));
}

/** How much of the way the clock has gone, between 0 and 1. */
function shareGone() {
  const [from, now, to] = [clock.going.from, clock.seen.now, clock.going.at].map((iso) => Date.parse(iso));
  return Math.min(1, Math.max(0, (now - from) / (to - from)));
}

async function jumpTo(jump) {
  const { seen } = desk;
  const last = seen.conversation?.messages.at(-1)?.ts;
  Object.assign(clock, { going: { ...jump, from: clock.seen.now }, jump: null, wrong: "" });
  if (last) desk.newSince = last;
  expectOutcome("passed");
  show();
  document.querySelector("#panel h2")?.focus();
  try {
    await post("timeline/go", { at: jump.at });
    atOnce(t("clock.there", { when: `${wall(jump.at).long}, ${t("at")} ${wall(jump.at).hour}` }));
  } catch (fault) {
    clock.wrong = t("clock.refused", { what: fault.message });
    atOnce(clock.wrong);
  } finally {
    clock.going = null;
    await refreshClock();
    await refresh();
    noOutcome();
    if (!clock.wrong && coversAll()) openPanel("");
  }
}

/** Whether the panel lies over the conversation, as on a phone. */
function coversAll() {
  return desk.panel === "clock" && narrow.matches;
}
