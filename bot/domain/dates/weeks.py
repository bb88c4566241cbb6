"""Numbered weeks: "v. 36", "v36 2026", "slutet av v. 12", "måndag v 41", "2027-W36"."""

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
_WEEK_ALONE = pattern(rf"(?:(?:i |vid )?(?:slutet (?:av|på)|(?:the )?end of) |i |in )?{WEEK}{_YEAR}")
_WEEK_BEFORE = pattern(rf"{WEEK}{_YEAR}")
_WEEKDAY_IN_WEEK = pattern(rf"{_ON_WEEKDAY}(?:, ?| )\(?(?:den )?(?:(?:i|in|of) )?{WEEK}{_YEAR}\)?")
_WEEK_THEN_WEEKDAY = pattern(rf"{WEEK}{_YEAR},? {_ON_WEEKDAY}")
_ISO_WEEK = pattern(r"(?P<year>[0-9]{4})[ -]?(?:w|v|vecka|week)\.? ?(?P<week>[0-9]{2})(?:-(?P<weekday>[1-7]))?")
_MONDAY, _FRIDAY = 1, 5


def read_week(text: str, today: date) -> date | None:
    """Read a folded text that is a numbered week or a day in one; None when it is none. A week alone is its Friday."""
    return first_reading(_FORMS, text, today)


def is_week(text: str) -> bool:
    """Tell whether a folded text is a numbered week or a day in one."""
    return any(form.fullmatch(text) for form, _ in _FORMS)


def read_before_week(text: str, today: date) -> date | None:
    """Read the week of "före v. 9", which is its Monday; None when the folded text is no week alone."""
    found = _WEEK_BEFORE.fullmatch(text)
    return _day_in_week(found, today, _MONDAY) if found else None


def _week(found: re.Match[str], today: date) -> date:
    named = found.groupdict().get("weekday")
    return _day_in_week(found, today, number_of(WEEKDAYS, named) if named else _FRIDAY)


def _day_in_week(found: re.Match[str], today: date, weekday: int) -> date:
    """Read a week of the year that is given, or the nearest to come; a day of this week that is past is asked about."""
    week, year = int(found["week"]), _week_year(found.groupdict(), today)
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
        return today.year + (not named["relative_year"].startswith(("i ", "this")))
    return 2000 + int(named["marked"]) if named["marked"] else None


def _iso_week(found: re.Match[str], _today: date) -> date:
    return in_week(int(found["year"]), int(found["week"]), int(found["weekday"] or _FRIDAY))


_FORMS: tuple[Form, ...] = (
    (_WEEK_ALONE, _week),
    (_WEEKDAY_IN_WEEK, _week),
    (_WEEK_THEN_WEEKDAY, _week),
    (_ISO_WEEK, _iso_week),
)
