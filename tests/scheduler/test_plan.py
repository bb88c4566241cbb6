"""Planning makes each row once, a little at a time, and nothing that is of no use."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from bot.messages.registry import KINDS, Kind, Planned
from bot.storage.deliveries import queue_many
from bot.storage.tables import Delivery
from scheduler.plan import plan
from scheduler.run_due import run_due
from tests.scheduler.conftest import NOW, World

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


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


async def test_a_kind_whose_planning_breaks_stops_no_other(world: World) -> None:
    def broken(*_: object) -> list[Planned]:
        raise ZeroDivisionError

    # The fixture `notes` puts back what there was.
    KINDS["cheer"] = Kind("cheer", world.notes.facts, world.notes.blocks, broken)
    KINDS["note"] = KINDS.pop("note")
    world.notes.planned = [Planned("k", f"network:{world.cast.network}", NOW, NOW + WEEK)]
    assert (await run_due(world.deps, NOW)).sent == 1


def planned(world: World, key: str, due_at: datetime, nominal_on: date | None) -> Planned:
    return Planned(key, f"network:{world.cast.network}", due_at, due_at + WEEK, nominal_on=nominal_on)


async def test_what_waits_follows_a_change_of_the_calendar_and_what_is_sent_does_not(world: World) -> None:
    hours = {"overdue": NOW - HOUR, "due": NOW} | dict.fromkeys(("sent", "weekly", "once", "back"), NOW + HOUR)
    monday = NOW.date()
    plans = [planned(world, key, at, nominal_on=None if key == "once" else monday) for key, at in hours.items()]
    world.notes.planned = plans
    await plan(world.deps)
    world.alter(Delivery, world.row("sent").id, status="sent")
    later = [replace(one, due_at=one.due_at + DAY) for one in plans if one.key != "back"]
    world.notes.planned = [*later, planned(world, "back", NOW - HOUR, nominal_on=monday)]
    for _ in range(2):
        assert await plan(world.deps) == 0
        now = {key: world.row(key).due_at for key in hours}
        assert now == hours | dict.fromkeys(("weekly", "once"), NOW + HOUR + DAY)
