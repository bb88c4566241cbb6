"""Days and hours: which days people work, where a date moves to, and which instant a wall time is.

Calendar arithmetic is done on plain dates; an hour becomes an instant (UTC) once, at the end. Adding 24 hours to a
local time is not the same as the next day, and a rule that starts from an instant drifts when the clocks change.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

ClosedDays = Callable[[date], str | None]
"""The name of the red day, eve or break that closes a date, or None for an ordinary one. Weekends need no name."""

ONE_DAY = timedelta(days=1)
#: The ISO weeks of the holidays, in summer and at Christmas; some years have no week 53, and 1 may begin in December.
SILENT_WEEKS = frozenset({*range(27, 32), 52, 53, 1})


class Policy(StrEnum):
    """What happens to a date that falls on a day when nobody works."""

    KEEP = "keep"
    SKIP = "skip"
    NEXT_OPEN_DAY = "next_open_day"
    PREVIOUS_OPEN_DAY = "previous_open_day"


def is_working_day(day: date, closed: ClosedDays) -> bool:
    """Tell whether people are at work: Monday to Friday, and not closed."""
    _refuse_datetime(day)
    return day.isoweekday() <= 5 and closed(day) is None


def next_working_day(day: date, closed: ClosedDays) -> date:
    """Return the day itself when people work then, else the first later working day."""
    while not is_working_day(day, closed):
        day += ONE_DAY
    return day


def previous_working_day(day: date, closed: ClosedDays) -> date:
    """Return the day itself when people work then, else the last earlier working day."""
    while not is_working_day(day, closed):
        day -= ONE_DAY
    return day


def add_working_days(day: date, n: int, closed: ClosedDays) -> date:
    """Return the n-th working day after the day, before it when n is negative; n = 0 is the day itself, open or not."""
    _refuse_datetime(day)
    for _ in range(abs(n)):
        day = next_working_day(day + ONE_DAY, closed) if n > 0 else previous_working_day(day - ONE_DAY, closed)
    return day


def shift(day: date, policy: Policy, closed: ClosedDays, cap_days: int = 14) -> date | None:
    """Move a date off closed days.

    None means that the occasion is left out: the policy is SKIP and the day is closed, or the nearest open day is more
    than `cap_days` days away (so that a long break does not pile its weeks on the first day after it).
    """
    if is_working_day(day, closed) or policy is Policy.KEEP:
        return day
    if policy is Policy.SKIP:
        return None
    step = ONE_DAY if policy is Policy.NEXT_OPEN_DAY else -ONE_DAY
    candidates = (day + n * step for n in range(1, cap_days + 1))
    return next((candidate for candidate in candidates if is_working_day(candidate, closed)), None)


def at_wall_time(day: date, hour: time, zone: ZoneInfo) -> datetime:
    """Return the instant (UTC) when the clocks of the zone show this hour on this day.

    An hour that the clocks jump over becomes the same elapsed time after the jump (02:30 is 03:30); of an hour that
    comes twice the first is meant. ValueError for a datetime as the day, and for an hour that brings its own zone.
    """
    _refuse_datetime(day)
    if hour.tzinfo is not None:
        raise ValueError("The hour is a wall time and has no zone of its own.")
    return datetime.combine(day, hour.replace(fold=0), tzinfo=zone).astimezone(UTC)


def local_day(moment: datetime, zone: ZoneInfo) -> date:
    """Return the date on the zone's calendars at this instant; ValueError for a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a zone.")
    return moment.astimezone(zone).date()


def is_silent_week(day: date) -> bool:
    """Tell whether the day lies in the weeks of summer and Christmas (ISO weeks 27-31, 52, 53 and 1) that are silent.

    Nothing is sent in them but answers to what somebody does, news of a conference that moves, and its summary.
    """
    _refuse_datetime(day)
    return day.isocalendar().week in SILENT_WEEKS


def silent_until(day: date) -> date | None:
    """Return the Sunday that ends the silent weeks right after the day's own week, or None when the next week is none.

    What falls due until then is said in the week of the day, the last one before them.
    """
    sunday = day + timedelta(days=7 - day.isoweekday())
    last = sunday
    while is_silent_week(last + ONE_DAY):
        last += timedelta(days=7)
    return last if last > sunday else None


def question_day_from(day: date, closed: ClosedDays) -> date:
    """Return the first day from then on on which somebody can be asked by itself.

    A working day, never a Monday, the weekly letter's day, and never in a silent week.
    """
    while is_silent_week(day) or day.isoweekday() == 1 or not is_working_day(day, closed):
        day += ONE_DAY
    return day


def weekly(weekday: int, start: date, end: date) -> Iterator[date]:
    """Yield the nominal days of a weekly rule (ISO weekday, 1 is Monday) from `start` up to, not including, `end`.

    Neighbouring stretches neither share a day nor lose one, so planning may go on where it stopped.
    """
    _refuse_datetime(start)
    _refuse_datetime(end)
    if weekday not in range(1, 8):
        raise ValueError(f"An ISO weekday is 1 to 7, not {weekday}.")
    day = start + timedelta(days=(weekday - start.isoweekday()) % 7)
    while day < end:
        yield day
        day += timedelta(days=7)


def _refuse_datetime(day: date) -> None:
    if isinstance(day, datetime):
        raise ValueError("A day is a plain date: which one an instant falls on depends on the zone (see local_day).")  # noqa: TRY004  # callers catch one error for both kinds of wrong time
