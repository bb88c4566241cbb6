"""The weeks in which a milestone is told of: by its reminders, on its last day, once when late; when to book."""

from datetime import date, timedelta

from bot.domain.calendar import ONE_DAY, is_silent_week
from bot.domain.programme.when import Month, week_in
from bot.domain.wheel_year import Occurrence, Span, in_break, week_of

WEEK = timedelta(days=7)
#: A school that is closed for longer than this has no break: it is closed for good.
MOST_SILENT = 53
#: Whoever books a dialogue has at least so many weeks for it, silent ones not counted.
WEEKS_TO_BOOK = 3
#: The first week after summer, in which people come back: nothing is announced in it.
BACK_FROM_SUMMER = 32


def told_in(occurrence: Occurrence, starts: Month, breaks: tuple[Span, ...] = ()) -> frozenset[date]:
    """Return the Mondays of the weeks in which a milestone that is not done is told of.

    Those are the weeks of its reminders and of its last day, and the one in which a dialogue is announced; when a week
    is silent (27-31, or a school's break), the last one before it that is not. Weeks the programme names are meant in
    the same year, before the last day.
    """
    weeks = _reminded_in(occurrence, starts, breaks) | {due_in(occurrence.ends_on, breaks)}
    announced = announced_in(occurrence, starts, breaks)
    return weeks if announced is None else weeks | {announced}


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


def is_asked_about(ends_on: date, monday: date, breaks: tuple[Span, ...] = ()) -> bool:
    """Return whether a milestone that is late stands in the letter of a week: it does once, and then it rests."""
    return monday == asked_about_in(ends_on, breaks)


def asked_about_in(ends_on: date, breaks: tuple[Span, ...] = ()) -> date:
    """Return the Monday of the week in which it is told that a milestone is late: the next one that is not silent."""
    after = (week_of(ends_on) + weeks * WEEK for weeks in range(1, MOST_SILENT))
    return next((monday for monday in after if not is_silent(monday, breaks)), week_of(ends_on) + WEEK)


def is_due_in(ends_on: date, monday: date, breaks: tuple[Span, ...] = ()) -> bool:
    """Return whether its last day falls in the week that begins on this Monday, or in a silent one after it."""
    return monday == due_in(ends_on, breaks)


def due_in(ends_on: date, breaks: tuple[Span, ...] = ()) -> date:
    """Return the Monday of the week of a last day; when that is silent, of the last one before it that is not."""
    return _awake(week_of(ends_on), breaks)


def counted_in(ends_on: date) -> tuple[date, date]:
    """Return the weeks in which it is told how many schools are done: that of the last day, and the next one.

    When they are silent, the last one before and the first one after.
    """
    return due_in(ends_on), asked_about_in(ends_on)


def is_silent(monday: date, breaks: tuple[Span, ...]) -> bool:
    """Return whether nothing is said in the week of a Monday: in the silent weeks, and to a school in its break."""
    return is_silent_week(monday) or all(in_break(monday + day * ONE_DAY, breaks) for day in range(5))


def _reminded_in(occurrence: Occurrence, starts: Month, breaks: tuple[Span, ...]) -> frozenset[date]:
    plan, ends_on = occurrence.plan, occurrence.ends_on
    days = [ends_on + timedelta(days=days) for days in plan.reminders]
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
