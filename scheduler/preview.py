"""What will be said in a span of time, to whom, and why not: as far as it can be known today.

Nothing is written: what is not planned yet is planned in mind only, and every message's facts are asked as of its hour.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.messages.registry import KINDS, Skip
from bot.red_days import red_day
from bot.storage.channels import has_lost_channel
from bot.storage.db import Database
from bot.storage.deliveries import pauses_of
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
    #: The red day it was moved from, and its name.
    moved_from: date | None = None
    red_day: str | None = None


def upcoming(database: Database, workspace_id: int, start: datetime, end: datetime, *, now: datetime) -> list[Upcoming]:
    """Return what is due in [start, end), and what was due before and still waits, the earliest first."""
    with database.reading() as session:
        workspace = session.get_one(Workspace, workspace_id)
        rows = [*_stored(session, workspace_id, start, end), *_planned(session, workspace_id, start, end, now)]
        stopped = {row.kind for row in session.scalars(pauses_of(workspace_id))}
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


def _upcoming(session: Session, workspace: Workspace, row: Delivery, stopped: set[str], now: datetime) -> Upcoming:
    name, zone = _reader(session, row, workspace)
    day = local_day(row.due_at, zone)
    hour = row.due_at.astimezone(zone).time()
    why_not = _why_not(session, workspace, row, stopped, now)
    line = Upcoming(row.due_at, day, hour, row.kind, name, row.status, why_not)
    if row.nominal_on is None or row.nominal_on == day or (red := red_day(row.nominal_on)) is None:
        return line
    return replace(line, moved_from=row.nominal_on, red_day=red)


def _reader(session: Session, row: Delivery, workspace: Workspace) -> tuple[str, ZoneInfo]:
    what, _, number = row.recipient.partition(":")
    of_workspace = ZoneInfo(workspace.timezone)
    if what == "person" and (person := session.get(Person, int(number))) is not None:
        name = person.name or person.slack_user_id or person.email or row.recipient
        return name, ZoneInfo(person.timezone) if person.timezone else of_workspace
    if what == "network" and (network := session.get(Network, int(number))) is not None:
        return network.name, of_workspace
    if what == "unit" and (unit := session.get(Unit, int(number))) is not None:
        return unit.name, of_workspace
    return row.recipient, of_workspace


def _why_not(session: Session, workspace: Workspace, row: Delivery, stopped: set[str], now: datetime) -> str | None:
    if row.status != "pending":
        return row.reason
    if row.expires_at < now:
        return "too-late"
    if stopped & {"", row.kind}:
        return "stopped"
    place = place_of(session, row, workspace)
    if isinstance(place, Unsent):
        return place.reason
    if _waits_for_channel(session, row):
        return "channel-lost"
    facts: Any = KINDS[row.kind].facts(session, row, max(now, row.due_at))
    return facts.reason if isinstance(facts, Skip) else None


def _waits_for_channel(session: Session, row: Delivery) -> bool:
    what, _, number = row.recipient.partition(":")
    return what == "network" and has_lost_channel(session.get_one(Network, int(number)))
