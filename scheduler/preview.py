"""What will be said in a span of time, to whom, and why not: as far as it can be known today.

Nothing is written: what is not planned yet is planned in mind only, and every message's facts are asked as of its hour.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.letters import AGAIN, WEEKLY
from bot.messages.readers import reader_of
from bot.messages.registry import KINDS, Skip
from bot.messages.withheld import withheld
from bot.red_days import is_eve, red_day
from bot.storage.channels import has_lost_channel
from bot.storage.db import Database
from bot.storage.deliveries import pauses_of
from bot.storage.people import letter_time, rests_of, zone_of
from bot.storage.stops import in_the_way
from bot.storage.tables import Delivery, Network, Person, Unit, Workspace
from scheduler.compose import Unsent, place_of
from scheduler.plan import unplanned
from scheduler.sender import DONE


@dataclass(frozen=True)
class Upcoming:
    """One message: when, in its reader's zone, of which kind, to whom."""

    due_at: datetime
    day: date
    hour: time
    kind: str
    recipient: str
    #: As in `deliveries`; "pending" is what is still to come.
    state: str = "pending"
    #: Why it will not be said, or was not; None when it will be or was.
    why_not: str | None = None
    #: The day it was moved from, why (red-day · eve · away · paused), and the name of the red day or eve.
    moved_from: date | None = None
    why_moved: str | None = None
    red_day: str | None = None
    #: By which it can be taken back; None when it is not in the queue yet.
    delivery_id: int | None = None


def upcoming(database: Database, workspace_id: int, start: datetime, end: datetime, *, now: datetime) -> list[Upcoming]:
    """Return what is due in [start, end), and what was due before and still waits, the earliest first."""
    with database.reading() as session:
        workspace = session.get_one(Workspace, workspace_id)
        rows = [*_stored(session, workspace_id, start, end), *_planned(session, workspace_id, start, end, now)]
        stopped = {row.kind: "stopped" for row in session.scalars(pauses_of(workspace_id))}
        if session.scalar(in_the_way(workspace_id).limit(1)) is not None:
            stopped[""] = "other-installation"
        found = [_upcoming(session, workspace, row, stopped, now) for row in rows]
    return sorted(found, key=lambda one: (one.due_at, one.kind, one.recipient))


def _stored(session: Session, workspace_id: int, start: datetime, end: datetime) -> Iterable[Delivery]:
    undone = Delivery.status.not_in(DONE)
    return session.scalars(
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.due_at < end)
        .where(or_(Delivery.due_at >= start, undone))
    )


def _planned(session: Session, workspace_id: int, start: datetime, end: datetime, now: datetime) -> Iterator[Delivery]:
    for kind in KINDS.values():
        for columns in unplanned(session, workspace_id, kind, now, end):
            if columns["due_at"] >= start:
                # Belongs to no session: it is asked about and forgotten.
                yield Delivery(workspace_id=workspace_id, status="pending", refresh_version=0, **columns)


def _upcoming(
    session: Session, workspace: Workspace, row: Delivery, stopped: Mapping[str, str], now: datetime
) -> Upcoming:
    name, zone = _reader(session, row, workspace)
    day = local_day(row.due_at, zone)
    hour = row.due_at.astimezone(zone).time()
    why_not = _why_not(session, workspace, row, stopped, now)
    line = Upcoming(row.due_at, day, hour, row.kind, name, row.status, why_not, delivery_id=row.id)
    wanted = _wanted_on(session, row)
    if wanted is None or wanted == day:
        return line
    if (red := red_day(wanted)) is not None:
        return replace(line, moved_from=wanted, why_moved="eve" if is_eve(wanted) else "red-day", red_day=red)
    rest = _rest(session, row, wanted)
    return line if rest is None else replace(line, moved_from=wanted, why_moved=rest)


def _wanted_on(session: Session, row: Delivery) -> date | None:
    """Return the day it would come if every day were a working day; None when no calendar moves it."""
    if row.nominal_on is None or row.key.endswith(AGAIN):
        return None
    if row.kind not in WEEKLY:
        return row.nominal_on
    return letter_time(session.get_one(Person, reader_of(row))).wanted_on(row.nominal_on)


def _rest(session: Session, row: Delivery, day: date) -> str | None:
    """Return why the reader is left in peace on a day, or None."""
    person = session.get(Person, reader_of(row)) if row.recipient.startswith("person:") else None
    return None if person is None else rests_of(session, [person], since=day)(person.id)(day)


def _reader(session: Session, row: Delivery, workspace: Workspace) -> tuple[str, ZoneInfo]:
    what, _, number = row.recipient.partition(":")
    of_workspace = ZoneInfo(workspace.timezone)
    if what == "person" and (person := session.get(Person, int(number))) is not None:
        name = person.name or person.slack_user_id or person.email or row.recipient
        return name, zone_of(session, person)
    if what == "network" and (network := session.get(Network, int(number))) is not None:
        return network.name, of_workspace
    if what == "unit" and (unit := session.get(Unit, int(number))) is not None:
        return unit.name, of_workspace
    return row.recipient, of_workspace


def _why_not(
    session: Session, workspace: Workspace, row: Delivery, stopped: Mapping[str, str], now: datetime
) -> str | None:
    if row.status != "pending":
        return row.reason
    if row.expires_at < now:
        return "too-late"
    if (stop := stopped.get("", stopped.get(row.kind))) is not None:
        return stop
    place = place_of(session, row, workspace)
    if isinstance(place, Unsent):
        return place.reason
    return "channel-lost" if _waits_for_channel(session, row) else _left_unsaid(session, row, max(now, row.due_at))


def _left_unsaid(session: Session, row: Delivery, when: datetime) -> str | None:
    """Return why it will not be said at its hour, as far as it can be known today."""
    if (why := withheld(session, row, when)) is not None:
        return why
    facts: Any = KINDS[row.kind].facts(session, row, when)
    return facts.reason if isinstance(facts, Skip) else None


def _waits_for_channel(session: Session, row: Delivery) -> bool:
    what, _, number = row.recipient.partition(":")
    return what == "network" and has_lost_channel(session.get_one(Network, int(number)))
