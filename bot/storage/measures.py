"""The queue in a few numbers, each asked with a bound: whoever watches asks several times a minute."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, case, func, literal, select
from sqlalchemy.orm import Session

from bot.storage.sending import PENDING, SENDING
from bot.storage.stops import is_held_back
from bot.storage.tables import Delivery, Pause, SenderLease

#: Above this nobody counts on: more is not told apart.
MOST = 10_000

#: Whose ends are counted.
DAY = timedelta(days=1)

#: As in their partial indexes, word for word: with a value beside it SQLite would not use them.
UNCERTAIN = literal("uncertain", literal_execute=True)


@dataclass(frozen=True)
class Queue:
    """A workspace's messages as of now: those that are due and wait, and where those of the last day stand."""

    due: int
    #: Of those that nobody has paused, and whose channel is there.
    oldest_due_at: datetime | None
    sending: int
    uncertain: int
    #: By state and reason (empty when there is none), of messages due within the last 24 hours.
    last_day: Mapping[tuple[str, str], int]
    is_lease_held: bool
    is_paused: bool


def queue_of(session: Session, *, workspace_id: int, now: datetime, machine_now: datetime) -> Queue:
    """Return the queue as of `now`, and who holds what by the machine's clock."""
    due, oldest = session.execute(_due(workspace_id, now)).one()
    ends = session.execute(_last_day(workspace_id, now)).all()
    lease = select(SenderLease.id).where(
        SenderLease.workspace_id == workspace_id, SenderLease.lease_until > machine_now
    )
    pause = select(Pause.id).where(Pause.workspace_id == workspace_id, Pause.kind == "")
    return Queue(
        due=due,
        oldest_due_at=oldest,
        sending=session.scalar(_number(_rows(workspace_id).where(Delivery.status == SENDING))) or 0,
        uncertain=session.scalar(_number(_rows(workspace_id).where(Delivery.status == UNCERTAIN))) or 0,
        last_day={(state, reason or ""): number for state, reason, number in ends},
        is_lease_held=session.scalar(lease) is not None,
        is_paused=session.scalar(pause) is not None,
    )


def _due(workspace_id: int, now: datetime) -> Select[int, datetime]:
    waiting = (
        select(Delivery.due_at, is_held_back(workspace_id).label("is_held_back"))
        .where(Delivery.workspace_id == workspace_id, Delivery.status == PENDING, Delivery.due_at <= now)
        .order_by(Delivery.due_at)
        .limit(MOST)
        .subquery()
    )
    could_be_sent = case((waiting.c.is_held_back, None), else_=waiting.c.due_at)
    return select(func.count(), func.min(could_be_sent)).select_from(waiting)


def _last_day(workspace_id: int, now: datetime) -> Select[str, str | None, int]:
    ended = (
        select(Delivery.status, Delivery.reason)
        .where(Delivery.workspace_id == workspace_id, Delivery.status != PENDING)
        .where(Delivery.due_at > now - DAY, Delivery.due_at <= now)
        .limit(MOST)
        .subquery()
    )
    return select(ended.c.status, ended.c.reason, func.count()).group_by(ended.c.status, ended.c.reason)


def _rows(workspace_id: int) -> Select[int]:
    return select(Delivery.id).where(Delivery.workspace_id == workspace_id)


def _number(rows: Select[int]) -> Select[int]:
    return select(func.count()).select_from(rows.limit(MOST).subquery())
