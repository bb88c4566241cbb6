"""What nobody can tell about, decided by the leadership: it was posted, or it is sent again."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.clock import machine_clock
from bot.domain.people import Actor, Place, may
from bot.errors import NotFound, Refused
from bot.storage import doubts
from bot.storage.db import Database
from bot.storage.deliveries import mark_for_refresh
from bot.storage.tables import Delivery, Event

#: The message that asks; and how many of them a decision brings up to date.
ASKS = "uncertain-delivery"
MOST_REFRESHED = 50
#: How long what is sent again is of use at least.
USEFUL_FOR = timedelta(days=1)


def decide(database: Database, actor: Actor, delivery_id: int, attempt: int, *, arrived: bool, now: datetime) -> bool:
    """Store that an uncertain message was posted, or have it sent again; False when that was decided before.

    Raises NotFound for no such message and Refused to anybody but the leadership.
    """
    with database.transaction(actor, now) as session:
        row = session.get(Delivery, delivery_id)
        if row is None or row.workspace_id != actor.workspace_id:
            raise NotFound("button-too-old")
        _check(session, actor, row)
        if row.attempt != attempt:
            return False
        useful_until = now + USEFUL_FOR
        if not doubts.decide(session, row, arrived=arrived, now=now, useful_until=useful_until):
            return False
        _remember(session, actor, row, "sent" if arrived else "pending", now)
        mark_for_refresh(session, keys=_asking(session, actor.workspace_id), at=machine_clock())
        return True


def _check(session: Session, actor: Actor, row: Delivery) -> None:
    programmes = doubts.concerned_programmes(session, row.recipient)
    if not programmes:
        # Somebody who belongs to no programme any more is every leader's.
        programmes = {role.programme_id for role in actor.roles if role.programme_id is not None}
    if not any(may(actor, "lead", Place(programme_id, 0, 0)) for programme_id in programmes):
        raise Refused("refused-lead")


def _remember(session: Session, actor: Actor, row: Delivery, status: str, now: datetime) -> None:
    """Write it to the history: deliveries keep none of their own, but this was somebody's decision."""
    session.add(
        Event(
            workspace_id=actor.workspace_id,
            at=now,
            person_id=actor.person_id,
            via=actor.via,
            action="changed",
            subject="deliveries",
            subject_id=row.id,
            changes={"status": ["uncertain", status]},
        )
    )


def _asking(session: Session, workspace_id: int) -> list[str]:
    newest = select(Delivery.key).where(Delivery.workspace_id == workspace_id, Delivery.kind == ASKS)
    return list(session.scalars(newest.order_by(Delivery.id.desc()).limit(MOST_REFRESHED)))
