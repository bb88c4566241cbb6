/** Suggestions under or over what one types: a list that is walked with the arrow keys while the focus stays put. */

import { politely } from "/page/announce.js";
import { h, newId } from "/page/dom.js";
import { t } from "/page/words.js";

/**
 * `find(text)` gives what to suggest (`words`, `about`, `hint`), `choose(one)` takes it. The list stands in `host`; one
 * that `stays` is all there is to see, and is not closed by itself.
 * Returns how to close it and whether it is open.
 */
export function suggesting(input, host, { find, choose, label = "", stays = false }) {
  const list = h("ul", { class: "suggestions", role: "listbox", id: newId("suggestions"), "aria-label": label || null, hidden: true });
  host.append(list);
  const state = { options: [], at: -1, asked: 0 };
  // a textarea may not be called a combobox: there the number of suggestions is said instead
  const isBox = input.tagName === "INPUT";
  const about = { "aria-autocomplete": "list", "aria-controls": list.id, ...(isBox && { role: "combobox", "aria-expanded": "false" }) };
  for (const [name, value] of Object.entries(about)) input.setAttribute(name, value);
  const expanded = (open) => isBox && input.setAttribute("aria-expanded", String(open));

  const close = () => {
    list.hidden = true;
    state.at = -1;
    // what is still on its way comes too late to be of use, and would open the list over what was chosen
    state.asked += 1;
    expanded(false);
    input.removeAttribute("aria-activedescendant");
  };
  const point = (at) => {
    state.at = at;
    [...list.children].forEach((node, number) => node.setAttribute("aria-selected", String(number === at)));
    const node = list.children[at];
    if (!node) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", node.id);
    node.scrollIntoView({ block: "nearest" });
  };
  const take = (number) => {
    const one = state.options[number];
    close();
    if (one) choose(one);
  };
  const show = (options) => {
    state.options = options;
    list.replaceChildren(...options.map((one, number) => option(one, () => take(number))));
    list.hidden = options.length === 0;
    expanded(options.length > 0);
    if (!isBox && options.length) politely(t("suggestions", { count: options.length }));
    point(options.length ? 0 : -1);
  };
  const ask = async () => {
    const asked = (state.asked += 1);
    const options = await find(input.value);
    if (asked === state.asked) show(options);
  };
  const keys = {
    ArrowDown: () => point((state.at + 1) % state.options.length),
    ArrowUp: () => point((state.at - 1 + state.options.length) % state.options.length),
    Enter: () => take(state.at),
    Tab: () => take(state.at),
    Escape: close,
  };
  input.addEventListener("keydown", (event) => {
    if (list.hidden || !(event.key in keys) || (stays && ["Escape", "Tab"].includes(event.key)) || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  });
  input.addEventListener("input", ask);
  if (!stays) input.addEventListener("blur", () => setTimeout(() => document.activeElement === input || close(), 150));
  return { close, ask, open: () => !list.hidden };
}

function option(one, take) {
  const node = h("li", { role: "option", id: newId("option"), "aria-selected": "false", onmousedown: (event) => { event.preventDefault(); take(); } });
  node.append(h("span", { class: "suggestion" }, h("strong", {}, one.words), one.hint ? h("code", {}, one.hint) : null));
  if (one.about) node.append(h("small", {}, one.about));
  return node;
}
