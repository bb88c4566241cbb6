"""When the steps of preparation are told of, done and counted (N12); all days are the network's own calendar days."""

from collections.abc import Mapping
from datetime import date

from bot.domain.calendar import ONE_DAY, ClosedDays, add_working_days, is_silent_week, is_working_day
from bot.domain.programme.due import Anchor
from bot.domain.programme.models import PreparationStep
from bot.domain.school_weeks import is_school_week, school_days_before

#: How many days of school weeks before its last day a step is told of when the programme does not say.
TOLD_BEFORE = 14


def days_of(step: PreparationStep, anchors: Mapping[str, Anchor]) -> tuple[date, date]:
    """Return the day a step is told of and its last day, both in school weeks."""
    due_on = step.due.day(anchors)
    return (school_days_before(due_on, TOLD_BEFORE) if step.starts is None else step.starts.day(anchors)), due_on


def last_day(due_on: date, extended_to: date | None) -> date:
    """Return the last day that holds: more time is never taken back by a conference that moves."""
    return due_on if extended_to is None else max(due_on, extended_to)


def told_on(starts_on: date, closed: ClosedDays) -> date:
    """Return the day a step is told of: the first working day from then on that lies in a school week."""
    day = starts_on
    while not (is_school_week(day) and is_working_day(day, closed)):
        day += ONE_DAY
    return day


def counted_on(due_on: date, closed: ClosedDays) -> date:
    """Return the day when the channel hears how many are ready: the working day after, outside the silent weeks."""
    day = add_working_days(due_on, 1, closed)
    while is_silent_week(day) or not is_working_day(day, closed):
        day += ONE_DAY
    return day


def shown_state(*, done: bool, starts_on: date, last: date, today: date) -> str:
    """Return how a step is doing: done, late, ongoing, or ahead while it has not begun."""
    if done:
        return "done"
    if last < today:
        return "late"
    return "ongoing" if starts_on <= today else "ahead"
