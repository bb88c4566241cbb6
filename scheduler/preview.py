"""What will be said in a span of time, to whom, and why not: what sending would do if nobody did anything until then.

Nothing is written: all until the end is planned and sent in mind (`scheduler.dry_run`). What cannot be known today is
what people do meanwhile (somebody answers, moves a conference, goes away, loads a file), and what Slack refuses.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS, WhoseClock
from bot.domain.letters import AGAIN
from bot.messages.readers import reader_of
from bot.red_days import is_eve, red_day
from bot.storage.db import Database
from bot.storage.overlay import Overlay, overlay, overlay_within
from bot.storage.people import letter_time, rests_of, zone_of
from bot.storage.tables import Delivery, Network, Person, Unit, Workspace
from scheduler.dry_run import DryRun, stops_of
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
    with overlay(database, workspace_id) as over:
        return _look_ahead(over, start, end, now)


def upcoming_within(session: Session, workspace_id: int, end: datetime, *, now: datetime) -> list[Upcoming]:
    """Return what would be due until `end` after what a transaction has done, which must be undone afterwards."""
    with overlay_within(session, workspace_id) as over:
        return _look_ahead(over, now, end, now)


def _look_ahead(over: Overlay, start: datetime, end: datetime, now: datetime) -> list[Upcoming]:
    session = over.session
    workspace = session.get_one(Workspace, over.workspace_id)
    run = DryRun(over, workspace, now, end, stops_of(session, workspace.id))
    run.plan()
    begun = list(_begun(session, workspace.id, start, end))
    shown = {row.id: row for row in begun} | {row.id: row for row in run.send() if _is_shown(row, run, start)}
    found = [_upcoming(session, workspace, row, run) for row in shown.values()]
    return sorted(found, key=lambda one: (one.due_at, one.kind, one.recipient))


def _begun(session: Session, workspace_id: int, start: datetime, end: datetime) -> Iterable[Delivery]:
    """Return what waits no longer: what has ended in the span, and what is on its way or uncertain."""
    return session.scalars(
        select(Delivery)
        .where(Delivery.workspace_id == workspace_id, Delivery.due_at < end, Delivery.status != "pending")
        .where(or_(Delivery.due_at >= start, Delivery.status.not_in(DONE)))
    )


def _is_shown(row: Delivery, run: DryRun, start: datetime) -> bool:
    """Return whether a row that was judged belongs to what is asked for: by then it waits, or waits once more."""
    return run.is_news(row) and (max(row.due_at, run.now) >= start or row.status not in DONE)


def _upcoming(session: Session, workspace: Workspace, row: Delivery, run: DryRun) -> Upcoming:
    name, zone = _reader(session, row, workspace)
    day = local_day(row.due_at, zone)
    hour = row.due_at.astimezone(zone).time()
    state, why_not = row.status, row.reason
    if run.is_news(row):
        state, why_not = "pending", run.why_not.get(row.id)
    delivery_id = None if row.id in run.overlay.added else row.id
    line = Upcoming(row.due_at, day, hour, row.kind, name, state, why_not, delivery_id=delivery_id)
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
    if TIMINGS[row.kind].clock is not WhoseClock.LETTER:
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
