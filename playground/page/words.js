/** The page's own words, in Swedish and English; what people and the app say is theirs. */

let all = { sv: {}, en: {} };
let language = "sv";

export async function loadWords() {
  all = await (await fetch("/page/words.json")).json();
}

export function currentLanguage() {
  return language;
}

export function useLanguage(wanted) {
  language = wanted in all ? wanted : "sv";
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll("[data-word]")) node.textContent = t(node.dataset.word);
}

/** The words for a key, with `{name}` filled in; a count of one takes `key.one` where there is such a key. */
export function t(key, values = {}) {
  const words = all[language];
  const wanted = values.count === 1 && `${key}.one` in words ? `${key}.one` : key;
  return (words[wanted] ?? key).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

/** What Slack's own client says of a field, by its English sentence: numbers stand as {n} in the list. */
export function complaint(sentence) {
  const n = sentence.match(/-?\d+(\.\d+)?/)?.[0];
  const key = `complaint.${n === undefined ? sentence : sentence.replace(n, "{n}")}`;
  return key in all[language] ? t(key, { n }) : sentence;
}
