"""The days that people name without their date: a network's next conference, and the breaks of a municipality."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.dates import Known
from bot.domain.people import Actor
from bot.storage.conferences import conferences
from bot.storage.db import Database, only_reads
from bot.storage.tables import ClosedDays, Meeting


@only_reads
def known_days(database: Database, actor: Actor, network_id: int, unit_id: int, *, now: datetime) -> Known:
    """Return what a network and a municipality of the actor's workspace have planned; a break that is over is not."""
    with database.reading() as session:
        return Known(
            conference=_next_conference(session, actor, network_id, now),
            breaks=_breaks(session, actor, unit_id, now),
        )


def _next_conference(session: Session, actor: Actor, network_id: int, now: datetime) -> tuple[date, date] | None:
    of_network = (Meeting.workspace_id == actor.workspace_id, Meeting.network_id == network_id)
    coming = (Meeting.cancelled_at.is_(None), Meeting.starts_at > now)
    found = conferences(session, *of_network, *coming, order=(Meeting.starts_at,), limit=1)
    return next(((one.first_day, one.last_day) for one in found), None)


def _breaks(session: Session, actor: Actor, unit_id: int, now: datetime) -> tuple[tuple[str, date, date], ...]:
    rows = session.execute(
        select(ClosedDays.name, ClosedDays.first_day, ClosedDays.last_day)
        .where(
            ClosedDays.workspace_id == actor.workspace_id,
            ClosedDays.unit_id == unit_id,
            ClosedDays.last_day >= actor.day(now),
        )
        .order_by(ClosedDays.first_day)
    )
    return tuple((row.name, row.first_day, row.last_day) for row in rows)
