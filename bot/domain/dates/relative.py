"""Dates told from today or from a month: "nästa fredag", "om två veckor", "slutet av juni", "sista fredagen i maj"."""

import re
from datetime import date, timedelta

from bot.domain.dates.absolute import YEAR, written_year
from bot.domain.dates.days import add_months, checked_year, last_of_month, next_weekday, on_day
from bot.domain.dates.forms import Form, first_reading
from bot.domain.dates.problems import ImpossibleDate, UnreadableDate
from bot.domain.dates.words import (
    BARE_WEEKDAY,
    MONTH,
    MONTHS,
    NUMBERS,
    ORDINALS,
    WEEKDAYS,
    any_of,
    number_of,
    pattern,
    plain,
)

_NEAR_DAYS = {
    **dict.fromkeys(("idag", "i dag", "ikvall", "i kvall", "today", "tonight"), 0),
    **dict.fromkeys(("imorgon", "i morgon", "imorron", "i morron", "imorrn", "i morrn", "tomorrow"), 1),
    **dict.fromkeys(("overmorgon", "i overmorgon", "iovermorgon"), 2),
    **dict.fromkeys(("day after tomorrow", "the day after tomorrow"), 2),
    **dict.fromkeys(("igar", "i gar", "yesterday"), -1),
}

_BARE = rf"(?P<weekday>{BARE_WEEKDAY})\.?"
_COMING_WEEKDAY = pattern(rf"(?:(?:nu )?på |(?:nu |på )?(?:näst)?kommande |on |coming )?{_BARE}")
_NEXT_WEEKDAY = pattern(rf"(?:på )?(?:nästa|next) {_BARE}")
_THIS_WEEK = pattern(
    rf"(?:den här|denna|this) {_BARE}|(?:på |on )?(?P<day>{BARE_WEEKDAY}) (?:den här veckan|denna vecka|this week)"
)
_NEXT_WEEK = pattern(
    rf"(?:på |on )?{_BARE},? (?:i )?(?:nästa vecka|next week)"
    rf"|(?:nästa vecka|next week),? (?:på |on )?(?P<day>{BARE_WEEKDAY})"
)

_N_UNITS = (
    rf"(?P<n>[0-9]{{1,3}}|{any_of(NUMBERS)}) ?"
    r"(?P<unit>dagar|dag|dar|dygn|veckor|vecka|v|månader|månad|mån|kvartal|halvår|halvt år|år"
    r"|days?|weeks?|months?|years?)"
)
_FROM_NOW = r" (?:från (?:nu|i ?dag)|from (?:now|today))"
_AMOUNT = pattern(rf"(?:om|inom|in|within) {_N_UNITS}(?:{_FROM_NOW})?")
_AMOUNT_FROM_NOW = pattern(rf"{_N_UNITS}{_FROM_NOW}")
_DAYS = {
    **dict.fromkeys(("dag", "dagar", "dar", "dygn", "day", "days"), 1),
    **dict.fromkeys(("v", "vecka", "veckor", "week", "weeks"), 7),
}
_MONTHS_IN = {"manad": 1, "manader": 1, "man": 1, "month": 1, "months": 1, "kvartal": 3, "halvar": 6, "halvt ar": 6}
_MOST_MONTHS = 5 * 12
_YEARS = {"ar": 12, "year": 12, "years": 12}

_WHICH_MONTH = (
    rf"(?:(?P<month>{MONTH})\.?{YEAR}|(?P<this_month>månaden|denna månad|den här månaden|(?:the |this )?month)"
    r"|(?P<next_month>nästa månad|next month))"
)
_DAY_IN_MONTH = pattern(
    r"(?:den |the )?(?P<day>[0-9]{1,2})(?: ?:(?:e|a)|e|a|st|nd|rd|th)? (?:i |in |of )?"
    r"(?:(?P<next_month>nästa månad|next month)|denna månad|den här månaden|this month)"
)
_MONTH_END = pattern(
    r"(?:(?:(?:i|vid|at|the) )*(?:slutet|utgången|end) (?:(?:av|på|of) )?|(?:the )?last (?:day )?(?:in|of) "
    r"|(?:den )?(?:sista|siste) (?:(?:dagen |dag )?i |(?:dagen |dag )?(?!(?:den|denna|nästa|månaden)\b)))"
    rf"{_WHICH_MONTH}"
)
_MONTH = pattern(rf"(?:(?:i|in|under) )?{_WHICH_MONTH}")
_NTH_WEEKDAY = pattern(
    rf"(?:den |the )?(?:(?P<nth>[1-5])(?::[ea]|st|nd|rd|th)|(?P<ordinal>{any_of(ORDINALS)})|(?P<last>sista|siste|last))"
    rf" (?P<weekday>{BARE_WEEKDAY}) (?:i |in |of ){_WHICH_MONTH}"
)


def read_relative(text: str, today: date) -> date | None:
    """Read a folded text that tells a date from today; None when it is none, a DateProblem when it cannot be right."""
    if plain(text) in _NEAR_DAYS:
        return today + timedelta(days=_NEAR_DAYS[plain(text)])
    return first_reading(_FORMS, text, today)


def read_month(text: str, today: date) -> date | None:
    """Read a folded text that is a month as its last day ("maj", "i maj 2027", "nästa månad"); None when it is none."""
    found = _MONTH.fullmatch(text)
    return _month_end(found, today) if found else None


def _coming_weekday(found: re.Match[str], today: date) -> date:
    """Read "på fredag"; on a Friday it may mean today or in a week."""
    weekday = number_of(WEEKDAYS, found["weekday"])
    if weekday == today.isoweekday():
        raise UnreadableDate(found[0])
    return next_weekday(weekday, today)


def _next_weekday(found: re.Match[str], today: date) -> date:
    """Read "nästa fredag" when the coming one is also next week's; otherwise people mean one or the other."""
    weekday = number_of(WEEKDAYS, found["weekday"])
    if (day := next_weekday(weekday, today)) != _day_of_week(today, 1, weekday):
        raise UnreadableDate(found[0])
    return day


def _this_week(found: re.Match[str], today: date) -> date:
    day = _day_of_week(today, 0, number_of(WEEKDAYS, found["weekday"] or found["day"]))
    if day <= today:
        raise UnreadableDate(found[0])
    return day


def _next_week(found: re.Match[str], today: date) -> date:
    return _day_of_week(today, 1, number_of(WEEKDAYS, found["weekday"] or found["day"]))


def _day_of_week(today: date, weeks: int, weekday: int) -> date:
    """Return a day of the week that lies some weeks after this one."""
    return today + timedelta(days=7 * weeks + weekday - today.isoweekday())


def _amount(found: re.Match[str], today: date) -> date:
    """Read "om två veckor"; nothing, and more than five years, is no date that is meant."""
    n = int(found["n"]) if found["n"].isdecimal() else number_of(NUMBERS, found["n"])
    unit = plain(found["unit"])
    if unit in _DAYS:
        day = today + timedelta(days=n * _DAYS[unit])
    else:
        day = add_months(today, n * (_MONTHS_IN | _YEARS)[unit])
    if not today < day <= add_months(today, _MOST_MONTHS):
        raise UnreadableDate(found[0])
    return day


def _which_month(found: re.Match[str], today: date) -> tuple[int | None, int]:
    """Return the year, None when it is not given, and the month of a match of `_WHICH_MONTH`."""
    if found["month"]:
        return written_year(found, today), MONTHS[found["month"]]
    there = add_months(today.replace(day=1), 1 if found["next_month"] else 0)
    return there.year, there.month


def _day_in_month(found: re.Match[str], today: date) -> date:
    """Read "den 5:e nästa månad"."""
    there = add_months(today.replace(day=1), 1 if found["next_month"] else 0)
    return on_day(there.year, there.month, int(found["day"]), today)


def _month_end(found: re.Match[str], today: date) -> date:
    year, month = _which_month(found, today)
    if year is None:
        year = today.year + (last_of_month(today.year, month) < today)
    return last_of_month(checked_year(year), month)


def _nth_weekday(found: re.Match[str], today: date) -> date:
    nth = -1 if found["last"] else int(found["nth"] or number_of(ORDINALS, found["ordinal"]))
    year, month = _which_month(found, today)
    weekday = number_of(WEEKDAYS, found["weekday"])
    day = _nth_of_month(year or today.year, month, weekday, nth)
    return day if year or day >= today else _nth_of_month(today.year + 1, month, weekday, nth)


def _nth_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    """Return the nth (-1 is the last) such weekday of a month; ImpossibleDate when there are not so many."""
    days = [date(year, month, day) for day in range(1, last_of_month(checked_year(year), month).day + 1)]
    such = [day for day in days if day.isoweekday() == weekday]
    if nth > len(such):
        raise ImpossibleDate(f"{nth}", None)
    return such[nth - 1 if nth > 0 else nth]


_FORMS: tuple[Form, ...] = (
    (_COMING_WEEKDAY, _coming_weekday),
    (_NEXT_WEEKDAY, _next_weekday),
    (_THIS_WEEK, _this_week),
    (_NEXT_WEEK, _next_week),
    (_AMOUNT, _amount),
    (_AMOUNT_FROM_NOW, _amount),
    (_DAY_IN_MONTH, _day_in_month),
    (_MONTH_END, _month_end),
    (_NTH_WEEKDAY, _nth_weekday),
)
