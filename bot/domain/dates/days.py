"""Days of the calendar that exist, or the problem with them."""

from calendar import monthrange
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot.domain.dates.problems import ImpossibleDate, UnreadableDate

#: Outside these years a number is a slip of the finger, an hour or something else.
YEARS = range(1900, 2101)


def checked_year(year: int) -> int:
    """Return the year; UnreadableDate when it cannot be meant."""
    if year not in YEARS:
        raise UnreadableDate(str(year))
    return year


def on_day(year: int | None, month: int, day: int, today: date) -> date:
    """Return a day of a month: of the year, or the nearest to come when no year is given.

    ImpossibleDate when the month has no such day, with its last day as the suggestion for 29 to 31.
    """
    text = f"{day}/{month}"
    if not 1 <= month <= 12:
        raise ImpossibleDate(text, None)
    if year is None:
        year = today.year if _in_month(today.year, month, day) >= today else today.year + 1
    nearest = _in_month(checked_year(year), month, day)
    if nearest.day != day:
        raise ImpossibleDate(text, nearest if 29 <= day <= 31 else None)
    return nearest


def last_of_month(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def next_with_day(day: int, today: date) -> date:
    """Return the nearest day to come, today included, with this number (1 to 31) in its month."""
    month = today.replace(day=1)
    while day > monthrange(month.year, month.month)[1] or month.replace(day=day) < today:
        month = add_months(month, 1)
    return month.replace(day=day)


def in_week(year: int, week: int, weekday: int) -> date:
    """Return a day of an ISO week; ImpossibleDate when the year has no such week."""
    try:
        return date.fromisocalendar(checked_year(year), week, weekday)
    except ValueError as error:
        raise ImpossibleDate(f"v. {week} {year}", None) from error


def add_months(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month when it is shorter."""
    later = day + relativedelta(months=months)
    checked_year(later.year)
    return later


def next_weekday(weekday: int, today: date) -> date:
    """Return the first day after today that is this ISO weekday."""
    return today + timedelta(days=(weekday - today.isoweekday() - 1) % 7 + 1)


def _in_month(year: int, month: int, day: int) -> date:
    """Return the day, brought back into the month when there is no such day."""
    return date(year, month, min(max(day, 1), monthrange(year, month)[1]))
