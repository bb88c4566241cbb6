"""What comes once a week: when each reader's falls due, and when it is left out."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import ONE_DAY, at_wall_time, is_silent_week, local_day, weekly
from bot.domain.deliveries import TIMINGS
from bot.domain.letters import AGAIN, LONGEST_WAY, letter_day
from bot.messages.readers import LetterReader, reader_of
from bot.messages.registry import KINDS, Planned, Skip
from bot.red_days import red_day
from bot.storage.people import letter_time, rests_of, zone_of
from bot.storage.tables import Delivery, Person

MONDAY = 1


def every_week(
    session: Session, kind: str, readers: Iterable[LetterReader], start: datetime, end: datetime
) -> Iterator[Planned]:
    """Plan a weekly kind for its readers: on the day and hour they have chosen, moved off days when nobody reads it.

    A letter is named by the Monday of its week, whatever day it comes: who changes the day gets no second one. The
    silent weeks have theirs too, which end with their reason.
    """
    readers = list(readers)
    timing = TIMINGS[kind]
    rests = rests_of(session, (reader.person for reader in readers), since=start.date() - LONGEST_WAY)
    for reader in readers:
        person = reader.person
        zone, chosen = zone_of(session, person), letter_time(person)
        for monday in weekly(MONDAY, local_day(start, zone) - LONGEST_WAY, local_day(end, zone) + ONE_DAY):
            day = letter_day(monday, chosen, red_day, rests(person.id), timing.policy)
            if day is None:
                continue
            due_at = at_wall_time(day, chosen.clock, zone)
            if max(start, reader.since) <= due_at < min(end, reader.until or end):
                recipient = f"person:{person.id}"
                key = f"{kind}:{recipient}:{monday}"
                yield Planned(key, recipient, due_at, due_at + timing.useful_for, nominal_on=monday)


def left_out(session: Session, row: Delivery, now: datetime) -> Skip | None:
    """Return why a weekly letter that was not sent yet is left out today, or None.

    In the silent weeks nothing is said. Of two letters that meet on one day, moved or held up, the later week's speaks
    for both, when it has anything to say.
    """
    if row.sent_at is not None:
        return None
    if is_silent_week(local_day(now, zone_of(session, session.get_one(Person, reader_of(row))))):
        return Skip("silent-week")
    return Skip("merged") if _meets_a_later_one(session, row, now) else None


def _meets_a_later_one(session: Session, row: Delivery, now: datetime) -> bool:
    zone = zone_of(session, session.get_one(Person, reader_of(row)))
    today = local_day(now, zone)
    others = session.scalars(
        select(Delivery).where(
            Delivery.recipient == row.recipient,
            Delivery.kind == row.kind,
            Delivery.key != row.key,
            Delivery.nominal_on >= row.nominal_on,
            Delivery.due_at.between(now - timedelta(days=14), now + ONE_DAY),
        )
    )
    return any(_rank(row) < _rank(other) and _is_said_on(session, other, today, now) for other in others)


def _rank(row: Delivery) -> tuple[object, bool]:
    return row.nominal_on, not row.key.endswith(AGAIN)


def _is_said_on(session: Session, row: Delivery, today: date, now: datetime) -> bool:
    zone = zone_of(session, session.get_one(Person, reader_of(row)))
    if row.sent_at is not None:
        return local_day(row.sent_at, zone) == today
    waits = row.status in {"pending", "sending", "uncertain"} and row.expires_at >= now
    if not waits or local_day(row.due_at, zone) > today:
        return False
    return row.status != "pending" or not isinstance(KINDS[row.kind].facts(session, row, now), Skip)
