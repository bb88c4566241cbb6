"""What is kept from its reader today although it is true: it is the day of the welcome, or they are left in peace."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS
from bot.messages.readers import reader_of
from bot.messages.welcome import is_welcomed_today
from bot.storage.people import rests_of, zone_of
from bot.storage.tables import Delivery, Person

WELCOMED_TODAY = "welcomed-today"


def withheld(session: Session, row: Delivery, now: datetime) -> str | None:
    """Return why a message must not be sent to its reader today: welcomed-today, away or paused; else None.

    What is posted already is brought up to date all the same, and what somebody's own action caused comes through.
    """
    if row.sent_at is not None or not row.recipient.startswith("person:"):
        return None
    if is_welcomed_today(session, row, now):
        return WELCOMED_TODAY
    timing = TIMINGS[row.kind]
    if timing.prompt or timing.pressing:
        return None
    person = session.get_one(Person, reader_of(row))
    today = local_day(now, zone_of(session, person))
    return rests_of(session, [person], since=today)(person.id)(today)
