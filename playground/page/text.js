/** Slack's text (mrkdwn) as nodes: bold, italic, struck, code, quotes, links (a bare address is one too), mentions. */

import { pattern } from "/page/dates.js";
import { h } from "/page/dom.js";

const EMOJI = {
  smile: "😄", wave: "👋", thumbsup: "👍", "+1": "👍", tada: "🎉", eyes: "👀", bulb: "💡", calendar: "📅", pushpin: "📌",
  white_check_mark: "✅", heavy_check_mark: "✔️", warning: "⚠️", memo: "📝", hourglass: "⌛", speech_balloon: "💬",
};
const STYLES = { "*": "strong", _: "em", "~": "s" };
const INLINE =
  /`([^`\n]+)`|<([^<>\n]+)>|(https?:\/\/[^\s<>|]+?)(?=[.,:;!?)]*(?:[\s<>|]|$))|:([a-z0-9_+-]+):|(?<![\p{L}\p{N}])([*_~])(?=\S)((?:<[^<>\n]*>|[^<>\n])+?)(?<=\S)\5(?![\p{L}\p{N}])/gu;

/** What Slack hands over as entities, back as characters. */
export function plain(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

/** A text object: plain text stands as it is. */
export function textOf(object, names) {
  return object.type === "mrkdwn" ? mrkdwn(object.text, names) : [emojis(object.text)];
}

function emojis(text) {
  return text.replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);
}

/** Nodes for a whole text: code blocks and quotes first, then line by line. */
export function mrkdwn(text, names) {
  return text.split(/```\n?([\s\S]*?)```/).map((part, number) =>
    number % 2 ? h("pre", {}, h("code", {}, plain(part))) : quotes(part, names),
  ).flat();
}

function quotes(text, names) {
  const nodes = [];
  let quoted = [];
  const flush = () => {
    if (quoted.length) nodes.push(h("blockquote", {}, inline(quoted.join("\n"), names)));
    quoted = [];
  };
  let plainLines = [];
  const flushPlain = () => {
    if (plainLines.length) nodes.push(...inline(plainLines.join("\n"), names));
    plainLines = [];
  };
  for (const line of text.split("\n")) {
    const quote = line.match(/^(?:&gt;|>) ?(.*)$/);
    if (quote) {
      flushPlain();
      quoted.push(quote[1]);
    } else {
      flush();
      plainLines.push(line);
    }
  }
  flush();
  flushPlain();
  return nodes;
}

function inline(text, names) {
  const nodes = [];
  let position = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > position) nodes.push(plain(text.slice(position, match.index)));
    nodes.push(part(match, names));
    position = match.index + match[0].length;
  }
  if (position < text.length) nodes.push(plain(text.slice(position)));
  return nodes;
}

function part([whole, code, sequence, address, emoji, style, styled], names) {
  if (code !== undefined) return h("code", {}, plain(code));
  if (sequence !== undefined) return control(sequence, names);
  if (address !== undefined) return link(plain(address), plain(address));
  if (emoji !== undefined) return EMOJI[emoji] ?? whole;
  return h(STYLES[style], {}, inline(styled, names));
}

/** What stands between < and >: a person, a channel, everybody, a date, a link. */
function control(sequence, names) {
  const [target, label] = sequence.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(`@${names(target.slice(1))}`);
  if (target.startsWith("#")) return mention(`#${label || names(target.slice(1))}`);
  if (target.startsWith("!date^")) {
    const [, seconds, words] = target.split("^");
    return words ? pattern(Number(seconds), words) : (label ?? "");
  }
  if (target.startsWith("!")) return mention(`@${label || target.slice(1)}`);
  return link(plain(target), label ? plain(label) : plain(target));
}

export function mention(words) {
  return h("span", { class: "mention" }, words);
}

/** A link that can be followed safely; an address of any other kind is only its words. */
export function link(address, words) {
  if (!/^(https?|mailto):/i.test(address)) return words;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words.replace(/^mailto:/, ""));
}

export function emoji(name) {
  return EMOJI[name] ?? `:${name}:`;
}
