/** An input block: label, control, hint, and what is wrong with it. */

import { h, icon, newId } from "/page/dom.js";
import { control, rawOf } from "/page/fields.js";
import { t } from "/page/words.js";

export function inputBlock(block, surface) {
  const element = block.element;
  const id = newId("field");
  const entry = surface.value(block.block_id, element.action_id);
  const raw = surface.typed?.has(keyOf(block)) ? surface.typed.get(keyOf(block)) : rawOf(entry);
  const chosen = [entry?.selected_options ?? entry?.selected_option ?? []].flat();
  const made = control(element, { id, raw, chosen, surface, block, ...listeners(block, surface) });
  const hint = block.hint ? h("p", { class: "hint", id: newId("hint") }, block.hint.text) : null;
  const wrong = h("p", { class: "wrong", id: newId("wrong"), hidden: true });
  made.input?.setAttribute("aria-describedby", [hint?.id, wrong.id].filter(Boolean).join(" "));
  if (element.focus_on_load) made.input?.setAttribute("autofocus", "");
  const label = [block.label.text, block.optional ? h("span", { class: "optional" }, t("optional")) : null];
  const parts = made.group
    ? [h("fieldset", {}, h("legend", {}, label), hint, made.node)]
    : [h("label", { for: id }, label), hint, made.node];
  const node = h("div", { class: "field" }, parts, wrong);
  node.dataset.block = block.block_id;
  if (!block.optional && made.input && !made.group) made.input.setAttribute("aria-required", "true");
  return node;
}

/** What a value is kept by: it outlives a change of the form as long as these stay the same. */
export function keyOf(block) {
  return JSON.stringify([block.block_id, block.element.action_id, block.element.type]);
}

/** What a change does: it is kept for the form, and told at once where the block asks for that. */
function listeners(block, surface) {
  const element = block.element;
  const told = (raw) => surface.act({ block, element, raw });
  const on = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const typed = element.type.endsWith("_input") && element.type !== "file_input";
  return {
    changed(raw) {
      surface.typed?.set(keyOf(block), raw);
      if (block.dispatch_action && (!typed || on.includes("on_character_entered"))) told(raw);
    },
    entered: block.dispatch_action && typed && on.includes("on_enter_pressed") ? told : (raw) => surface.submit?.(raw),
  };
}

/** Say in its place what is wrong with a field; null takes it away. */
export function mark(node, words) {
  const wrong = node.querySelector(":scope > .wrong");
  wrong.hidden = words === null;
  wrong.replaceChildren(...(words === null ? [] : [icon("warning"), h("span", {}, words)]));
  node.classList.toggle("is-wrong", words !== null);
  for (const input of node.querySelectorAll("input:not(.filter), textarea, select")) {
    if (words === null) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
  }
}
