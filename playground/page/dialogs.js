/** Dialogs: they hold the focus, close with Escape, and give the focus back to where it was. */

import { h, iconButton, newId, rememberFocus } from "/page/dom.js";
import { textOf } from "/page/text.js";
import { t } from "/page/words.js";

/** Open a dialog with a heading and this content; `closed` is told when it is gone. */
export function openDialog(title, content, { kind = "", closed = () => {} } = {}) {
  const giveBack = rememberFocus();
  const id = newId("dialog");
  const heading = h("h2", { id }, title);
  const node = h("dialog", { class: `dialog ${kind}`, "aria-labelledby": id });
  node.append(h("div", { class: "dialog-top" }, heading, iconButton("close", t("close"), () => node.close())), ...[content].flat());
  node.addEventListener("click", (event) => event.target === node && node.close());
  node.addEventListener("close", () => {
    node.remove();
    giveBack(document.getElementById("main"));
    closed();
  });
  document.body.append(node);
  node.showModal();
  return node;
}

/** Ask what a confirmation object asks; whether it was agreed to. */
export function confirmed(object, names) {
  if (!object) return Promise.resolve(true);
  return new Promise((resolve) => {
    let answer = false;
    const say = (value) => () => { answer = value; node.close(); };
    const style = object.style === "danger" ? "danger" : "primary";
    const deny = h("button", { type: "button", class: "button", onclick: say(false) }, object.deny?.text ?? t("no"));
    const agree = h("button", { type: "button", class: `button ${style}`, onclick: say(true) }, object.confirm?.text ?? t("yes"));
    const content = [h("p", {}, textOf(object.text, names)), h("div", { class: "dialog-end" }, deny, agree)];
    const node = openDialog(object.title?.text ?? t("sure"), content, { kind: "small", closed: () => resolve(answer) });
    agree.focus();
  });
}
