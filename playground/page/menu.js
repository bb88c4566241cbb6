/** A menu that opens at a button: arrow keys walk, Escape closes, the focus returns. */

import { h } from "/page/dom.js";

/** Items: `words`, `about`, `choose`, and `checked` for one of several that hold; or a `group` with `items` of its own. */
export function openMenu(button, items) {
  const list = h("div", { class: "menu", role: "menu", popover: "auto", "aria-label": button.getAttribute("aria-label") });
  const close = () => { list.hidePopover(); button.focus(); };
  list.append(...items.map((one) => (one.group ? group(one, close) : item(one, close))));
  (button.closest("dialog, header, main, aside, nav") ?? document.body).append(list);
  list.addEventListener("keydown", (event) => walk(event, list, close));
  list.addEventListener("toggle", (event) => {
    button.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") list.remove();
  });
  list.showPopover();
  place(list, button.getBoundingClientRect());
  list.querySelector("button")?.focus();
}

function group({ group: words, items }, close) {
  const heading = h("h3", { "aria-hidden": "true" }, words);
  return h("div", { role: "group", "aria-label": words }, heading, items.map((one) => item(one, close)));
}

function item(one, close) {
  const role = one.checked === undefined ? "menuitem" : "menuitemradio";
  const state = one.checked === undefined ? null : String(one.checked);
  const chosen = () => { close(); one.choose(); };
  const node = h("button", { type: "button", role, tabindex: "-1", "aria-checked": state, onclick: chosen }, h("span", {}, one.words));
  if (one.about) node.append(h("small", {}, one.about));
  return node;
}

function walk(event, list, close) {
  const all = [...list.querySelectorAll("button")];
  const at = all.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (event.key === "Tab") close();
  if (to === undefined) return;
  event.preventDefault();
  all.at(to % all.length).focus();
}

/** Under the button, or over it where there is no room; never outside the window. */
function place(list, at) {
  const { offsetWidth: width, offsetHeight: height } = list;
  const top = at.bottom + height + 8 > innerHeight ? at.top - height - 4 : at.bottom + 4;
  const left = Math.min(at.left, innerWidth - width - 8);
  list.style.setProperty("top", `${Math.max(8, top)}px`);
  list.style.setProperty("left", `${Math.max(8, left)}px`);
}
