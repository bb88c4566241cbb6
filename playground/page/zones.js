/** Wall times and instants in the zone of whom one acts as. */

let zone = "Europe/Stockholm";

export function useWallZone(wanted) {
  zone = wanted;
}

/** How far the zone is ahead of UTC at an instant, in milliseconds. */
function ahead(instant) {
  const wall = new Date(instant).toLocaleString("sv-SE", { timeZone: zone });
  return Date.parse(`${wall.replace(" ", "T")}Z`) - instant;
}

/** `2027-01-18T08:00` for seconds since 1970; empty for none. */
export function fromUnix(seconds) {
  if (!seconds) return "";
  const instant = seconds * 1000;
  return new Date(instant + ahead(instant)).toISOString().slice(0, 16);
}

/** Seconds since 1970 for what a clock on the wall shows; null for none. */
export function toUnix(wall) {
  if (!wall) return null;
  const as = Date.parse(`${wall}Z`);
  return (as - ahead(as - ahead(as))) / 1000;
}
