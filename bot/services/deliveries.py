"""Stopping, starting and taking back what the bot says."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from bot.domain.deliveries import TIMINGS
from bot.domain.people import Actor
from bot.errors import NotFound
from bot.storage import deliveries, doubts
from bot.storage.db import Database
from bot.storage.tables import Delivery


def pause(database: Database, actor: Actor, kind: str | None = None, *, now: datetime) -> bool:
    """Stop sending everything, or one kind of message; return False when that was stopped already."""
    _check(kind)
    with database.transaction(actor, now) as session:
        return deliveries.pause(session, kind=kind or "", now=now)


def stop(database: Database, workspace_id: int, reason: str, *, now: datetime) -> bool:
    """Stop sending everything because Slack says so; return False when everything was stopped already."""
    with database.transaction(Actor(workspace_id, None, via="bot"), now) as session:
        return deliveries.pause(session, now=now, reason=reason)


def resume(database: Database, actor: Actor, kind: str | None = None, *, now: datetime) -> int:
    """Start sending again, one kind or all that was stopped; return how many stops ended.

    What was due meanwhile is sent as far as it is still of use.
    """
    _check(kind)
    with database.transaction(actor, now) as session:
        return deliveries.resume(session, kind=kind)


def withdraw(database: Database, actor: Actor, ids: Collection[int], *, now: datetime) -> int:
    """Take messages back: what waits is not sent, what was sent is deleted in Slack; return how many there were.

    Raises NotFound, and then none is taken back, for a number that no message has.
    """
    with database.transaction(actor, now) as session:
        found = select(Delivery.id, Delivery.key).where(
            Delivery.workspace_id == actor.workspace_id, Delivery.id.in_(ids)
        )
        keys = {row.id: row.key for row in session.execute(found)}
        if unknown := sorted(set(ids) - keys.keys()):
            raise NotFound("delivery-unknown", numbers=", ".join(map(str, unknown)))
        return doubts.withdraw(session, keys.values(), now=now)


def _check(kind: str | None) -> None:
    if kind is not None and kind not in TIMINGS:
        raise NotFound("delivery-unknown-kind", kind=kind, kinds=", ".join(sorted(TIMINGS)))
