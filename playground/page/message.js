/** One message as it stands in a conversation. */

import { blocks } from "/page/blocks.js";
import { hour, instantOf, longDay, shortDay } from "/page/dates.js";
import { addressOf, desk, nameOf } from "/page/desk.js";
import { h, icon, iconButton } from "/page/dom.js";
import { openMenu } from "/page/menu.js";
import { note, noted, notice, troubleWords } from "/page/notices.js";
import { expectOutcome, markOf } from "/page/outcome.js";
import { avatar } from "/page/people.js";
import { file } from "/page/pictures.js";
import { gesture } from "/page/server.js";
import { ofMessage } from "/page/surfaces.js";
import { emoji, mrkdwn } from "/page/text.js";
import { currentLanguage, t } from "/page/words.js";

/** What stands at a message when something came of what one did in it. */
const OUTCOMES = new Set(["saved", "changed"]);

/** What a message shows, as text: while it is the same the message stays as it is. */
export function signatureOf(message, more) {
  return JSON.stringify([message, more, noted(message.ts), markOf(message.ts), currentLanguage(), desk.person]);
}

/** `joined`: it goes on where the same person just wrote. `replies`: the thread under it. `inThread`: it stands in one. */
export function messageNode(message, channel, { joined = false, replies = [], inThread = false, pinned = false } = {}) {
  const instant = instantOf(message.ts);
  const name = nameOf(message.user);
  const isApp = Boolean(message.bot_id);
  const time = h("time", { datetime: instant.toISOString(), title: longDay(instant) }, hour(instant));
  const head = h("p", { class: joined ? "message-head unseen" : "message-head" }, h("strong", {}, name), isApp ? h("span", { class: "is-app" }, t("app.mark")) : null, " ", time);
  const node = h("article", { class: "message", "aria-label": t("message.by", { name, hour: hour(instant) }) });
  node.classList.toggle("joined", joined);
  node.classList.toggle("only-you", message.ephemeral);
  const outcome = markOf(message.ts);
  node.classList.toggle("is-outcome", Boolean(outcome));
  if (isApp) node.dataset.app = "";
  const side = joined ? h("span", { class: "message-side", "aria-hidden": "true" }, hour(instant)) : avatar(message.user, name);
  const body = h("div", { class: "message-body" }, OUTCOMES.has(outcome) ? mark("check", t(`mark.${outcome}`), "of-outcome") : null, pinned ? mark("pin", t("pinned")) : null, message.ephemeral ? mark("eye", t("only.you")) : null, head);
  body.append(...content(message, channel), ...reactions(message));
  if (replies.length && !inThread) body.append(threadLink(message, replies));
  if (noted(message.ts)) body.append(notice(message.ts));
  node.append(side, body);
  if (!message.ephemeral) node.append(tools(message, channel, inThread));
  return node;
}

function mark(drawing, words, more = "") {
  return h("p", { class: `message-mark ${more}` }, icon(drawing), words);
}

function content(message, channel) {
  const parts = message.blocks?.length
    ? [blocks(message.blocks, ofMessage(message, channel))]
    : [h("div", { class: "block-text" }, mrkdwn(message.text, nameOf))];
  if (message.edited && !message.bot_id) parts.push(h("small", { class: "edited" }, t("edited")));
  return [...parts, ...(message.files ?? []).map(file)];
}

function reactions(message) {
  if (!message.reactions?.length) return [];
  const said = (one) => t("reaction", { name: one.name, people: one.users.map(nameOf).join(", ") });
  return [h("p", { class: "reactions" }, message.reactions.map((one) =>
    h("span", { class: "reaction", title: said(one) }, h("span", { "aria-hidden": "true" }, `${emoji(one.name)} ${one.count}`), h("span", { class: "unseen" }, said(one)))))];
}

function threadLink(message, replies) {
  const last = instantOf(replies.at(-1).ts);
  const faces = [...new Set(replies.map((one) => one.user))].slice(0, 3).map((id) => avatar(id, nameOf(id)));
  const words = t("replies", { count: replies.length });
  const when = h("small", {}, t("replies.last", { when: `${shortDay(last)} ${hour(last)}` }));
  return h("a", { class: "thread-link", href: addressOf({ thread: message.ts }) }, h("span", { class: "faces" }, faces), h("strong", {}, words), when);
}

function tools(message, channel, inThread) {
  const list = h("div", { class: "message-tools" });
  if (!inThread) {
    const address = addressOf({ thread: message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : message.ts });
    list.append(h("a", { class: "icon-button", href: address, "aria-label": t("reply"), title: t("reply") }, icon("reply")));
  }
  const shortcuts = desk.seen.offers.shortcuts.filter((one) => one.type === "message");
  if (shortcuts.length) {
    const items = shortcuts.map((one) => ({ words: one.name, about: one.description, choose: () => use(one, message, channel) }));
    const node = iconButton("spark", t("shortcuts.message"), () => openMenu(node, items), { "aria-haspopup": "menu" });
    list.append(node);
  }
  return list;
}

async function use(shortcut, message, channel) {
  expectOutcome("asked");
  const { error } = await gesture(desk.person, "shortcut", { callback_id: shortcut.callback_id, channel, ts: message.ts });
  if (error) note(message.ts, troubleWords(error, shortcut.name));
}
