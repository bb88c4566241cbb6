"""Numbered weeks: "v. 36", "v36 2026", "måndag v 41", "2027-W36"."""

import re
from datetime import date

from bot.domain.dates.days import in_week
from bot.domain.dates.forms import Form, first_reading
from bot.domain.dates.problems import UnreadableDate
from bot.domain.dates.words import WEEKDAY, WEEKDAYS, number_of, pattern

WEEK = r"(?:v(?:ecka|eckan|k)?|w(?:eek)?)[.:]? ?(?P<week>[0-9]{1,2})(?![0-9])"
_YEAR = (
    r"(?:[ ,/]{1,2}(?P<year>[0-9]{4})|,? (?P<relative_year>i år|nästa år|this year|next year)"
    r"| ?'(?P<marked>[0-9]{2}))?"
)
_ON_WEEKDAY = rf"(?:på |on )?(?P<weekday>{WEEKDAY})\.?"
_WEEK_ALONE = pattern(rf"(?:i |in )?{WEEK}{_YEAR}")
_WEEKDAY_IN_WEEK = pattern(rf"{_ON_WEEKDAY}(?:, ?| )\(?(?:den )?(?:(?:i|in|of) )?{WEEK}{_YEAR}\)?")
_WEEK_THEN_WEEKDAY = pattern(rf"{WEEK}{_YEAR},? {_ON_WEEKDAY}")
_ISO_WEEK = pattern(r"(?P<year>[0-9]{4})[ -]?(?:w|v|vecka|week)\.? ?(?P<week>[0-9]{2})(?:-(?P<weekday>[1-7]))?")


def read_week(text: str, today: date) -> date | None:
    """Read a folded text that is a numbered week or a day in one; None when it is none. A week alone is its Monday."""
    return first_reading(_FORMS, text, today)


def _week(found: re.Match[str], today: date) -> date:
    """Read a week of the year that is given, or the nearest to come; a day of this week that is past is asked about."""
    named = found.groupdict()
    weekday = number_of(WEEKDAYS, named["weekday"]) if named.get("weekday") else 1
    week, year = int(found["week"]), _week_year(named, today)
    if year is not None:
        return in_week(year, week, weekday)
    this = today.isocalendar()
    day = in_week(this.year, week, weekday)
    if week == this.week and day < today:
        raise UnreadableDate(found[0])
    return day if day >= today else in_week(this.year + 1, week, weekday)


def _week_year(named: dict[str, str | None], today: date) -> int | None:
    if named["year"]:
        return int(named["year"])
    if named["relative_year"]:
        return today.isocalendar().year + (not named["relative_year"].startswith(("i ", "this")))
    return 2000 + int(named["marked"]) if named["marked"] else None


def _iso_week(found: re.Match[str], _today: date) -> date:
    return in_week(int(found["year"]), int(found["week"]), int(found["weekday"] or 1))


_FORMS: tuple[Form, ...] = (
    (_WEEK_ALONE, _week),
    (_WEEKDAY_IN_WEEK, _week),
    (_WEEK_THEN_WEEKDAY, _week),
    (_ISO_WEEK, _iso_week),
)
