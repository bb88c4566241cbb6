"""Somebody lives by another clock: what waits for them moves with it, whatever kind of message it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.calendar import at_wall_time, local_day
from bot.domain.deliveries import TIMINGS, WhoseClock
from bot.domain.hours import working_moment
from bot.domain.letters import AGAIN, LetterTime, Rests, letter_day
from bot.red_days import red_day
from bot.storage.deliveries import Moved, move_waiting, waits_for_later
from bot.storage.people import letter_time, rests_of, zone_of
from bot.storage.tables import Delivery, Person

#: Kinds of messages that are planned by their reader's own clock.
BY_READER = [kind for kind, timing in TIMINGS.items() if timing.clock in {WhoseClock.READER, WhoseClock.LETTER}]


@dataclass(frozen=True)
class WaitingMessage:
    """A message that waits for a later hour, as far as its hour goes."""

    id: int
    key: str
    kind: str
    nominal_on: date | None
    due_at: datetime
    expires_at: datetime


@dataclass(frozen=True)
class ReaderClock:
    """When somebody is written to: the zone that messages were planned by, and what holds now."""

    before: ZoneInfo
    zone: ZoneInfo
    letter: LetterTime
    rests: Rests

    def moved(self, row: WaitingMessage, now: datetime) -> Moved:
        """Return when a message comes now, and until when it is of use: for as long as it was.

        It is the first of its hours that has not been; when all have, it comes as soon as the reader is at work.
        """
        later = (hour for hour in self._hours(row) if hour > now)
        at = next(later, None) or working_moment(now, self.zone, red_day, in_silent_weeks=True)
        return Moved(row.id, at, at + (row.expires_at - row.due_at))

    def _hours(self, row: WaitingMessage) -> Iterator[datetime]:
        """Yield the hour chosen for a letter, and a message's day and hour as before, by the reader's clock."""
        local = row.due_at.astimezone(self.before)
        if TIMINGS[row.kind].clock is WhoseClock.LETTER and (day := self._letter_day(row, local.date())) is not None:
            yield at_wall_time(day, self.letter.clock, self.zone)
        yield at_wall_time(local.date(), local.time(), self.zone)

    def _letter_day(self, row: WaitingMessage, before: date) -> date | None:
        # One that the reader has asked for once more stays on the day they chose.
        if row.nominal_on is None or row.key.endswith(AGAIN):
            return before
        return letter_day(row.nominal_on, self.letter, red_day, self.rests, TIMINGS[row.kind].policy)


def follow_clock(session: Session, person: Person, before: ZoneInfo, now: datetime) -> None:
    """Move what waits for somebody whose zone, or day or hour of letters, is another than it was planned by.

    Each message keeps its day and hour by the reader's own calendar. What is due or begun stays, and so does what is
    planned by the clock of a network, a school or a conference.
    """
    session.flush()
    columns = (Delivery.id, Delivery.key, Delivery.kind, Delivery.nominal_on, Delivery.due_at, Delivery.expires_at)
    mine = (Delivery.recipient == f"person:{person.id}", Delivery.kind.in_(BY_READER))
    waiting = [WaitingMessage(*row) for row in session.execute(select(*columns).where(*mine, *waits_for_later(now)))]
    if waiting:
        zone = zone_of(session, person)
        rests = rests_of(session, [person], since=local_day(now, zone))(person.id)
        clock = ReaderClock(before, zone, letter_time(person), rests)
        places = [(row.due_at, clock.moved(row, now)) for row in waiting]
        move_waiting(session, [moved for due_at, moved in places if moved.to != due_at], now)
