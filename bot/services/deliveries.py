"""Stopping and starting what the bot says."""

from datetime import datetime

from bot.domain.deliveries import TIMINGS
from bot.domain.people import Actor
from bot.errors import NotFound
from bot.storage import deliveries
from bot.storage.db import Database


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


def _check(kind: str | None) -> None:
    if kind is not None and kind not in TIMINGS:
        raise NotFound("delivery-unknown-kind", kind=kind, kinds=", ".join(sorted(TIMINGS)))
