"""What a process tells whoever watches it: everything that is promised, nothing personal, at a bounded cost."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import event, text
from starlette.applications import Starlette

from bot.metrics import Metrics
from bot.serving import serving
from bot.slack.client import slack_client
from bot.storage.channels import lose
from bot.storage.deliveries import pause
from bot.storage.doubts import see_other
from bot.storage.leases import take_lease
from bot.storage.measures import queue_of
from bot.web.health import routes
from playground import Playground
from scheduler import heartbeat
from tests.scheduler.conftest import CHANNEL, NOW, World, settings_for

Told = dict[tuple[str, str], float]


class Watch:
    """Seconds that a test counts."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch(world: World) -> Watch:
    watch = Watch()
    world.deps = replace(world.deps, metrics=Metrics(watch))
    return watch


@pytest.fixture
async def address(world: World, watch: Watch) -> AsyncIterator[str]:
    async with serving(Starlette(routes=routes(world.deps)), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


async def asked(address: str, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address + path) as answer:
        return answer.status, await answer.text()


async def told(address: str) -> Told:
    """Return the numbers, by name and the values of their labels in alphabetical order."""
    status, words = await asked(address, "/metrics")
    assert status == 200
    return {
        (sample.name.removeprefix("natverksbot_"), " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(words)
        for sample in family.samples
    }


def put_in_states(world: World) -> None:
    """Leave a message in every state, and two due for an hour and for a minute."""
    ends = {"sent": None, "skipped": "nothing-open", "failed": "channel_not_found", "uncertain": "missing_scope"}
    ends |= {"expired": "too-late", "sending": None}
    for state, reason in ends.items():
        world.put(state, due_at=NOW - timedelta(hours=2))
        world.alter(type(world.row(state)), world.row(state).id, status=state, reason=reason)
    for number in (1, 2):
        world.put(f"error{number}", due_at=NOW - timedelta(hours=2))
        row = world.row(f"error{number}")
        world.alter(type(row), row.id, status="failed", reason=f"error N-AB{number}C")
    world.put("hour", due_at=NOW - timedelta(hours=1))
    world.put("minute", due_at=NOW - timedelta(minutes=1))
    world.put("later", due_at=NOW + timedelta(hours=1))


async def test_the_queue_is_told_in_numbers(world: World, address: str) -> None:
    put_in_states(world)
    numbers = await told(address)
    assert numbers["database_up", ""] == 1
    assert numbers["deliveries_due", ""] == 2
    assert numbers["deliveries_oldest_due_seconds", ""] == 3600
    assert numbers["deliveries_sending", ""] == 1
    assert numbers["deliveries_uncertain", ""] == 1
    last_day = {labels: number for (name, labels), number in numbers.items() if name == "deliveries_last_day"}
    assert last_day == {
        " sent": 1,
        "nothing-open skipped": 1,
        "channel_not_found failed": 1,
        "error failed": 2,
        "missing_scope uncertain": 1,
        "too-late expired": 1,
        " sending": 1,
    }


async def test_a_lease_and_a_stop_are_told(world: World, address: str) -> None:
    numbers = await told(address)
    assert (numbers["sender_lease_held", ""], numbers["paused", ""]) == (0, 0)
    machine_now = datetime.now(UTC)
    held = {"workspace_id": world.cast.workspace, "owner": "a", "machine_now": machine_now}
    world.change(take_lease, until=machine_now + timedelta(minutes=1), **held)
    with world.deps.database.writer.begin() as connection:
        connection.execute(
            text("INSERT INTO pauses (workspace_id, kind, since) VALUES (:id, '', :now)"),
            {"id": world.cast.workspace, "now": "2027-01-18 07:00:00+00:00"},
        )
    numbers = await told(address)
    assert (numbers["sender_lease_held", ""], numbers["paused", ""]) == (1, 1)


async def test_what_waits_for_a_person_is_not_late(world: World, address: str) -> None:
    put_in_states(world)
    world.put("stopped", kind="cheer", due_at=NOW - timedelta(hours=3))
    world.change(pause, now=NOW, kind="cheer")
    assert (await told(address))["deliveries_oldest_due_seconds", ""] == 3600
    # Another installation in the way is nobody's will.
    world.change(see_other, world.cast.workspace, "another", NOW)
    assert (await told(address))["deliveries_oldest_due_seconds", ""] == 3600
    world.change(lose, world.cast.network, CHANNEL, "is_archived", now=NOW)
    numbers = await told(address)
    assert (numbers["deliveries_oldest_due_seconds", ""], numbers["deliveries_due", ""] > 2) == (0, True)


async def test_nothing_personal_is_told(world: World, address: str) -> None:
    put_in_states(world)
    words = (await asked(address, "/metrics"))[1]
    assert [
        secret for secret in ("Exempel", "U0BODEN", CHANNEL, "network:", "person:", "N-AB") if secret in words
    ] == []


async def test_calls_to_slack_are_counted_by_method_and_end(world: World, slack: Playground, watch: Watch) -> None:
    metrics, settings = world.deps.metrics, settings_for(slack, world.deps.database)
    async with slack_client(settings, watch=[metrics.trace(settings.slack_api_url)]) as client:
        world.deps = replace(world.deps, slack=client)
        slack.fail("chat.postMessage", kind="ratelimited:600")
        world.put("first")
        await world.send()
        world.put("second", "third")
        await world.send()
        assert client.session is not None
        async with client.session.get(f"{slack.url}/secret-place/T1/key") as answer:
            assert answer.status == 404
    async with serving(Starlette(routes=routes(world.deps)), "127.0.0.1", 0) as port:
        address = f"http://127.0.0.1:{port}"
        numbers = await told(address)
        words = (await asked(address, "/metrics"))[1]
        assert numbers["slack_calls_total", "limited chat.postMessage"] == 1
        assert numbers["slack_calls_total", "answered chat.postMessage"] == 2
        assert numbers["slack_calls_total", "failed response_url"] == 1
        assert "secret-place" not in words
        assert numbers["posted_last_minute", ""] == 2
        watch.now += 61
        assert (await told(address))["posted_last_minute", ""] == 0


async def test_a_process_without_a_scheduler_is_ready_without_a_heartbeat(world: World, address: str) -> None:
    assert await asked(address, "/healthz") == (200, "ok")
    assert await asked(address, "/readyz") == (200, '{"ready":true}')
    assert ("heartbeat_age_seconds", "") not in await told(address)


async def test_a_heart_that_stands_still_is_told(world: World, address: str, watch: Watch) -> None:
    world.deps.metrics.is_scheduled = True
    assert await asked(address, "/readyz") == (
        503,
        '{"ready":false,"why":"Utskicken har inte börjat. Läs i loggen varför."}',
    )
    world.deps.metrics.beat()
    watch.now += 0.9
    assert (await asked(address, "/readyz"))[0] == 200
    watch.now += 4.1
    assert await asked(address, "/readyz") == (
        503,
        '{"ready":false,"why":"Utskicken har stått stilla i 5 sekunder."}',
    )
    assert (await told(address))["heartbeat_age_seconds", ""] == 5
    assert (await asked(address, "/healthz"))[0] == 200


async def test_the_scheduler_beats(world: World, address: str, watch: Watch) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(heartbeat.run(world.deps, stop))
    await world.slack.until(lambda: world.deps.metrics.heartbeat_age() is not None)
    assert (await asked(address, "/readyz"))[0] == 200
    stop.set()
    await running


async def test_without_its_database_a_process_lives_but_is_not_ready(world: World, address: str) -> None:
    world.deps.database.close()
    with world.deps.database.writer.begin() as connection:
        connection.execute(text("ALTER TABLE sender_leases RENAME TO gone"))
    assert (await asked(address, "/healthz"))[0] == 200
    assert await asked(address, "/readyz") == (503, '{"ready":false,"why":"Databasen svarar inte."}')
    numbers = await told(address)
    assert numbers["database_up", ""] == 0
    assert ("deliveries_due", "") not in numbers


async def test_the_numbers_are_found_by_index(world: World) -> None:
    database = world.deps.database
    if not database.is_sqlite:
        return
    asked: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_: Any) -> None:
        asked.append((statement, values))

    event.listen(database.reader, "before_cursor_execute", note)
    with database.reading() as session:
        queue_of(session, workspace_id=1, now=NOW, machine_now=NOW)
    event.remove(database.reader, "before_cursor_execute", note)
    with database.reader.connect() as connection:
        plans = [
            step[3]
            for statement, values in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
            if "deliveries" in step[3]
        ]
    indexes = ["ix_deliveries_pending", "ix_deliveries_ended", "ix_deliveries_sending", "ix_deliveries_uncertain"]
    assert [name for name, plan in zip(indexes, plans, strict=True) if name not in plan] == [], plans
