/** The markdown block as nodes: headings, lists, quotes, bold, italic, code and links. */

import { h } from "/page/dom.js";
import { link } from "/page/text.js";

const INLINE = /`([^`\n]+)`|\[([^\]\n]+)\]\(([^()\s]+)\)|\*\*(\S(?:.*?\S)?)\*\*|(?<![\p{L}\p{N}*])[*_](\S(?:.*?\S)?)[*_](?![\p{L}\p{N}*])/gu;

export function markdown(text) {
  return h("div", { class: "rich" }, text.split(/\n{2,}/).flatMap(paragraph));
}

function paragraph(text) {
  const lines = text.split("\n");
  const heading = lines[0].match(/^#{1,6} (.*)$/);
  if (heading) return [h("p", {}, h("strong", {}, inline(heading[1]))), ...(lines[1] ? paragraph(lines.slice(1).join("\n")) : [])];
  if (lines.every((line) => /^[-*] /.test(line))) return [h("ul", {}, lines.map((line) => h("li", {}, inline(line.slice(2)))))];
  if (lines.every((line) => /^\d+[.)] /.test(line))) return [h("ol", {}, lines.map((line) => h("li", {}, inline(line.replace(/^\d+[.)] /, "")))))];
  if (lines.every((line) => line.startsWith(">"))) return [h("blockquote", {}, inline(lines.map((line) => line.replace(/^> ?/, "")).join("\n")))];
  return [h("p", {}, inline(text))];
}

function inline(text) {
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(INLINE)) {
    nodes.push(text.slice(position, match.index));
    const [, code, words, address, bold, italic] = match;
    if (code !== undefined) nodes.push(h("code", {}, code));
    else if (words !== undefined) nodes.push(link(address, words));
    else nodes.push(h(bold === undefined ? "em" : "strong", {}, inline(bold ?? italic)));
    position = match.index + match[0].length;
  }
  return [...nodes, text.slice(position)];
}
