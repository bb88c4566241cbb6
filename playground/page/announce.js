/** What a screen reader says without being asked: politely, or at once. */

/** So many polite sentences stand at a time: one that comes soon after another takes nothing away. */
const STANDING = 3;

export function politely(words) {
  if (!words) return;
  const region = document.getElementById("polite");
  const line = document.createElement("p");
  line.textContent = words;
  region.append(line);
  while (region.children.length > STANDING) region.firstChild.remove();
}

export function atOnce(words) {
  const region = document.getElementById("assertive");
  region.textContent = "";
  requestAnimationFrame(() => { region.textContent = words; });
}
