/** Where one writes: messages, slash commands with suggestions, shortcuts. */

import { desk, me } from "/page/desk.js";
import { h, icon, iconButton } from "/page/dom.js";
import { openMenu } from "/page/menu.js";
import { forget, note, troubleWords } from "/page/notices.js";
import { expectOutcome } from "/page/outcome.js";
import { Refused, gesture } from "/page/server.js";
import { suggesting } from "/page/suggestions.js";
import { t } from "/page/words.js";

/** What was begun and not sent, by whom and where. */
const drafts = new Map();

export function composer({ channel, name, thread = "" }) {
  const key = `${desk.person} ${channel} ${thread}`;
  const input = h("textarea", { rows: 1, "aria-label": t(thread ? "write.reply" : "write.to", { name }), placeholder: t(thread ? "write.reply" : "write.to", { name }) });
  input.value = drafts.get(key) ?? "";
  const usage = h("p", { class: "usage", role: "status" });
  const send = h("button", { type: "submit", class: "send", "aria-label": t("send"), title: t("send") }, icon("send"));
  const tools = h("div", { class: "composer-tools" }, thread ? null : offersButton(input), h("span", { class: "composer-hint" }, thread ? "" : t("write.hint")), send);
  const box = h("div", { class: "composer-box" }, input, tools);
  const form = h("form", { class: "composer", onsubmit: (event) => { event.preventDefault(); say(); } }, usage, box);
  if (!thread) form.dataset.hook = "composer";

  const list = suggesting(input, box, {
    label: t("commands"),
    find: (text) => (thread ? [] : suggestionsFor(text)),
    choose: (one) => write(input, `${one.words} `),
  });
  const changed = () => {
    drafts.set(key, input.value);
    usage.replaceChildren(...(thread ? [] : usageOf(input.value)));
    send.classList.toggle("ready", Boolean(input.value.trim()));
  };
  input.addEventListener("input", changed);
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.defaultPrevented || matchMedia("(pointer: coarse)").matches) return;
    event.preventDefault();
    form.requestSubmit();
  });
  changed();

  async function say() {
    const text = input.value.trim();
    if (!text) return;
    list.close();
    write(input, "");
    forget("");
    expectOutcome(text.startsWith("/") ? "asked" : "said");
    const words = text.startsWith("/") ? await command(text, channel, thread) : await message(text, channel, thread);
    if (words && !input.value) write(input, text);
    if (words) note("", words);
  }
  return form;
}

/** Put a text in the composer as if it had been typed. */
export function write(input, text) {
  input.value = text;
  input.dispatchEvent(new Event("input"));
  input.focus();
}

function suggestionsFor(text) {
  if (/^\/\S*$/.test(text)) {
    const offered = desk.seen.offers.commands.filter((one) => one.command.startsWith(text.toLocaleLowerCase()));
    return offered.map((one) => ({ words: one.command, hint: one.usage_hint, about: one.description }));
  }
  const { handle, name } = desk.seen.workspace.app;
  return /^@\S*$/.test(text) && `@${handle}`.startsWith(text.toLocaleLowerCase()) ? [{ words: `@${handle}`, about: name }] : [];
}

/** How a command is used, while its arguments are written. */
function usageOf(text) {
  const [, name] = text.match(/^(\/\S+)\s/) ?? [];
  const one = name && desk.seen.offers.commands.find((offer) => offer.command === name);
  return one?.usage_hint ? [h("code", {}, `${one.command} ${one.usage_hint}`), " ", one.description ?? ""] : [];
}

/** Send a slash command; what to tell when that did not work. */
async function command(text, channel, thread) {
  const [, name, rest] = text.match(/^(\/\S+)\s*([\s\S]*)$/) ?? [null, text, ""];
  if (thread) return t("command.thread");
  if (me().from_elsewhere) return t("command.elsewhere");
  try {
    const { error } = await gesture(desk.person, "command", { command: name, text: rest, channel });
    return error ? troubleWords(error, name) : "";
  } catch (fault) {
    return fault instanceof Refused ? t("command.unknown", { command: name }) : t("say.refused", { what: fault.message });
  }
}

async function message(text, channel, thread) {
  const { handle } = desk.seen.workspace.app;
  const mention = text.toLocaleLowerCase().startsWith(`@${handle} `);
  const words = mention ? text.slice(handle.length + 2) : text;
  try {
    await gesture(desk.person, "say", { channel, text: words, mention, ...(thread && { thread }) });
    return "";
  } catch (fault) {
    return t("say.refused", { what: fault.message });
  }
}

/** All commands and global shortcuts, for those who would rather choose than type. */
function offersButton(input) {
  const node = iconButton("spark", t("offers"), () => openMenu(node, offers(input)), { "aria-haspopup": "menu" });
  return node;
}

function offers(input) {
  const { commands, shortcuts } = desk.seen.offers;
  const shown = shortcuts.filter((one) => one.type === "global").map((one) => ({ words: one.name, about: one.description, choose: () => use(one) }));
  shown.push(...commands.map((one) => ({ words: one.command, about: one.description, choose: () => write(input, `${one.command} `) })));
  return shown.length ? shown : [{ words: t("offers.none"), choose: () => input.focus() }];
}

async function use(shortcut) {
  expectOutcome("asked");
  const { error } = await gesture(desk.person, "shortcut", { callback_id: shortcut.callback_id });
  if (error) note("", troubleWords(error, shortcut.name));
}
