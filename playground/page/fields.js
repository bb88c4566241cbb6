/** One control for each element that holds a value. Its raw value is what the playground takes: texts, ids, options' values. */

import { dayInWords } from "/page/dates.js";
import { h, icon, iconButton, newId } from "/page/dom.js";
import { inList } from "/page/people.js";
import { fromUnix, toUnix } from "/page/zones.js";
import { gesture, upload } from "/page/server.js";
import { suggesting } from "/page/suggestions.js";
import { t } from "/page/words.js";

/** The raw value in an entry of a view's state. */
export function rawOf(entry) {
  if (!entry) return null;
  const option = (one) => one?.value ?? null;
  if ("selected_option" in entry) return option(entry.selected_option);
  if ("selected_options" in entry) return entry.selected_options.map(option);
  if ("files" in entry) return entry.files.map((file) => file.id);
  const key = Object.keys(entry).find((name) => name !== "type");
  return entry[key];
}

/** The control: `node` to show, `input` to focus and label; `group` when it is several that need a legend. */
export function control(element, options) {
  return (CONTROLS[element.type] ?? typed)(element, options);
}

const CONTROLS = {
  plain_text_input: (element, options) => (element.multiline ? area(element, options) : typed(element, options)),
  email_text_input: (element, options) => typed(element, options, { type: "email", autocomplete: "off" }),
  url_text_input: (element, options) => typed(element, options, { type: "url" }),
  number_input: (element, options) => typed(element, options, { inputmode: element.is_decimal_allowed ? "decimal" : "numeric", class: "short" }),
  rich_text_input: richText,
  static_select: (element, options) => select(element, options, optionsOf(element)),
  users_select: (element, options) => select(element, options, everybody(options)),
  conversations_select: (element, options) => select(element, options, channels(options)),
  channels_select: (element, options) => select(element, options, channels(options)),
  external_select: (element, options) => external(element, options),
  multi_static_select: (element, options) => several(element, options, optionsOf(element)),
  multi_users_select: (element, options) => several(element, options, everybody(options)),
  multi_conversations_select: (element, options) => several(element, options, channels(options)),
  multi_channels_select: (element, options) => several(element, options, channels(options)),
  multi_external_select: (element, options) => external(element, options),
  checkboxes: (element, options) => boxes(element, options, optionsOf(element), "checkbox"),
  radio_buttons: (element, options) => boxes(element, options, optionsOf(element), "radio"),
  datepicker,
  timepicker: (element, options) => picker(options, "time", (raw) => raw ?? "", (value) => value || null),
  datetimepicker: (element, options) => picker(options, "datetime-local", fromUnix, toUnix),
  file_input: filePicker,
};

function optionsOf(element) {
  const groups = element.option_groups ?? [{ options: element.options ?? [] }];
  return groups.flatMap((group) =>
    group.options.map((one) => ({ raw: one.value, words: one.text.text, about: one.description?.text, group: group.label?.text })),
  );
}

function everybody({ surface }) {
  const inOneLine = ({ words, about }) => [words, about].filter(Boolean).join(" · ");
  return surface.people.filter((one) => !one.is_bot && !one.deleted).map((one) => ({ raw: one.id, words: inOneLine(inList(one)) }));
}

function channels({ surface }) {
  return surface.places.filter((one) => !["im", "mpim"].includes(one.kind)).map((one) => ({ raw: one.id, words: `#${one.name}` }));
}

// typed

function typed(element, { id, raw, changed, entered }, more = {}) {
  const input = h("input", {
    type: "text", id, value: raw ?? "", placeholder: element.placeholder?.text, maxlength: element.max_length, autocomplete: "off", ...more,
  });
  const value = () => (element.type === "number_input" ? input.value.trim().replace(",", ".") : input.value) || null;
  input.addEventListener("input", () => changed(value()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && entered && !event.isComposing) {
      event.preventDefault();
      entered(value());
    }
  });
  return { node: input, input };
}

function area(element, { id, raw, changed }) {
  const input = h("textarea", { id, rows: 3, placeholder: element.placeholder?.text, maxlength: element.max_length });
  input.value = raw ?? "";
  input.addEventListener("input", () => changed(input.value || null));
  return { node: input, input };
}

/** Written as plain paragraphs; handed over as rich text. */
function richText(element, { id, raw, changed }) {
  const words = (raw?.elements ?? []).map((part) => part.elements.map((one) => one.text ?? "").join("")).join("\n");
  const input = h("textarea", { id, rows: 4, placeholder: element.placeholder?.text });
  input.value = words;
  input.addEventListener("input", () => {
    const section = { type: "rich_text_section", elements: [{ type: "text", text: input.value }] };
    changed(input.value ? { type: "rich_text", elements: [section] } : null);
  });
  return { node: input, input };
}

// chosen among few or many

function select(element, { id, raw, changed }, options) {
  const input = h("select", { id, onchange: () => changed(input.value || null) });
  input.append(h("option", { value: "" }, element.placeholder?.text ?? t("choose")));
  const made = (one) => h("option", { value: one.raw, selected: one.raw === raw }, one.words);
  for (const [label, group] of Map.groupBy(options, (one) => one.group ?? "")) {
    input.append(...(label ? [h("optgroup", { label }, group.map(made))] : group.map(made)));
  }
  input.value = raw ?? "";
  return { node: h("span", { class: "select" }, input, icon("down")), input };
}

function boxes(element, { id, raw, changed }, options, type) {
  const chosen = new Set([raw ?? []].flat());
  const name = newId("name");
  const node = h("div", { class: "boxes" });
  const read = () => {
    const on = [...node.querySelectorAll("input:checked")].map((box) => box.value);
    changed(type === "radio" ? (on[0] ?? null) : on);
  };
  options.forEach((one, number) => node.append(box(one, { type, name, id: number ? newId(id) : id, checked: chosen.has(one.raw), read })));
  return { node, input: node.querySelector("input"), group: true };
}

function box(one, { type, name, id, checked, read }) {
  const about = one.about ? newId("about") : null;
  const input = h("input", { type, name, id, value: one.raw, onchange: read, "aria-describedby": about });
  input.checked = checked;
  const words = h("span", {}, one.words, one.about ? h("small", { id: about }, one.about) : null);
  return h("label", { class: "box" }, input, words);
}

/** Several of many: ticked in a list, which can be narrowed by typing when it is long. */
function several(element, options, choices) {
  const list = boxes(element, options, choices, "checkbox");
  list.node.classList.add("many");
  if (choices.length <= 8) return list;
  const filter = h("input", { type: "search", class: "filter", placeholder: t("filter"), "aria-label": t("filter") });
  filter.addEventListener("input", () => {
    const wanted = filter.value.toLocaleLowerCase();
    for (const one of list.node.children) one.hidden = !one.textContent.toLocaleLowerCase().includes(wanted);
  });
  return { ...list, node: h("div", {}, filter, list.node) };
}

/** Options that the app supplies while one types; several are kept as tags. */
function external(element, { id, raw, changed, surface, block, chosen = [] }) {
  const many = element.type.startsWith("multi_");
  const kept = new Map(chosen.map((one) => [one.value, one.text.text]));
  const input = h("input", { type: "text", id, placeholder: element.placeholder?.text ?? t("search"), autocomplete: "off" });
  const tags = h("span", { class: "tags" });
  const show = () => {
    if (!many) input.value = [...kept.values()][0] ?? "";
    tags.replaceChildren(...(many ? [...kept].map(([value, words]) => tag(words, () => remove(value))) : []));
  };
  const tell = () => changed(many ? [...kept.keys()] : ([...kept.keys()][0] ?? null));
  const remove = (value) => { kept.delete(value); show(); tell(); input.focus(); };
  const node = h("span", { class: "external" }, tags, input);
  suggesting(input, node, {
    async find(text) {
      if (text.length < (element.min_query_length ?? 3)) return [];
      const asked = { view_id: surface.view, block_id: block.block_id, action_id: element.action_id, text };
      const { options } = await gesture(surface.person, "suggest", asked);
      return options.map((one) => ({ words: one.text.text, about: one.description?.text, value: one.value }));
    },
    choose(one) {
      if (!many) kept.clear();
      kept.set(one.value, one.words);
      input.value = "";
      show();
      tell();
    },
  });
  show();
  return { node, input };
}

function tag(words, remove) {
  return h("span", { class: "tag" }, words, iconButton("close", t("remove", { name: words }), remove));
}

// days, hours, files

function datepicker(element, options) {
  const words = h("output", { class: "in-words", for: options.id });
  const tell = (raw) => { words.textContent = raw ? dayInWords(raw) : ""; };
  const changed = (raw) => { tell(raw); options.changed(raw); };
  const made = picker({ ...options, changed }, "date", (raw) => raw ?? "", (value) => value || null);
  tell(options.raw);
  return { ...made, node: h("span", { class: "with-words" }, made.node, words) };
}

function picker({ id, raw, changed }, type, shown, read) {
  const input = h("input", { type, id, value: shown(raw), class: "short", onchange: () => changed(read(input.value)) });
  return { node: input, input };
}

function filePicker(element, { id, raw, changed, surface }) {
  const most = element.max_files ?? 10;
  const accept = (element.filetypes ?? []).map((kind) => `.${kind}`).join(",") || null;
  const kept = new Map((raw ?? []).map((one) => [one, surface.fileNames?.get(one) ?? one]));
  const input = h("input", { type: "file", id, multiple: most > 1, accept });
  const tags = h("span", { class: "tags" });
  const remove = (file) => { kept.delete(file); show(); changed([...kept.keys()]); input.focus(); };
  const show = () => tags.replaceChildren(...[...kept].map(([file, name]) => tag(name, () => remove(file))));
  input.addEventListener("change", async () => {
    for (const file of [...input.files].slice(0, most - kept.size)) {
      const { id: given, name } = await upload(surface.person, file);
      kept.set(given, name);
      surface.fileNames?.set(given, name);
    }
    input.value = "";
    show();
    changed([...kept.keys()]);
  });
  show();
  return { node: h("span", { class: "files" }, tags, input), input };
}
