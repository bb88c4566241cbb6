"""An hour without Slack, and an hour without the database, in simulated time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.messages.registry import KINDS
from bot.storage.db import Database
from bot.storage.tables import Commitment
from scheduler import heartbeat, profiles
from scheduler.pace import Stops
from scheduler.sender import Sender, lease_holder
from tests.cast import CHANNEL as HOUSE_CHANNEL
from tests.handlers.conftest import House, house
from tests.handlers.stories import card, deliveries, fill, stored
from tests.scheduler.conftest import NOW, World

__all__ = ["house"]

REAL = dict(KINDS)
#: Minutes from beat to beat.
STEP = 3


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Keep an hour of tracebacks to ourselves: to put them on the screen takes longer than the hour."""
    with capture_logs():
        yield


@dataclass
class Simulated:
    """A process whose minutes pass at once: the story's clock, the machine's, and the one that waits go together."""

    world: World
    sender: Sender
    passed: float = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    async def minutes(self, many: int) -> None:
        for _ in range(0, many, STEP):
            is_hour = self.passed % 3600 == 0
            await heartbeat._work(self.sender, {"reconcile", "send"} | ({"plan"} if is_hour else set()))
            self.passed += STEP * 60.0
            self.world.machine.move(STEP * 60.0)


async def simulated(world: World) -> Simulated:
    deps = await world.opened(NATVERKSBOT_LEASE_SECONDS=120, NATVERKSBOT_SETTLE_SECONDS=60)
    process = Simulated(world, None)  # type: ignore[arg-type]  # filled two lines below
    stops = Stops(now=lambda: process.passed)
    process.sender = lease_holder(replace(deps, clock=process.now), stops=stops, machine=world.machine)
    return process


def promise(world: World) -> None:
    """Let both municipalities have four commitments that the weekly letter speaks of."""
    with world.deps.database.transaction(world.actor, NOW) as session:
        session.add_all(
            Commitment(
                workspace_id=1,
                number=unit * 10 + number,
                network_id=world.cast.network,
                unit_id=unit,
                author_id=world.person("U0BODEN").id,
                text=f"Det {number}:e vi gör",
                due_on=(NOW - timedelta(days=3 * number)).date(),
                form_key=f"{unit} {number}",
                created_at=NOW - timedelta(days=30),
            )
            for unit in (world.cast.boden, world.cast.kalix)
            for number in range(1, 5)
        )


async def test_a_process_lives_on_without_the_database(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in ((profiles, "LOOK_EVERY"), (profiles, "AFTER_TROUBLE"), (heartbeat, "RECOGNISE_EVERY")):
        monkeypatch.setattr(module, name, 0.1)
    world.put("a")
    world.put("card", kind="cheer")
    stop = asyncio.Event()
    with without_database(monkeypatch):
        running = asyncio.create_task(heartbeat.run(world.deps, stop))
        await asyncio.sleep(1)
        assert not running.done()
    await world.slack.until(lambda: set(world.states().values()) == {"sent"})
    with without_database(monkeypatch):
        await asyncio.sleep(1.5)
        assert not running.done()
    world.put("b")
    await world.slack.until(lambda: world.states().get("b") == "sent")
    stop.set()
    await running


@pytest.mark.parametrize("kind", ["reset_before", "http_500_before", "http_500_after_apply", "ratelimited:30"])
async def test_an_hour_without_slack_ends_with_one_letter_a_person(world: World, kind: str) -> None:
    KINDS["digest"] = REAL["digest"]
    promise(world)
    process = await simulated(world)
    world.slack.fail("*", kind=kind, times=None)
    await process.minutes(60)
    assert all("sent" not in row.status for row in _rows(world, "digest"))
    world.slack.faults.clear()
    await process.minutes(15)
    for user in ("U0BODEN", "U0KALIX"):
        (letter,) = world.slack.person(user).direct_messages()
        assert letter.plain().startswith("*Din vecka: mån 18 jan, v. 3*")
        assert letter.plain().count("Det 1:e vi gör") == 1
    await process.minutes(60)
    assert [len(world.slack.person(user).direct_messages()) for user in ("U0BODEN", "U0KALIX")] == [1, 1]


def _rows(world: World, kind: str) -> list[Any]:
    return [world.row(key) for key in world.states() if key.startswith(kind)]


@contextmanager
def without_database(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let nobody reach the database."""

    @contextmanager
    def away(*_: Any, **__: Any) -> Iterator[None]:
        raise OperationalError("BEGIN", {}, ConnectionError("away"))
        yield

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", away)
        patch.setattr(Database, "reading", away)
        yield


async def test_an_hour_without_the_database_keeps_what_waits(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.put(*(f"k{number}" for number in range(5)))
    process = await simulated(world)
    with without_database(monkeypatch):
        await process.minutes(60)
    assert world.said() == []
    assert set(world.states().values()) == {"pending"}
    await process.minutes(1)
    assert sorted(world.said()) == [f"k{number}" for number in range(5)]


async def test_the_database_goes_away_between_the_call_and_its_result(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a", "b")
    process = await simulated(world)
    posting = world.deps.slack.__class__.chat_postMessage
    patches = []

    async def then_away(self: Any, **named: Any) -> Any:
        answer = await posting(self, **named)
        if not patches:
            patches.append(without_database(monkeypatch))
            patches[0].__enter__()
        return answer

    with monkeypatch.context() as patch:
        patch.setattr(world.deps.slack.__class__, "chat_postMessage", then_away)
        await process.minutes(10)
    patches[0].__exit__(None, None, None)
    assert (world.row("a").status, world.said()) == ("sending", ["a"])
    await process.minutes(10)
    assert (world.states(), world.said()) == ({"a": "sent", "b": "sent"}, ["a", "b"])


async def test_an_hour_without_the_database_keeps_the_form_open_and_loses_nothing_that_was_acknowledged(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(heartbeat, "RECOGNISE_EVERY", 0.5)
    kim, text = house.person("U0BODEN"), "Vi inför kollegial handledning"
    await kim.command("/atagande", channel=HOUSE_CHANNEL)
    fill(house, "U0BODEN", {"Åtagande": text})
    with without_database(monkeypatch):
        for minute in range(0, 60, 12):
            house.now = house.now + timedelta(minutes=minute)
            refused = await kim.form.submit()
            assert next(iter(refused.errors.values())).startswith("Kunde inte sparas just nu")
            assert kim.form.value("Åtagande") == text
    accepted = await kim.form.submit()
    assert not accepted.errors
    assert not kim.has_form
    assert [one.text for one in stored(house)] == [text]
    await card(house, stored(house)[0].number)
    assert len(deliveries(house, "commitment-card")) == 1
