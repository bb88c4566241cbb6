"""What a reader asks of the weekly letter: once more, later."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time, is_silent_week, local_day
from bot.domain.deliveries import TIMINGS
from bot.domain.letters import AGAIN, LETTER, letter_day
from bot.domain.people import Actor
from bot.errors import BadInput, NotFound
from bot.red_days import red_day
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
    if day > _today(actor, now) + WEEK:
        raise NotFound("button-too-old")
    with database.transaction(actor, now) as session:
        _come_again(session, actor, day - timedelta(days=day.isoweekday() - 1), day, now)
    return day


def remind_next_week(database: Database, actor: Actor, *, now: datetime) -> date:
    """Let this week's letter come once more on the day of the next week's, and return that day.

    Should the next week's letter come on that day, it speaks for both. Raises BadInput as `remind_later` does, and when
    nothing is sent in the next week.
    """
    today = _today(actor, now)
    monday = today - timedelta(days=today.isoweekday() - 1)
    with database.transaction(actor, now) as session:
        day = letter_day(monday + WEEK, letter_time(session.get_one(Person, actor.person_id)), red_day)
        if day is None or is_silent_week(day):
            raise BadInput("remind-silent", day=day or monday + WEEK)
        _come_again(session, actor, monday, day, now)
    return day


def _today(actor: Actor, now: datetime) -> date:
    return local_day(now, ZoneInfo(actor.timezone))


def _come_again(session: Session, actor: Actor, monday: date, day: date, now: datetime) -> None:
    recipient = f"person:{actor.person_id}"
    key = f"{LETTER}:{recipient}:{monday}{AGAIN}"
    due_at = at_wall_time(day, letter_time(session.get_one(Person, actor.person_id)).clock, ZoneInfo(actor.timezone))
    if due_at <= now:
        raise BadInput("remind-has-been", day=day)
    values = {"due_at": due_at, "expires_at": due_at + TIMINGS[LETTER].useful_for}
    mine = (Delivery.workspace_id == actor.workspace_id, Delivery.key == key)
    session.execute(update(Delivery).where(*mine, Delivery.status == "pending").values(**values))
    queue(session, key=key, kind=LETTER, recipient=recipient, due_at=due_at, nominal_on=monday, now=now)
    if session.scalar(select(Delivery.status).where(*mine)) != "pending":
        raise BadInput("remind-already")
