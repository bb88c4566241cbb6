"""How a posted message is brought up to date: one refresh of it in flight at a time, marks made meanwhile kept.

`machine_now` is the machine's clock, by which marks are made.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from bot.storage.channels import waits_for_channel
from bot.storage.stops import is_stopped
from bot.storage.tables import Delivery

#: The reason of a row whose message somebody deleted: it is posted a second time, but no third.
POSTED_AGAIN = "posted-again"


@dataclass(frozen=True)
class Refresh:
    """One posted message that somebody brings up to date: rendered at this version or a newer one."""

    id: int
    key: str
    kind: str
    version: int
    slack_channel: str
    slack_ts: str


def claim_refreshes(
    session: Session, *, workspace_id: int, machine_now: datetime, lease: timedelta, limit: int
) -> list[Refresh]:
    """Take posted messages whose refresh is due. One per message is in flight, for at most `lease`."""
    due = (
        select(Delivery.id)
        .where(refresh_is_due(workspace_id, machine_now, lease))
        .order_by(Delivery.refresh_at, Delivery.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = session.execute(
        update(Delivery)
        .where(Delivery.id.in_(list(session.scalars(due))), refresh_is_due(workspace_id, machine_now, lease))
        # A mark made from now on has a time of its own, and comes up at that when this refresh is done.
        .values(refresh_started_at=machine_now, refresh_at=machine_now + lease)
        .returning(
            Delivery.id,
            Delivery.key,
            Delivery.kind,
            Delivery.refresh_version,
            Delivery.slack_channel,
            Delivery.slack_ts,
        )
        .execution_options(synchronize_session=False)
    )
    return [Refresh(row.id, row.key, row.kind, row.refresh_version, row.slack_channel, row.slack_ts) for row in taken]


def refresh_is_due(workspace_id: int, machine_now: datetime, lease: timedelta) -> ColumnElement[bool]:
    """Return the condition on `deliveries`: posted, marked, nobody at it, not stopped, its channel there."""
    free = or_(Delivery.refresh_started_at.is_(None), Delivery.refresh_started_at <= machine_now - lease)
    return and_(
        Delivery.workspace_id == workspace_id,
        Delivery.refresh_at <= machine_now,
        Delivery.status == "sent",
        # A person may have said that it was posted; where it stands is then not known.
        Delivery.slack_ts.is_not(None),
        Delivery.withdrawn_at.is_(None),
        free,
        ~is_stopped(workspace_id),
        ~waits_for_channel(workspace_id),
    )


def finish_refresh(session: Session, done: Refresh, *, version: int, **values: Any) -> None:
    """Store what a refresh changed. A mark made after `version` stays."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == done.id)
        .values(
            refresh_started_at=None,
            refresh_at=case((Delivery.refresh_version == version, None), else_=Delivery.refresh_at),
            **values,
        )
        .execution_options(synchronize_session=False)
    )


def post_again(session: Session, gone: Refresh, *, now: datetime) -> bool:
    """Let a deleted message be posted anew, once, while it is of use; return whether it will be."""
    again = session.execute(
        update(Delivery)
        .where(Delivery.id == gone.id, Delivery.status == "sent", Delivery.expires_at >= now)
        .where(or_(Delivery.reason.is_(None), Delivery.reason != POSTED_AGAIN))
        # A second copy was deleted, and the row is about the other one by now.
        .where(Delivery.slack_ts == gone.slack_ts, Delivery.withdrawn_at.is_(None))
        .values(status="pending", reason=POSTED_AGAIN, slack_ts=None, refresh_at=None, refresh_started_at=None)
        .returning(Delivery.id)
        .execution_options(synchronize_session=False)
    )
    return again.first() is not None


def postpone_refresh(session: Session, put_off: Refresh, *, until: datetime) -> None:
    """Try a refresh again later, by the machine's clock."""
    session.execute(
        update(Delivery)
        .where(Delivery.id == put_off.id)
        .values(refresh_started_at=None, refresh_at=until)
        .execution_options(synchronize_session=False)
    )


def next_refresh(session: Session, *, workspace_id: int, after: datetime) -> datetime | None:
    """Return when the next refresh is due that was not due at `after` (machine's clock)."""
    return session.scalar(
        select(func.min(Delivery.refresh_at)).where(
            Delivery.workspace_id == workspace_id, Delivery.status == "sent", Delivery.refresh_at > after
        )
    )
