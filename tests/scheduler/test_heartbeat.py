"""A running process: what somebody waits for at once, the calendar when it is time, and an end in order."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.deps import Deps
from bot.messages.registry import Planned
from bot.storage.tables import Workspace
from scheduler import heartbeat, prompt
from scheduler.recognise import adopt
from scheduler.run_due import run_due
from tests.scheduler.conftest import CHANNEL, NOW, World


@asynccontextmanager
async def beating(world: World, deps: Deps | None = None, *, scheduled: bool = True) -> AsyncIterator[None]:
    """Run the heartbeat beside the test, and end it in order."""
    stop = asyncio.Event()
    running = asyncio.create_task(heartbeat.run(deps or world.deps, stop, scheduled=scheduled, machine=world.machine))
    try:
        yield
    finally:
        stop.set()
        await running


async def until(world: World, wanted: Callable[[], object], seconds: float = 60) -> None:
    await world.slack.until(wanted, seconds)


async def test_what_somebody_waits_for_is_sent_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt, "LOOK_EVERY", 3600.0)  # without the news it would look an hour later
    async with beating(world, scheduled=False):
        await until(world, lambda: world.slack.called("auth.test"))
        await asyncio.sleep(0.1)
        world.put("card", kind="cheer")
        world.deps.nudge()
        await until(world, world.said)


async def test_without_the_schedule_nothing_time_driven_is_sent(world: World) -> None:
    world.notes.planned = [Planned("planned", "person:1", NOW, NOW + timedelta(days=1))]
    world.put("scheduled")
    world.put("card", kind="cheer")
    async with beating(world, scheduled=False):
        await until(world, world.said)
        await asyncio.sleep(1.3)
    assert world.states() == {"scheduled": "pending", "card": "sent"}


async def test_what_is_due_is_planned_and_sent(world: World) -> None:
    world.notes.planned = [Planned("planned", f"network:{world.cast.network}", NOW, NOW + timedelta(days=1))]
    world.put("late", due_at=NOW - timedelta(days=9), expires_at=NOW - timedelta(days=8))
    async with beating(world):
        await until(world, world.said)
        await until(world, lambda: world.states()["late"] == "expired")
    assert world.states() == {"planned": "sent", "late": "expired"}


async def test_a_refresh_comes_when_it_is_due(world: World) -> None:
    async with beating(world, scheduled=False):
        world.put("a", kind="cheer")
        world.deps.nudge()
        await until(world, world.said)
        await until(world, lambda: world.row("a").status == "sent")
        world.notes.words["a"] = "new"
        world.machine.move(0.5)
        world.mark("a")
        world.machine.move(-0.5)
        world.deps.nudge()
        await until(world, lambda: world.said() == ["new"])


async def test_a_lost_answer_is_found_without_anybody_asking(world: World) -> None:
    world.put("a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    async with beating(world):
        await until(world, lambda: world.states() == {"a": "sent"})
    assert world.said() == ["a"]


async def test_a_run_beside_it_gets_its_turn_and_nothing_comes_twice(world: World) -> None:
    world.notes.planned = [
        Planned(f"k{n}", f"network:{world.cast.network}", NOW, NOW + timedelta(days=1)) for n in range(40)
    ]
    async with beating(world):
        result = await run_due(await world.opened(NATVERKSBOT_LEASE_SECONDS=600), NOW)
        await until(world, lambda: set(world.states().values()) == {"sent"})
    assert result.pending == 0
    assert sorted(world.said()) == sorted(f"k{n}" for n in range(40))


async def test_it_ends_in_order_and_what_was_under_way_is_told(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="slow:0.5")
    async with beating(world):
        await until(world, lambda: world.slack.called("chat.postMessage"))
    assert world.states() == {"a": "sent", "b": "pending"}
    assert (await run_due(world.deps, NOW)).sent == 1  # the lease was given back


async def test_what_does_not_end_is_left_undecided(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(heartbeat, "FINISH_WITHIN", 0.2)
    patient = await world.opened(NATVERKSBOT_LEASE_SECONDS=600)
    patient.slack.timeout = 600  # the call hangs for longer than the end can take on any machine
    world.put("a")
    world.slack.fail("chat.postMessage", kind="hang_after_apply")
    async with beating(world, patient):
        await until(world, lambda: world.slack.called("chat.postMessage"))
    assert world.states() == {"a": "sending"}
    assert await world.holder().lease.take()  # type: ignore[union-attr]  # a holder has one; it was given back


async def test_a_copy_goes_on_but_sends_nothing_until_it_is_adopted(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "RECOGNISE_EVERY", 0.2)
    world.alter(Workspace, 1, api_url="https://slack.com/api/")
    world.put("a")
    world.put("card", kind="cheer")
    async with beating(world):
        await asyncio.sleep(1.3)
        assert set(world.states().values()) == {"pending"}
        await adopt(world.deps)
        await until(world, lambda: set(world.states().values()) == {"sent"})


async def test_an_error_it_does_not_know_ends_the_process_loudly(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(heartbeat, "is_anything_to_do", broken)
    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(heartbeat.run(world.deps, asyncio.Event()), 60)


async def test_when_the_database_is_away_the_next_beat_tries_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = [OperationalError("", {}, Exception("connection refused\nhint"))]
    is_anything_to_do = heartbeat.__dict__["is_anything_to_do"]

    def at_first_away(*args: object, **named: object) -> object:
        if away:
            raise away.pop()
        return is_anything_to_do(*args, **named)

    monkeypatch.setattr(heartbeat, "is_anything_to_do", at_first_away)
    world.put("a")
    with capture_logs() as told:
        async with beating(world):
            await until(world, lambda: world.states() == {"a": "sent"})
    # One line a second for as long as it lasts: not with where in the program it was.
    what = "The database is away; the next beat tries again"
    assert [one for one in told if one["log_level"] == "error"] == [
        {"event": what, "log_level": "error", "why": "connection refused"}
    ]


async def test_idle_it_takes_no_lease(world: World) -> None:
    async with beating(world):
        await until(world, lambda: world.slack.called("auth.test"))
        await asyncio.sleep(1.2)
        assert await world.holder().lease.take()  # type: ignore[union-attr]  # a holder has one
    assert world.slack.workspace.channels[CHANNEL].messages == {}
