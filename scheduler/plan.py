"""Planning: what the kinds of messages will say within the horizon, each row inserted once.

A row that waits for a later hour follows its plan when the calendar has changed: another zone of its reader, another
day of the conference, a red day more. What is due, or sent, stays as it is.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deps import Deps
from bot.messages.registry import KINDS, Kind, Planned
from bot.services.preparation import ensure_tasks
from bot.storage.deliveries import Moved, move_waiting, queue_many
from bot.storage.tables import Delivery, Workspace
from scheduler.guard import Broken, guarded
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)

#: How far ahead rows are made. What changes later than that changes nothing that exists.
HORIZON = timedelta(days=35)

#: Rows inserted in one transaction: what people do in Slack goes between.
BATCH = 200


@dataclass(frozen=True)
class Changes:
    """What planning finds: rows to insert, as columns, and rows to move."""

    new: list[dict[str, Any]]
    moved: list[Moved]


async def plan(deps: Deps) -> int:
    """Insert what will be due until the horizon, and what was due and is still of use; return how many are new."""
    now = deps.clock()
    await guarded(writing(deps, ensure_tasks, deps.workspace_id, now=now), planning="tasks")
    new = 0
    for kind in list(KINDS.values()):
        work = reading(deps, changes, deps.workspace_id, kind, now, now + HORIZON)
        found = await guarded(work, planning=kind.name)
        if not isinstance(found, Broken):
            new += await _insert(deps, found.new, now)
            await _move(deps, found.moved, now)
    if new:
        log.info("Planned", rows=new)
    return new


async def _insert(deps: Deps, rows: list[dict[str, Any]], now: datetime) -> int:
    new = 0
    for first in range(0, len(rows), BATCH):
        deps.metrics.beat()
        new += await writing(deps, queue_many, rows[first : first + BATCH], now=now)
        await asyncio.sleep(0)
    return new


async def _move(deps: Deps, moved: Sequence[Moved], now: datetime) -> None:
    for first in range(0, len(moved), BATCH):
        await writing(deps, move_waiting, moved[first : first + BATCH], now)
        await asyncio.sleep(0)


def changes(session: Session, workspace_id: int, kind: Kind, now: datetime, end: datetime) -> Changes:
    """Return what a kind's own planning makes anew until `end`, and which rows it puts at another hour.

    A row moves from one hour to come to another: what is due stays, and nothing moves into the past.
    """
    workspace = session.get_one(Workspace, workspace_id)
    planned = {row["key"]: row for row in _of_kind(session, workspace, kind, now, end)}
    there = _known(session, workspace_id, planned)
    new = [row for key, row in planned.items() if key not in there]
    moved = [
        Moved(row.id, planned[key]["due_at"], planned[key]["expires_at"])
        for key, row in there.items()
        if row.status == "pending" and _is_later(row.due_at, planned[key]["due_at"], now)
    ]
    return Changes(new, moved)


def _is_later(before: datetime, after: datetime, now: datetime) -> bool:
    return before != after and min(before, after) > now


def _of_kind(
    session: Session, workspace: Workspace, kind: Kind, now: datetime, end: datetime
) -> Iterator[dict[str, Any]]:
    if kind.plan is None:
        return
    planned: Iterable[Planned] = kind.plan(session, workspace, now - kind.timing.useful_for, end)
    for one in planned:
        if one.expires_at > now:
            yield asdict(one) | {"kind": kind.name}


def _known(session: Session, workspace_id: int, keys: Iterable[str]) -> dict[str, Any]:
    """Return the rows that are there by key: id, status, due_at."""
    wanted = list(keys)
    found: dict[str, Any] = {}
    for first in range(0, len(wanted), BATCH):
        there = select(Delivery.key, Delivery.id, Delivery.status, Delivery.due_at).where(
            Delivery.workspace_id == workspace_id, Delivery.key.in_(wanted[first : first + BATCH])
        )
        found.update((row.key, row) for row in session.execute(there))
    return found
