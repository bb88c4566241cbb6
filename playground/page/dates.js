/** Days and hours as people read them, in the zone of whom one acts as. */

import { currentLanguage, t } from "/page/words.js";

let zone = "Europe/Stockholm";

export function useZone(wanted) {
  zone = wanted;
}

const LOCALES = { sv: "sv-SE", en: "en-GB" };

function format(options, timeZone = zone) {
  return new Intl.DateTimeFormat(LOCALES[currentLanguage()], { timeZone, ...options });
}

/** A message's timestamp as an instant. */
export function instantOf(ts) {
  return new Date(Number(ts) * 1000);
}

/** Year, month and day in a zone, as `2027-01-18`. */
export function dayKey(instant, timeZone = zone) {
  return new Intl.DateTimeFormat("sv-SE", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
}

/** The ISO week of a day `2027-01-18`: the week belongs to the year of its Thursday. */
export function isoWeek(day) {
  const date = new Date(`${day}T00:00:00Z`);
  const thursday = new Date(date.getTime() + (4 - (date.getUTCDay() || 7)) * 86_400_000);
  const newYear = Date.UTC(thursday.getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday.getTime() - newYear) / 604_800_000);
}

/** `måndag 18 januari 2027, vecka 3` */
export function longDay(instant, timeZone = zone) {
  const day = format({ weekday: "long", day: "numeric", month: "long", year: "numeric" }, timeZone).format(instant);
  return `${day.replace(" den ", " ")}, ${t("week", { week: isoWeek(dayKey(instant, timeZone)) })}`;
}

/** `mån 18 jan, v. 3` */
export function shortDay(instant, timeZone = zone) {
  const day = format({ weekday: "short", day: "numeric", month: "short" }, timeZone).format(instant);
  return `${day.replaceAll(".", "")}, ${t("week.short", { week: isoWeek(dayKey(instant, timeZone)) })}`;
}

/** `08:00` */
export function hour(instant, timeZone = zone) {
  return format({ hour: "2-digit", minute: "2-digit" }, timeZone).format(instant);
}

/** A day without hour, `2027-01-18`, in full. */
export function dayInWords(day) {
  return longDay(new Date(`${day}T12:00:00Z`), "UTC");
}

/** What a wall clock shows in a moment written with its offset, kept apart from the zone of this machine. */
export function wall(iso) {
  const instant = new Date(`${iso.slice(0, 16)}:00Z`);
  return { long: longDay(instant, "UTC"), short: shortDay(instant, "UTC"), hour: hour(instant, "UTC") };
}

/** A date in rich text: Slack's pattern with {date}, {time} and their kin filled in. */
export function pattern(seconds, words) {
  const instant = new Date(seconds * 1000);
  return words.replace(/\{(\w+)\}/g, (whole, name) => {
    if (name.startsWith("time")) return hour(instant);
    if (name.startsWith("date_num")) return dayKey(instant);
    if (name.startsWith("date_long") || name.startsWith("day_divider")) return longDay(instant);
    return name.startsWith("date") ? shortDay(instant) : whole;
  });
}
