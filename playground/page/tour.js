/** The guided tour: one step at a time, which can be left and taken up again. On a low screen it is one line that unfolds. */

import { write } from "/page/composer.js";
import { politely } from "/page/announce.js";
import { desk, go, onShow, openPanel, show } from "/page/desk.js";
import { h, icon, iconButton, narrow } from "/page/dom.js";
import { bringIntoView } from "/page/log.js";
import { get } from "/page/server.js";
import { currentLanguage, t } from "/page/words.js";

const tour = { steps: [], at: 0, open: false, over: false };
/** Where there is room for one line only, as when everything is enlarged to twice its size; as in panels.css. */
const low = matchMedia("(max-width: 54rem) and (max-height: 34rem)");

/** Where one was in the tour is kept per workspace and run: another one at the same address has a tour of its own. */
const kept = () => `tour ${desk.seen.workspace.name} ${desk.seen.workspace.run}`;

/** On a first visit the tour begins by itself, unless one came by an address that says where to be. */
export async function startTour({ invited }) {
  tour.steps = (await get("tour")).steps;
  if (!tour.steps.length) return;
  const left = JSON.parse(localStorage.getItem(kept()) ?? "null");
  const at = tour.steps.findIndex((step) => step.id === left?.id);
  tour.at = Math.max(at, 0);
  tour.open = left === null ? invited : left.open;
  onShow(point);
  const region = document.getElementById("tour");
  region.addEventListener("keydown", keys);
  low.addEventListener("change", () => tour.open && draw());
  for (const kind of ["pointerdown", "focusin"]) document.addEventListener(kind, (event) => region.contains(event.target) || fold(true));
  if (left === null && tour.open) await take(0, { first: true });
  else {
    draw();
    if (tour.open) suggest();
  }
}

/** What the bar says of the tour; nothing when there is none. */
export function tourButton() {
  if (!tour.steps.length) return null;
  const words = tour.open || tour.at === 0 ? t("tour") : t("tour.resume", { at: tour.at + 1, of: tour.steps.length });
  return { words, open: toggleTour };
}

export function toggleTour() {
  if (!tour.steps.length) return;
  if (tour.open) leave();
  else take(tour.at);
}

/** By key: to the tour where it is open, and out of it from there. */
export function goToTour() {
  const region = document.getElementById("tour");
  if (!tour.open || region.contains(document.activeElement)) return toggleTour();
  region.querySelector("h2").focus();
}

function keep() {
  localStorage.setItem(kept(), JSON.stringify({ id: tour.steps[tour.at].id, open: tour.open && !tour.over }));
}

/** On a low screen the text is folded away as soon as one does something else. */
function fold(folded) {
  const region = document.getElementById("tour");
  if (!low.matches || (region.dataset.folded === "") === folded) return;
  region.toggleAttribute("data-folded", folded);
  region.querySelector(".unfold")?.setAttribute("aria-expanded", String(!folded));
}

/** Say goodbye; the next time the tour begins anew. */
function end() {
  Object.assign(tour, { at: 0, over: true });
  keep();
  draw();
  show();
  politely(t("tour.over.text"));
  document.querySelector("#tour h2").focus();
}

function leave() {
  Object.assign(tour, { open: false, over: false });
  keep();
  draw();
  show();
  (document.querySelector(".tour-chip") ?? document.getElementById("main")).focus();
}

/** Go to a step: become its person, go to its conversation, write what it suggests. */
async function take(at, { first = false } = {}) {
  Object.assign(tour, { at, open: true, over: false });
  keep();
  const step = tour.steps[at];
  const person = step.person ?? desk.person;
  const place = { direct: "", home: "home" }[step.conversation] ?? step.conversation ?? (step.person && step.person !== desk.person ? "" : desk.place);
  if (narrow.matches && desk.panel) openPanel("");
  if (step.person || step.conversation) await go({ person, place });
  if (tour.at !== at || !tour.open) return;
  draw();
  show();
  suggest();
  fold(first);
  const part = partOf(step);
  if (part) bringIntoView(part);
  document.querySelector("#tour h2")?.focus();
}

/** Write what the step suggests, over nothing of the reader's own. */
function suggest() {
  const input = document.querySelector(".main .composer textarea");
  if (!input || !isThere(tour.steps[tour.at])) return;
  const wanted = tour.steps[tour.at].prefill ?? "";
  const isTheirs = input.value && !tour.steps.some((one) => one.prefill === input.value);
  if (!isTheirs && input.value !== wanted) write(input, wanted);
}

/** Whether one is whom a step is about, and where. */
function isThere(step) {
  if (step.person && step.person !== desk.person) return false;
  return !step.conversation || desk.place === (step.conversation === "direct" ? desk.seen.dm : step.conversation);
}

function draw() {
  const region = document.getElementById("tour");
  region.hidden = !tour.open;
  document.body.classList.toggle("with-tour", tour.open);
  if (!tour.open) return region.replaceChildren();
  region.toggleAttribute("data-folded", low.matches && !tour.over);
  region.setAttribute("aria-label", t("tour"));
  region.dataset.language = currentLanguage();
  region.replaceChildren(...(tour.over ? goodbye() : stepNodes()));
}

function goodbye() {
  const close = h("button", { type: "button", class: "button primary", onclick: leave }, t("close"));
  return [h("h2", { tabindex: "-1" }, t("tour.over")), h("p", {}, t("tour.over.text")), h("div", { class: "tour-end" }, h("span", { class: "tour-buttons" }, close))];
}

function stepNodes() {
  const step = tour.steps[tour.at];
  const last = tour.at === tour.steps.length - 1;
  const count = t("tour.step", { at: tour.at + 1, of: tour.steps.length });
  const previous = tour.at === 0 ? null : h("button", { type: "button", class: "button previous", onclick: () => take(tour.at - 1) }, t("tour.previous"));
  const next = h("button", { type: "button", class: "button primary", onclick: () => (last ? end() : take(tour.at + 1)) }, last ? t("tour.done") : t("tour.next"));
  const look = step.highlight ? h("button", { type: "button", class: "look", onclick: goToPart }, icon("point"), t(`hook.${step.highlight}`)) : null;
  const unfold = iconButton("up", t("tour.unfold"), () => fold(document.getElementById("tour").dataset.folded !== ""), { class: "icon-button unfold", "aria-expanded": String(!low.matches) });
  return [
    h("div", { class: "tour-top" }, h("p", { class: "tour-count" }, count), dots(), unfold, iconButton("close", t("tour.leave"), leave)),
    h("h2", { tabindex: "-1" }, h("span", { class: "unseen" }, `${count}: `), step.title),
    ...step.text.split(/\n+/).map((part) => h("p", {}, part)),
    h("div", { class: "tour-end" }, look, h("span", { class: "tour-buttons" }, previous, next)),
    h("ol", { class: "steps", "aria-label": t("tour.steps") }, tour.steps.map(stepLine)),
  ];
}

/** A step in the list of all. What is behind one is no more than that: it may have been passed by. */
function stepLine(step, number) {
  const mark = h("span", { class: "mark", "aria-hidden": "true" }, String(number + 1));
  const current = number === tour.at ? "step" : null;
  const node = h("button", { type: "button", "aria-current": current, onclick: () => take(number) }, mark, step.title);
  node.classList.toggle("past", number < tour.at);
  return h("li", {}, node);
}

function dots() {
  return h("span", { class: "dots", "aria-hidden": "true" }, tour.steps.map((_, number) => h("span", { class: number === tour.at ? "on" : number < tour.at ? "past" : null })));
}

function keys(event) {
  if (event.target.closest("button") && event.key === "Enter") return;
  if (tour.over) return event.key === "Escape" && leave();
  const to = { ArrowRight: tour.at + 1, ArrowLeft: tour.at - 1 }[event.key];
  if (event.key === "Escape") leave();
  else if (tour.steps[to]) take(to);
  else return;
  event.preventDefault();
}

/** The part a step points at; on a phone what lies in the list at the side is behind the menu button. */
function partOf(step) {
  if (!step.highlight || tour.over || (step.highlight === "message" && !isThere(step))) return null;
  const all = step.highlight === "message"
    ? [...document.querySelectorAll(".main .message[data-app]")].filter((one) => hasButton(one, step.button)).slice(-1)
    : [...document.querySelectorAll(`[data-hook="${step.highlight}"]`)];
  const part = all.find((node) => node.checkVisibility());
  return part ?? (document.querySelector(".bar .only-phone")?.checkVisibility() ? document.querySelector(".bar .only-phone") : null);
}

function hasButton(message, words) {
  return !words || [...message.querySelectorAll("button")].some((one) => one.textContent.trim() === words);
}

/** Draw the ring around what the step points at; drawn again whenever something else is shown. */
function point() {
  const step = tour.open ? tour.steps[tour.at] : null;
  const part = step && partOf(step);
  for (const node of document.querySelectorAll(".pointed-at")) if (node !== part) node.classList.remove("pointed-at");
  part?.classList.add("pointed-at");
  if (step && document.getElementById("tour").dataset.language !== currentLanguage()) draw();
}

function goToPart() {
  const step = tour.steps[tour.at];
  if (step.highlight === "home") return go({ person: desk.person, place: "home" });
  suggest();
  const part = partOf(step);
  if (!part) return;
  bringIntoView(part);
  (part.matches("a, button, [tabindex]") ? part : part.querySelector("textarea, a, button") ?? part).focus();
}
