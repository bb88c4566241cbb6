"""What a reader asks of the weekly letter: once more, later."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update

from bot.domain.calendar import at_wall_time, local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.letters import AGAIN, LETTER
from bot.domain.people import Actor
from bot.errors import BadInput, NotFound
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.people import letter_time
from bot.storage.tables import Delivery, Person

#: How far ahead a letter can be asked for.
WEEK = timedelta(days=7)


def remind_later(database: Database, actor: Actor, day: date, *, now: datetime) -> date:
    """Let this week's letter come once more, on a later day of the week at the reader's hour.

    Asked for again it moves, and never comes twice. Raises BadInput when the day has been, or when the letter has come
    once more already; NotFound for a day that no letter offers.
    """
    zone = ZoneInfo(actor.timezone)
    if day > local_day(now, zone) + WEEK:
        raise NotFound("button-too-old")
    monday = day - timedelta(days=day.isoweekday() - 1)
    recipient = f"person:{actor.person_id}"
    key = f"{LETTER}:{recipient}:{monday}{AGAIN}"
    with database.transaction(actor, now) as session:
        due_at = at_wall_time(day, letter_time(session.get_one(Person, actor.person_id)).clock, zone)
        if due_at <= now:
            raise BadInput("remind-has-been", day=day)
        values = {"due_at": due_at, "expires_at": due_at + TIMINGS[LETTER].useful_for}
        mine = (Delivery.workspace_id == actor.workspace_id, Delivery.key == key)
        session.execute(update(Delivery).where(*mine, Delivery.status == "pending").values(**values))
        queue(session, key=key, kind=LETTER, recipient=recipient, due_at=due_at, nominal_on=monday, now=now)
        if session.scalar(select(Delivery.status).where(*mine)) != "pending":
            raise BadInput("remind-already")
    return day
