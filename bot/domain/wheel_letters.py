"""The weeks in which a milestone is told of: ahead of its last day, once when late; a dialogue in time to book it."""

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.calendar import ONE_DAY, is_silent_week
from bot.domain.programme.when import Month, week_in
from bot.domain.programme.year import MilestonePlan
from bot.domain.wheel_year import Occurrence, Span, in_break, week_of

WEEK = timedelta(days=7)
#: A school that is closed for longer than this has no break: it is closed for good.
MOST_SILENT = 53
#: A milestone is told of at most and at least so many weeks before the week of its last day; a board's before its
#: papers are to be ready.
TOLD_AHEAD = (3, 1)
TOLD_BOARD_AHEAD = (5, 3)
#: A dialogue may be announced so many weeks earlier, along with other things.
WEEKS_ALONG = 2
#: How many schools are done is told at most so many weeks after the first one in which it can be.
WEEKS_COUNTED = 2
#: Whoever books a dialogue has at least so many weeks for it, silent ones not counted.
WEEKS_TO_BOOK = 3
#: The first week after summer, in which people come back: nothing is announced in it.
BACK_FROM_SUMMER = 32


@dataclass(frozen=True)
class Window:
    """The weeks, by their Mondays, in one of which something is told: along with other things, or alone in the last."""

    first: date
    last: date
    #: Whether it makes a letter of its own in the last week when no other one has come.
    alone: bool = True

    def __contains__(self, monday: date) -> bool:
        """Return whether the week of a Monday is one of them."""
        return self.first <= monday <= self.last


def ahead_windows(occurrence: Occurrence, starts: Month, breaks: tuple[Span, ...] = ()) -> tuple[Window, ...]:
    """Return when a milestone that is still to be done is told of: once for each window.

    That is one to three weeks before the week of its last day (three to five for a board's), or in the weeks of the
    programme's reminders; a dialogue is to be booked instead (`booking_window`). When a week is silent (summer,
    Christmas, a school's break), it is the last one before that is not. Weeks the programme names are meant in the same
    year, before the last day.
    """
    plan = occurrence.plan
    if plan.has_own_reminders:
        announced = announced_in(occurrence, starts, breaks)
        mondays = _reminded_in(occurrence, starts, breaks) - {announced}
        return tuple(Window(monday, monday) for monday in sorted(mondays))
    if plan.dialogue is not None:
        return ()
    due, (first, last) = week_of(occurrence.ends_on), TOLD_BOARD_AHEAD if plan.level == "board" else TOLD_AHEAD
    alone = _awake(due - last * WEEK, breaks)
    return (Window(min(alone, due - first * WEEK), alone),)


def booking_window(occurrence: Occurrence, starts: Month, breaks: tuple[Span, ...] = ()) -> Window | None:
    """Return when a dialogue is announced, in time to book it: by itself in the last of these weeks; None for never."""
    announced = announced_in(occurrence, starts, breaks)
    if announced is None:
        return None
    return Window(announced if occurrence.plan.has_own_reminders else announced - WEEKS_ALONG * WEEK, announced)


def late_window(plan: MilestonePlan, ends_on: date, breaks: tuple[Span, ...] = ()) -> Window:
    """Return when it is told, once, that a milestone is late: in the first two weeks after that are not silent.

    Whether a board has treated something is asked in the first: the meeting has been.
    """
    first = asked_about_in(ends_on, breaks)
    return Window(first, first if plan.level == "board" else asked_about_in(first, breaks))


def count_windows(ends_on: date) -> tuple[Window, ...]:
    """Return when it is told how many schools are done: after the last day, and before it when a letter comes anyway.

    When silent weeks follow, it is told before them in any case.
    """
    due, after = due_in(ends_on), asked_about_in(ends_on)
    before = Window(due - WEEK, due, alone=is_silent_week(week_of(ends_on) + WEEK))
    return before, Window(after, after + WEEKS_COUNTED * WEEK)


def announced_in(occurrence: Occurrence, starts: Month, breaks: tuple[Span, ...] = ()) -> date | None:
    """Return the Monday of the week in which a dialogue is announced, in time to book it; None when it never is.

    That is a month's first week, so that one letter speaks of all that is to be booked: the last one that leaves three
    weeks before the week of its last day, and comes before the week in which it can be held. Silent weeks are not
    counted, and August begins in week 33. Where the programme names reminders, the first of them announces it.
    """
    plan, ends_on = occurrence.plan, occurrence.ends_on
    if plan.dialogue is None:
        return None
    if plan.has_own_reminders:
        before = (each for each in _reminded_in(occurrence, starts, breaks) if each < due_in(ends_on, breaks))
        return min(before, default=None)
    monday = _weeks_before(week_of(ends_on), WEEKS_TO_BOOK, breaks)
    if occurrence.starts_on < ends_on:
        monday = min(monday, _weeks_before(week_of(occurrence.starts_on), 1, breaks))
    while not _begins_month(monday, breaks):
        monday -= WEEK
    return monday


def asked_about_in(ends_on: date, breaks: tuple[Span, ...] = ()) -> date:
    """Return the Monday of the week in which it is told that a milestone is late: the next one that is not silent."""
    after = (week_of(ends_on) + weeks * WEEK for weeks in range(1, MOST_SILENT))
    return next((monday for monday in after if not is_silent(monday, breaks)), week_of(ends_on) + WEEK)


def due_in(ends_on: date, breaks: tuple[Span, ...] = ()) -> date:
    """Return the Monday of the week of a last day; when that is silent, of the last one before it that is not."""
    return _awake(week_of(ends_on), breaks)


def is_silent(monday: date, breaks: tuple[Span, ...]) -> bool:
    """Return whether nothing is said in the week of a Monday: in the silent weeks, and to a school in its break."""
    return is_silent_week(monday) or all(in_break(monday + day * ONE_DAY, breaks) for day in range(5))


def _reminded_in(occurrence: Occurrence, starts: Month, breaks: tuple[Span, ...]) -> frozenset[date]:
    plan, ends_on = occurrence.plan, occurrence.ends_on
    days = [ends_on + timedelta(days=days) for days in plan.remind or ()]
    days += [week_in(occurrence.year, starts, week)[0] for week in plan.remind_weeks]
    return frozenset(_awake(week_of(day), breaks) for day in days if day <= ends_on)


def _weeks_before(monday: date, weeks: int, breaks: tuple[Span, ...]) -> date:
    for _ in range(weeks):
        monday = _awake(monday - WEEK, breaks)
    return monday


def _begins_month(monday: date, breaks: tuple[Span, ...]) -> bool:
    """Return whether a week is the first one of its month in which people are there to book."""
    before = (monday - weeks * WEEK for weeks in range(1, 5))
    earlier = (each for each in before if each.month == monday.month)
    return not _is_away(monday, breaks) and all(_is_away(each, breaks) for each in earlier)


def _is_away(monday: date, breaks: tuple[Span, ...]) -> bool:
    return is_silent(monday, breaks) or monday.isocalendar().week == BACK_FROM_SUMMER


def _awake(monday: date, breaks: tuple[Span, ...]) -> date:
    while is_silent(monday, breaks):
        monday -= WEEK
    return monday
