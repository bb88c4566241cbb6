"""What a reader asks of the weekly letter: once more, later."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import at_wall_time, local_day
from bot.domain.people import Actor
from bot.errors import BadInput, NotFound
from bot.storage.db import Database
from bot.storage.deliveries import queue

#: When a letter comes again, by the reader's own clock, and how far ahead it can be asked for.
AGAIN_AT = time(8)
WEEK = timedelta(days=7)


def remind_later(database: Database, actor: Actor, day: date, *, now: datetime) -> date:
    """Queue this week's letter once more for a later day of the week; once however often it is asked for.

    Raises BadInput when the day has been, NotFound for one that no letter offers.
    """
    zone = ZoneInfo(actor.timezone)
    if day > local_day(now, zone) + WEEK:
        raise NotFound("button-too-old")
    due_at = at_wall_time(day, AGAIN_AT, zone)
    if due_at <= now:
        raise BadInput("remind-has-been", day=day)
    monday = day - timedelta(days=day.isoweekday() - 1)
    recipient = f"person:{actor.person_id}"
    with database.transaction(actor, now) as session:
        queue(
            session,
            key=f"digest:{recipient}:{monday}:again",
            kind="digest",
            recipient=recipient,
            due_at=due_at,
            nominal_on=monday,
            now=now,
        )
    return day
