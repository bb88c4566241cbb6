/** Block Kit as nodes. A surface says whose eyes see it and what happens when something in it is pressed. */

import { h } from "/page/dom.js";
import { element } from "/page/elements.js";
import { inputBlock } from "/page/inputs.js";
import { markdown } from "/page/markdown.js";
import { picture } from "/page/pictures.js";
import { richText } from "/page/rich_text.js";
import { textOf } from "/page/text.js";

const MAKERS = {
  header: (block, surface) => h(surface.heading, { class: "block-header" }, textOf(block.text, surface.names)),
  section,
  rich_text: (block, surface) => richText(block, surface.names),
  markdown: (block) => markdown(block.text),
  context,
  actions: (block, surface) => h("div", { class: "block-actions" }, block.elements.map((one) => element(one, block, surface))),
  divider: () => h("hr"),
  image: (block) => picture(block),
  input: inputBlock,
};

/** All blocks in order; one of a kind the page does not know is left out. */
export function blocks(list, surface) {
  return h("div", { class: "blocks" }, list.map((block) => MAKERS[block.type]?.(block, surface)));
}

function section(block, surface) {
  const words = [];
  if (block.text) words.push(h("div", { class: "block-text" }, textOf(block.text, surface.names)));
  if (block.fields) {
    words.push(h("div", { class: "block-fields" }, block.fields.map((one) => h("div", {}, textOf(one, surface.names)))));
  }
  if (!block.accessory) return h("div", { class: "block-section" }, words);
  const accessory = element(block.accessory, block, surface);
  return h("div", { class: "block-section with-accessory" }, h("div", {}, words), h("div", { class: "accessory" }, accessory));
}

function context(block, surface) {
  const parts = block.elements.map((one) =>
    one.type === "image" ? picture(one, "small") : h("span", {}, textOf(one, surface.names)),
  );
  return h("div", { class: "block-context" }, parts);
}
