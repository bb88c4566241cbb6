"""Planning makes each row once, a little at a time, and nothing that is of no use."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.messages.registry import KINDS, Kind, Planned
from bot.storage.deliveries import queue_many
from scheduler.plan import plan
from scheduler.run_due import run_due
from tests.scheduler.conftest import NOW, World

WEEK = timedelta(days=7)


async def test_what_was_due_and_is_of_use_is_planned_and_what_is_not_is_not(world: World) -> None:
    useful = timedelta(days=3)
    world.notes.planned = [
        Planned("old", "person:1", NOW - useful, NOW),
        Planned("late", "person:1", NOW - timedelta(days=2), NOW + timedelta(days=1)),
        Planned("next", "person:1", NOW + timedelta(days=34), NOW + timedelta(days=37)),
        Planned("far", "person:1", NOW + timedelta(days=35), NOW + timedelta(days=38)),
    ]
    assert await plan(world.deps) == 2
    assert world.states() == {"late": "pending", "next": "pending"}


async def test_a_row_has_what_was_planned(world: World) -> None:
    planned = Planned("k", "person:1", NOW, NOW + WEEK, NOW.date(), subject="meetings", subject_id=4)
    world.notes.planned = [planned]
    await plan(world.deps)
    row = world.row("k")
    assert (row.kind, row.recipient, row.due_at, row.expires_at) == ("note", "person:1", NOW, NOW + WEEK)
    assert (row.nominal_on, row.subject, row.subject_id, row.created_at) == (NOW.date(), "meetings", 4, NOW)


async def test_a_thousand_rows_are_planned_in_small_transactions_and_once(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = NOW + timedelta(days=10)
    world.notes.planned = [Planned(f"k{n}", "person:1", later, later + WEEK) for n in range(1000)]
    batches: list[int] = []

    def counted(session: Session, rows: Sequence[Mapping[str, Any]], **named: Any) -> int:
        batches.append(len(rows))
        return queue_many(session, rows, **named)

    monkeypatch.setattr("scheduler.plan.queue_many", counted)
    assert await plan(world.deps) == 1000
    assert await plan(world.deps) == 0
    assert batches == [200] * 5


async def test_a_kind_whose_planning_breaks_stops_no_other(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> list[Planned]:
        raise ZeroDivisionError

    monkeypatch.setitem(KINDS, "cheer", Kind("cheer", world.notes.facts, world.notes.blocks, broken))
    monkeypatch.setitem(KINDS, "note", KINDS.pop("note"))
    world.notes.planned = [Planned("k", f"network:{world.cast.network}", NOW, NOW + WEEK)]
    assert (await run_due(world.deps, NOW)).sent == 1
