"""When the steps of preparation are told of, done and counted (N12); all days are the network's own calendar days."""

from collections.abc import Mapping
from datetime import date, timedelta

from bot.domain.calendar import ONE_DAY, ClosedDays, add_working_days, is_summer_silence, is_working_day
from bot.domain.programme.due import Anchor
from bot.domain.programme.models import PreparationStep

#: How long before its last day a step is told of when the programme does not say.
TOLD_BEFORE = timedelta(days=14)


def days_of(step: PreparationStep, anchors: Mapping[str, Anchor]) -> tuple[date, date]:
    """Return the day a step is told of and its last day. Weekends and holidays are counted like other days."""
    due_on = step.due.day(anchors)
    return (due_on - TOLD_BEFORE if step.starts is None else step.starts.day(anchors)), due_on


def last_day(due_on: date, extended_to: date | None) -> date:
    """Return the last day that holds: more time is never taken back by a conference that moves."""
    return due_on if extended_to is None else max(due_on, extended_to)


def told_on(starts_on: date, closed: ClosedDays) -> date:
    """Return the day a step is told of: the first working day from then on, outside the silent weeks of summer."""
    day = starts_on
    while is_summer_silence(day) or not is_working_day(day, closed):
        day += ONE_DAY
    return day


def counted_on(due_on: date, closed: ClosedDays) -> date:
    """Return the day when the channel hears how many are ready: the working day after, outside the silent weeks."""
    return told_on(add_working_days(due_on, 1, closed), closed)


def shown_state(*, done: bool, starts_on: date, last: date, today: date) -> str:
    """Return how a step is doing: done, late, ongoing, or ahead while it has not begun."""
    if done:
        return "done"
    if last < today:
        return "late"
    return "ongoing" if starts_on <= today else "ahead"
