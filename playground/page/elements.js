/** What can be pressed or chosen outside a form's fields: buttons, menus, pickers. Each choice reaches the app at once. */

import { h, iconButton, newId } from "/page/dom.js";
import { control, rawOf } from "/page/fields.js";
import { openMenu } from "/page/menu.js";
import { picture } from "/page/pictures.js";
import { t } from "/page/words.js";

export function element(one, block, surface) {
  if (one.type === "button") return button(one, block, surface);
  if (one.type === "overflow") return overflow(one, block, surface);
  if (one.type === "image") return picture(one, "medium");
  return chooser(one, block, surface);
}

function button(one, block, surface) {
  const words = [one.text.text];
  const about = { "aria-label": one.accessibility_label, class: `button ${one.style ?? ""}` };
  const press = (event) => surface.act({ block, element: one, node: event.currentTarget });
  if (one.url && /^(https?|mailto):/i.test(one.url)) {
    return h("a", { ...about, href: one.url, target: "_blank", rel: "noopener noreferrer", onclick: press }, words);
  }
  return h("button", { ...about, type: "button", onclick: press }, words);
}

function overflow(one, block, surface) {
  const items = one.options.map((option) => ({
    words: option.text.text,
    about: option.description?.text,
    choose: () => surface.act({ block, element: one, raw: option.value, node }),
  }));
  const node = iconButton("more", t("more"), () => openMenu(node, items), { "aria-haspopup": "menu" });
  return node;
}

/** A menu or picker that stands in a message, on Home or beside a form's text. */
function chooser(one, block, surface) {
  const id = newId("choice");
  const raw = rawOf(surface.value(block.block_id, one.action_id)) ?? null;
  const changed = (value) => surface.act({ block, element: one, raw: value, node });
  const label = block.text?.text.replace(/[*_~]/g, "") ?? one.placeholder?.text ?? t("choose");
  const made = control(one, { id, raw, changed, surface, block, named: label });
  const node = made.group ? h("fieldset", { class: "choice" }, h("legend", { class: "unseen" }, label), made.node) : made.node;
  if (!made.group) made.input.setAttribute("aria-label", label);
  return node;
}
