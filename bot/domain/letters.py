"""When somebody's weekly letter comes: the day and hour they have chosen, moved off days when nobody reads it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.domain.calendar import ONE_DAY, ClosedDays, Policy, is_silent_week, is_working_day, shift, silent_until, weekly

#: The weekly letter, and why something ends without a message of its own: it stands in that letter.
LETTER = "digest"
IN_LETTER = "in-letter"

#: How the key of a letter ends that somebody has asked for once more.
AGAIN = ":again"

#: What people may choose: Monday to Friday, and hours that no change of clocks takes away or gives twice.
WEEKDAYS = range(1, 6)
HOURS = range(5, 23)

#: From the Monday that names a letter to the latest day it may be moved to, and to spare.
LONGEST_WAY = timedelta(days=28)

#: In how many letters at most something that waits for an answer stands.
MOST_ASKED = 2

#: Why somebody is left in peace on a day, or None.
Rests = Callable[[date], str | None]


@dataclass(frozen=True)
class LetterTime:
    """The day of the week (ISO, 1 is Monday) and the hour of somebody's weekly letter, by their own clock."""

    weekday: int = 1
    hour: int = 8

    @property
    def clock(self) -> time:
        """The hour as a wall time."""
        return time(self.hour)

    def wanted_on(self, monday: date) -> date:
        """Return the day on which the letter of a week would come if every day were a working day."""
        return monday + (self.weekday - 1) * ONE_DAY


def letter_day(
    monday: date,
    chosen: LetterTime,
    closed: ClosedDays,
    rests: Rests = lambda _: None,
    policy: Policy = Policy.NEXT_OPEN_DAY,
) -> date | None:
    """Return the day of the letter that is named by this Monday, or None when a red day takes it away.

    A red day moves it by the policy. Days when the reader is left in peace move it on within its week, so that somebody
    who comes back on Thursday reads the week's letter then. Who is away for the whole week keeps the day, and the
    letter ends there with its reason.
    """
    day = shift(chosen.wanted_on(monday), policy, closed)
    if day is None:
        return None
    later = day
    while later < monday + timedelta(days=7):
        if is_working_day(later, closed) and rests(later) is None:
            return later
        later += ONE_DAY
    return day


def is_overview(monday: date) -> bool:
    """Return whether the letter of a week tells also what lies further ahead.

    That is the week of a month's first Monday; when that week is silent, the first one of the month that is not.
    """
    mondays = weekly(1, monday.replace(day=1), monday + ONE_DAY)
    return next((each for each in mondays if not is_silent_week(each)), None) == monday


def speaks_until(day: date) -> date:
    """Return the last day whose dates stand in a letter as near: its week's Sunday, or silent weeks' after it."""
    return silent_until(day) or day + timedelta(days=7 - day.isoweekday())
