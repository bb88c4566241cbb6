"""Planning: what the kinds of messages will say within the horizon, each row inserted once."""

import asyncio
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deps import Deps
from bot.messages.registry import KINDS, Kind, Planned
from bot.services.preparation import ensure_tasks
from bot.storage.deliveries import queue_many
from bot.storage.tables import Delivery, Workspace
from scheduler.guard import Broken, guarded
from scheduler.transactions import reading, writing

log = structlog.get_logger(__name__)

#: How far ahead rows are made. What changes later than that changes nothing that exists.
HORIZON = timedelta(days=35)

#: Rows inserted in one transaction: what people do in Slack goes between.
BATCH = 200


async def plan(deps: Deps) -> int:
    """Insert what will be due until the horizon, and what was due and is still of use; return how many are new."""
    now = deps.clock()
    await guarded(writing(deps, ensure_tasks, deps.workspace_id, now=now), planning="tasks")
    new = 0
    for kind in list(KINDS.values()):
        work = reading(deps, unplanned, deps.workspace_id, kind, now, now + HORIZON)
        rows = await guarded(work, planning=kind.name)
        if not isinstance(rows, Broken):
            new += await _insert(deps, rows, now)
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


def unplanned(session: Session, workspace_id: int, kind: Kind, now: datetime, end: datetime) -> list[dict[str, Any]]:
    """Return the rows that a kind's own planning makes until `end` and that are not there yet, as columns."""
    workspace = session.get_one(Workspace, workspace_id)
    planned = {row["key"]: row for row in _of_kind(session, workspace, kind, now, end)}
    there = _known(session, workspace_id, planned)
    return [row for key, row in planned.items() if key not in there]


def _of_kind(
    session: Session, workspace: Workspace, kind: Kind, now: datetime, end: datetime
) -> Iterator[dict[str, Any]]:
    if kind.plan is None:
        return
    planned: Iterable[Planned] = kind.plan(session, workspace, now - kind.timing.useful_for, end)
    for one in planned:
        if one.expires_at > now:
            yield asdict(one) | {"kind": kind.name}


def _known(session: Session, workspace_id: int, keys: Iterable[str]) -> set[str]:
    wanted = list(keys)
    found: set[str] = set()
    for first in range(0, len(wanted), BATCH):
        there = select(Delivery.key).where(
            Delivery.workspace_id == workspace_id, Delivery.key.in_(wanted[first : first + BATCH])
        )
        found.update(session.scalars(there))
    return found
