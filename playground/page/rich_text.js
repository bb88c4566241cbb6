/** Rich text as nodes: sections, lists, quotes and preformatted text. */

import { pattern } from "/page/dates.js";
import { h } from "/page/dom.js";
import { emoji, link, mention } from "/page/text.js";

export function richText(block, names) {
  return h("div", { class: "rich" }, nested(block.elements, names));
}

/** Lists of a deeper indent go into the last item of the list before. */
function nested(elements, names) {
  const nodes = [];
  let open = [];
  for (const element of elements) {
    if (element.type !== "rich_text_list") {
      open = [];
      nodes.push(WHOLE[element.type]?.(element, names) ?? "");
      continue;
    }
    const indent = element.indent ?? 0;
    const list = listOf(element, names);
    open = open.slice(0, indent);
    const parent = open.at(-1);
    if (parent?.lastElementChild) parent.lastElementChild.append(list);
    else nodes.push(list);
    open.push(list);
  }
  return nodes;
}

function listOf(element, names) {
  const ordered = element.style === "ordered";
  const start = ordered && element.offset ? element.offset + 1 : null;
  return h(ordered ? "ol" : "ul", { start }, element.elements.map((item) => h("li", {}, parts(item, names))));
}

const WHOLE = {
  rich_text_section: (element, names) => h("p", {}, parts(element, names)),
  rich_text_quote: (element, names) => h("blockquote", {}, parts(element, names)),
  rich_text_preformatted: (element, names) => h("pre", {}, h("code", {}, parts(element, names))),
};

function parts(element, names) {
  return element.elements.map((part) => styled(words(part, names), part.style ?? {}));
}

function words(part, names) {
  switch (part.type) {
    case "user": return mention(`@${names(part.user_id)}`);
    case "channel": return mention(`#${names(part.channel_id)}`);
    case "usergroup": return mention(`@${part.usergroup_id}`);
    case "broadcast": return mention(`@${part.range}`);
    case "emoji": return emoji(part.name);
    case "link": return link(part.url, part.text || part.url);
    case "date": return pattern(part.timestamp, part.format);
    case "color": return part.value;
    default: return part.text ?? "";
  }
}

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function styled(node, style) {
  return Object.entries(STYLES).reduce((inner, [name, tag]) => (style[name] ? h(tag, {}, inner) : inner), node);
}
