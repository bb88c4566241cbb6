"""Dates that are written out: a day and a month, with or without year, weekday and week."""

import re
from datetime import date, timedelta

from bot.domain.dates.days import checked_year, next_with_day, on_day
from bot.domain.dates.forms import Form, first_reading
from bot.domain.dates.problems import ImpossibleDate, UnreadableDate
from bot.domain.dates.words import (
    ENGLISH_MONTHS,
    MONTH,
    MONTHS,
    MONTHS_AFTER_DAY,
    ORDINALS,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    number_of,
    pattern,
)

THE = r"(?:(?:den|d\.?|the) )?"
DAY = r"(?P<day>[0-9]{1,2})(?: ?:(?:e|a|de)|e|a|\.|st|nd|rd|th)?"
#: After a month. A bare pair of figures may be an hour, one after a dash the end of a span: see `written_year`.
YEAR = (
    r"(?:[ ,-]{0,3}(?P<year>[0-9]{4})|,? (?P<relative_year>i år|nästa år|this year|next year)"
    r"| ?'(?P<marked>[0-9]{2})| ?-(?P<dashed>[0-9]{2})| (?P<bare>[0-9]{2}))?(?![0-9])"
)
_SEPARATED = r"(?P<first>[0-9]{1,2}) ?(?P<separator>[-/.]) ?(?P<second>[0-9]{1,2}) ?(?P=separator) ?"

_NAMED = pattern(
    rf"{THE}(?:{DAY}|(?P<ordinal>{any_of(ORDINALS)}))(?: ?(?:of )?|-)(?P<month>{any_of(MONTHS_AFTER_DAY)})\.?{YEAR}"
)
#: "den 15 i mars", "den 1 i sjätte".
_IN_MONTH = pattern(
    rf"(?:{THE}{DAY}|(?:den )?(?P<ordinal>{any_of(ORDINALS)})) (?:i|in) (?P<month>{MONTH})\.?{YEAR}"
    rf"|den (?:(?P<nth>[0-9]{{1,2}})(?: ?:?[ea])?|(?P<nth_ordinal>{any_of(ORDINALS)})) i"
    rf" (?:(?P<nth_month>{any_of(ORDINALS)})|(?P<month_number>[0-9]{{1,2}}) ?:[ea])"
)
_MONTH_FIRST = pattern(rf"(?P<month>{MONTH})\.? (?:the )?{DAY}(?:,? (?P<year>[0-9]{{4}}))?")
_SLASHED = pattern(rf"{THE}(?P<day>[0-9]{{1,2}}) ?/ ?(?P<month>[0-9]{{1,2}}){YEAR}")
_DAY_MONTH_YEAR = pattern(rf"{THE}{_SEPARATED}(?P<year>[0-9]{{4}})")
_SHORT_YEAR = pattern(rf"{THE}{_SEPARATED}(?P<third>[0-9]{{2}})")
_YEAR_FIRST = pattern(r"(?P<year>[0-9]{4})(?P<separator>[-/. ])(?P<month>[0-9]{1,2})(?P=separator)(?P<day>[0-9]{1,2})")
_EIGHT_FIGURES = pattern(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
_SIX_FIGURES = pattern(r"(?P<first>[0-9]{2})(?P<second>[0-9]{2})(?P<third>[0-9]{2})")
#: "15:e", "den 15" and "15th", but neither "15" nor the class "3a".
_DAY_ONLY = pattern(
    r"(?:den|the) (?P<day>[0-9]{1,2})(?: ?:(?:e|a|de)|e|a|st|nd|rd|th)?"
    r"|(?P<ordinal_day>[0-9]{1,2})(?: ?:(?:e|a|de)|st|nd|rd|th)"
)
_WEEKDAY_LED = pattern(rf"(?P<weekday>{WEEKDAY})\.?,? (?P<rest>.+)")


def read_absolute(text: str, today: date) -> date | None:
    """Read a folded text that is a written-out date; None when it is none, a DateProblem when it cannot be right."""
    if day := first_reading(_FORMS, text, today):
        return day
    led = _WEEKDAY_LED.fullmatch(text)
    day = read_absolute(led["rest"], today) if led else None
    if led and day and day.isoweekday() != number_of(WEEKDAYS, led["weekday"]):
        raise ImpossibleDate(text, day)
    return day


def is_number_alone(text: str) -> bool:
    """Tell whether a folded text is a day without its month: "den 15:e"."""
    return bool(_DAY_ONLY.fullmatch(text))


def written_year(found: re.Match[str], today: date) -> int | None:
    """Return the year of a match of `YEAR`, None when there is none; UnreadableDate when the figures may be no year."""
    if found["year"]:
        return checked_year(int(found["year"]))
    if found["relative_year"]:
        return today.year + (not found["relative_year"].startswith(("i ", "this")))
    if found["marked"]:
        return _century(int(found["marked"]))
    if figures := found["dashed"] or found["bare"]:
        return _likely_year(int(figures), today, hour=bool(found["bare"]))
    return None


def _century(figures: int) -> int:
    return figures + (2000 if figures < 70 else 1900)


def _likely_year(figures: int, today: date, *, hour: bool) -> int:
    """Take two figures as a year when they can hardly be an hour, a count, or a day long past its year."""
    year = 2000 + figures
    if (hour and figures <= 24) or not today.year - 1 <= year <= today.year + 5:
        raise UnreadableDate(str(figures))
    return year


def _named(found: re.Match[str], today: date) -> date:
    day = int(found["day"]) if found["day"] else number_of(ORDINALS, found["ordinal"])
    if found["month"] == "jul" and (found["ordinal"] or 24 <= day <= 26):  # Christmas, more likely than July
        raise UnreadableDate(found[0])
    return on_day(written_year(found, today), MONTHS_AFTER_DAY[found["month"]], day, today)


def _in_month(found: re.Match[str], today: date) -> date:
    day, ordinal = found["day"] or found["nth"], found["ordinal"] or found["nth_ordinal"]
    month = found["nth_month"] and number_of(ORDINALS, found["nth_month"])
    if found["month"]:
        month = MONTHS[found["month"]]
    return on_day(
        written_year(found, today),
        month or int(found["month_number"]),
        int(day) if day else number_of(ORDINALS, ordinal),
        today,
    )


def _month_first(found: re.Match[str], today: date) -> date:
    """Read "June 15", but not "april 27", where 27 may as well be the year."""
    day, year = int(found["day"]), found["year"]
    if not year and found["month"] not in ENGLISH_MONTHS and 2000 + day >= today.year - 1:
        raise UnreadableDate(found[0])
    return on_day(checked_year(int(year)) if year else None, MONTHS[found["month"]], day, today)


def _slashed(found: re.Match[str], today: date) -> date:
    return _in_swedish_order(written_year(found, today), int(found["month"]), int(found["day"]), today)


def _day_month_year(found: re.Match[str], today: date) -> date:
    return _in_swedish_order(checked_year(int(found["year"])), int(found["second"]), int(found["first"]), today)


def _in_swedish_order(year: int | None, month: int, day: int, today: date) -> date:
    """Read the day before the month; what only makes sense the American way is asked about."""
    if 1 <= day <= 12 < month <= 31:
        raise ImpossibleDate(f"{day}/{month}", on_day(year, day, month, today))
    return on_day(year, month, day, today)


def _year_first(found: re.Match[str], today: date) -> date:
    return on_day(checked_year(int(found["year"])), int(found["month"]), int(found["day"]), today)


def _eight_figures(found: re.Match[str], today: date) -> date:
    if int(found["month"]) not in range(1, 13):
        raise UnreadableDate(found[0])
    return _year_first(found, today)


def _short_year(found: re.Match[str], today: date) -> date:
    """Read 1/9/27 or 27-09-01: when both orders give a date, the one that lies in the next five years."""
    first, second, third = int(found["first"]), int(found["second"]), int(found["third"])
    readings = {_existing(2000 + third, second, first)}
    if len(found["first"]) == 2:
        readings.add(_existing(2000 + first, second, third))
    readings.discard(None)
    near = {day for day in readings if day and today <= day <= today + timedelta(days=5 * 365)}
    if len(chosen := near or readings) != 1 or (day := chosen.pop()) is None:
        raise UnreadableDate(found[0])
    return day


def _six_figures(found: re.Match[str], today: date) -> date:
    """Read 270901 as the Swedish short form, unless it is long past and 010927 was meant."""
    first, second, third = int(found["first"]), int(found["second"]), int(found["third"])
    turned = _existing(2000 + third, second, first)
    day = on_day(2000 + first, second, third, today) if 1 <= second <= 12 and first < 70 else None
    if day is None or (day < today - timedelta(days=366) and turned and turned >= today):
        raise UnreadableDate(found[0])
    return day


def _existing(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _day_only(found: re.Match[str], today: date) -> date:
    day = int(found["day"] or found["ordinal_day"])
    if not 1 <= day <= 31:
        raise UnreadableDate(found[0])
    return next_with_day(day, today)


_FORMS: tuple[Form, ...] = (
    (_NAMED, _named),
    (_IN_MONTH, _in_month),
    (_MONTH_FIRST, _month_first),
    (_YEAR_FIRST, _year_first),
    (_DAY_MONTH_YEAR, _day_month_year),
    (_SHORT_YEAR, _short_year),
    (_SLASHED, _slashed),
    (_EIGHT_FIGURES, _eight_figures),
    (_SIX_FIGURES, _six_figures),
    (_DAY_ONLY, _day_only),
)
