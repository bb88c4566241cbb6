"""School weeks: when those who prepare a conference are at work, and the days before it that are counted in them."""

from datetime import date, timedelta

from bot.domain.calendar import is_silent_week

WEEK = timedelta(days=7)
#: Midsummer Eve is the Friday from 19 to 25 June, and so 21 June always lies in its week.
IN_MIDSUMMER_WEEK = (6, 21)
#: The last ISO week of the summer: people are back the Monday after.
LAST_WEEK_OF_SUMMER = 32


def is_school_week(day: date) -> bool:
    """Tell whether people are at work in the day's week.

    They are not from the week of Midsummer Eve up to and including week 32, nor in a silent week.
    """
    year, week, _ = day.isocalendar()
    midsummer = date(year, *IN_MIDSUMMER_WEEK).isocalendar().week
    return not (is_silent_week(day) or midsummer <= week <= LAST_WEEK_OF_SUMMER)


def school_days_before(day: date, days: int) -> date:
    """Return the day that lies so many days before another one when only school weeks are counted, weekends too.

    Whole weeks are left out, and so the weekday stays. What happens outside the school weeks is counted from as if it
    were in the last one before; no days is the day itself.
    """
    if days == 0:
        return day
    day = _in_school_week(day)
    weeks, weekday = divmod(day.weekday() - days, 7)
    monday = day - timedelta(days=day.weekday())
    for _ in range(-weeks):
        monday = _in_school_week(monday - WEEK)
    return monday + timedelta(days=weekday)


def first_school_day(day: date) -> date:
    """Return the day itself in a school week, else the Monday of the next one."""
    if is_school_week(day):
        return day
    monday = day - timedelta(days=day.weekday())
    while not is_school_week(monday):
        monday += WEEK
    return monday


def _in_school_week(day: date) -> date:
    while not is_school_week(day):
        day -= WEEK
    return day
