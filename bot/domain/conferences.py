"""When a conference asks something of people: at the table, the day after, in the summary, two weeks later (N10)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import (
    ClosedDays,
    add_working_days,
    at_wall_time,
    local_day,
    question_day_from,
)

#: How long before the end the municipal groups sit down, when no agenda says.
MUNICIPAL_GROUPS_BEFORE_END = timedelta(hours=2)
#: The summary comes at noon of the second working day after the conference.
SUMMARY_AFTER = 2
SUMMARY_HOUR = time(12)
#: How long after the conference its commitments should say all that is asked for.
GAPS_AFTER = timedelta(weeks=2)


def municipal_groups_at(starts_at: datetime, ends_at: datetime) -> datetime:
    """Return when the municipal groups' item begins; never before a short conference has begun."""
    return max(starts_at, ends_at - MUNICIPAL_GROUPS_BEFORE_END)


def reminder_day(ends_on: date, closed: ClosedDays) -> date:
    """Return the day when those who have not answered are asked once: the next working day after the last one."""
    return add_working_days(ends_on, 1, closed)


def summary_at(ends_at: datetime, zone: ZoneInfo, closed: ClosedDays) -> datetime:
    """Return the instant (UTC) of the summary: noon in the meeting's zone, the second working day after the end."""
    day = add_working_days(local_day(ends_at, zone), SUMMARY_AFTER, closed)
    return at_wall_time(day, SUMMARY_HOUR, zone)


def gaps_day(ends_on: date, closed: ClosedDays) -> date:
    """Return the day when a conference's commitments are asked to be filled in, two weeks after its last day."""
    return question_day_from(ends_on + GAPS_AFTER, closed)
