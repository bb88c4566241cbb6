/** The form in front of everything else: the topmost of those the app has opened for whom one acts as. */

import { atOnce } from "/page/announce.js";
import { blocks } from "/page/blocks.js";
import { desk, onShow, show } from "/page/desk.js";
import { h, icon, iconButton, newId, rememberFocus } from "/page/dom.js";
import { mark } from "/page/inputs.js";
import { troubleWords } from "/page/notices.js";
import { expectOutcome, formSaved, noOutcome } from "/page/outcome.js";
import { gesture } from "/page/server.js";
import { ofView, valuesOf } from "/page/surfaces.js";
import { complaint, currentLanguage, t } from "/page/words.js";

/** View id → what is typed in its fields; it outlives a change of person. */
const typedIn = new Map();
const fileNames = new Map();
/** Ids of views that are gone from the screen, and that the playground still tells of. */
const leaving = new Set();
let dialog = null;
let giveBack = () => {};

export function startForm() {
  onShow(({ seen }) => {
    const view = seen.forms.filter((one) => !leaving.has(one.id)).at(-1);
    if (!view) return put();
    const shown = `${view.id} ${view.hash} ${seen.forms.length} ${currentLanguage()}`;
    if (dialog?.dataset.shown === shown) return;
    if (!dialog) open();
    const same = dialog.dataset.view === view.id;
    dialog.dataset.shown = shown;
    dialog.dataset.view = view.id;
    fill(view, seen.forms.length, same);
  });
}

function open() {
  giveBack = rememberFocus();
  dialog = h("dialog", { class: "dialog form" });
  dialog.addEventListener("cancel", (event) => { event.preventDefault(); close(false); });
  document.body.append(dialog);
  dialog.showModal();
}

/** The form is gone: give the focus back. */
function put() {
  if (!dialog) return;
  dialog.close();
  dialog.remove();
  dialog = null;
  giveBack(document.querySelector(".composer textarea") ?? document.getElementById("main"));
}

function fill(view, depth, same) {
  const place = same ? placeOf(document.activeElement) : null;
  const typed = typedIn.get(view.id) ?? new Map();
  typedIn.set(view.id, typed);
  const id = newId("form");
  const top = h("div", { class: "dialog-top" },
    depth > 1 ? iconButton("back", t("back"), () => close(false)) : null,
    h("h2", { id, tabindex: "-1" }, view.title.text), iconButton("close", t("close"), () => close(true)));
  const trouble = h("div", { class: "trouble", role: "alert" });
  const failed = (kind, what) => tell(trouble, kind && troubleWords(kind, what));
  const surface = ofView(view, { typed, failed, fileNames, submit: () => view.submit && submit() });
  const form = h("form", { novalidate: true, onsubmit: (event) => { event.preventDefault(); submit(); } });
  form.append(h("div", { class: "form-body", tabindex: "-1" }, trouble, blocks(view.blocks, surface)), buttons(view));
  dialog.setAttribute("aria-labelledby", id);
  dialog.replaceChildren(top, form);
  focusIn(form, place);

  async function submit() {
    const button = form.querySelector("[type=submit]");
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    tell(trouble, "");
    expectOutcome("saved");
    try {
      answered(await gesture(desk.person, "submit", { view_id: view.id, values: valuesOf(typed) }));
    } catch (fault) {
      noOutcome();
      failed("refused", fault.message);
    } finally {
      button.removeAttribute("aria-busy");
    }
  }
  function answered({ places, sent, trouble: kind, closed }) {
    if (closed) {
      formSaved(view.title.text);
      return leave([view]);
    }
    noOutcome();
    if (kind) failed(kind, view.title.text);
    for (const field of form.querySelectorAll(".field")) {
      const words = places?.[field.dataset.block] ?? null;
      mark(field, words && !sent ? complaint(words) : words);
    }
    pointAtWrong(form);
  }
}

/** Send the reader to the first field that must be mended, and say how many there are. */
function pointAtWrong(form) {
  const wrong = [...form.querySelectorAll(".field.is-wrong")];
  if (!wrong.length) return;
  wrong[0].querySelector("input:not(.filter), textarea, select")?.focus();
  wrong[0].scrollIntoView({ block: "nearest" });
  atOnce(t("wrong", { count: wrong.length, first: wrong[0].querySelector(".wrong").textContent }));
}

function tell(region, words) {
  region.replaceChildren(...(words ? [icon("warning"), h("p", {}, words)] : []));
}

function buttons(view) {
  const leave = h("button", { type: "button", class: "button", onclick: () => close(false) }, view.close?.text ?? t(view.submit ? "cancel" : "close"));
  if (!view.submit) return h("div", { class: "dialog-end" }, leave);
  const send = h("button", { type: "submit", class: "button primary", disabled: view.submit_disabled }, view.submit.text);
  return h("div", { class: "dialog-end" }, leave, send);
}

/** Close the topmost form, or all of them: at once, and the playground is told after. */
async function close(all) {
  const { forms } = desk.seen;
  const values = valuesOf(typedIn.get(dialog.dataset.view) ?? new Map());
  const gone = leave(all ? forms : forms.filter((one) => one.id === dialog.dataset.view));
  try {
    await gesture(desk.person, "close", { all, values });
  } catch (fault) {
    for (const one of gone) leaving.delete(one.id);
    show();
    throw fault;
  }
}

function leave(views) {
  for (const one of views) {
    leaving.add(one.id);
    typedIn.delete(one.id);
  }
  show();
  return views;
}

function placeOf(focused) {
  const field = focused?.closest?.(".field");
  return field ? { block: field.dataset.block, start: focused.selectionStart } : null;
}

/** Where the focus was before the app changed the form; else its first field, or its heading. */
function focusIn(form, place) {
  const fields = "input:not(.filter):not([type=hidden]), textarea, select";
  const kept = place && form.querySelector(`.field[data-block="${CSS.escape(place.block)}"]`)?.querySelector(fields);
  const wanted = kept ?? form.querySelector("[autofocus]") ?? form.querySelector(`.field ${fields.replaceAll(", ", ", .field ")}`);
  (wanted ?? dialog.querySelector("h2")).focus();
  if (kept && place.start !== null && kept.setSelectionRange && /text|search|textarea/.test(kept.type)) kept.setSelectionRange(place.start, place.start);
}
