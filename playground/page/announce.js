/** What a screen reader says without being asked: politely, or at once. */

function say(id, words) {
  const region = document.getElementById(id);
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = words; });
}

export function politely(words) {
  say("polite", words);
}

export function atOnce(words) {
  say("assertive", words);
}
