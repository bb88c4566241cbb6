"""What a reader asks of the weekly letter: once more, later."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import at_wall_time
from bot.domain.people import Actor
from bot.errors import BadInput
from bot.storage.db import Database
from bot.storage.deliveries import queue

#: When a letter comes again, by the reader's own clock.
AGAIN_AT = time(8)


def remind_later(database: Database, actor: Actor, day: date, *, now: datetime) -> date:
    """Queue this week's letter once more for a later day of the week; once however often it is asked for.

    Raises BadInput when the day has been.
    """
    due_at = at_wall_time(day, AGAIN_AT, ZoneInfo(actor.timezone))
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
