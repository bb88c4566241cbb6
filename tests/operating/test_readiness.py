"""A process says that it is ready when it can store and send, and else what to do about it."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from starlette.applications import Starlette

from bot.metrics import Metrics
from bot.serving import serving
from bot.storage.deliveries import pause
from bot.storage.leases import take_lease
from bot.storage.tables import Delivery, Event, SenderLease
from bot.web.health import TRY_EVERY, routes
from scheduler.recognise import adopt
from scheduler.run_due import run_due
from tests.operating.test_metrics import Watch, asked
from tests.scheduler.conftest import NOW, World

LONG_AGO = NOW - timedelta(hours=1)
NOT_SENT = (
    "Det äldsta meddelandet har väntat på att skickas sedan mån 18 jan, v. 3. Kör uv run natverksbot doctor, så ser du "
    "varför."
)


@pytest.fixture
def watch(world: World) -> Watch:
    watch = Watch()
    world.deps = replace(world.deps, metrics=Metrics(watch))
    return watch


@pytest.fixture
async def address(world: World, watch: Watch) -> AsyncIterator[str]:
    async with serving(Starlette(routes=routes(world.deps, watch)), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"


async def why_not_ready(address: str) -> str | None:
    """Return what a process says is wrong, None when it is ready."""
    status, body = await asked(address, "/readyz")
    told = json.loads(body)
    assert (status, told["ready"]) in {(200, True), (503, False)}
    return str(told["why"]) if "why" in told else None


def make_read_only(world: World) -> None:
    """Let the connections that write refuse to, as a database does whose disk or role may only be read."""
    writer = world.deps.database.writer
    if world.deps.database.is_sqlite:
        with writer.connect() as connection:
            connection.connection.execute("PRAGMA query_only=ON")
        return
    writer.dispose()

    @event.listens_for(writer, "connect")
    def _only_reads(connection: Any, _record: object) -> None:
        connection.autocommit = True
        connection.execute("SET default_transaction_read_only = on")
        connection.autocommit = False


def take_for(world: World, ahead: timedelta) -> None:
    machine_now = datetime.now(UTC)
    held = {"workspace_id": world.cast.workspace, "owner": "skolan:1:ab", "machine_now": machine_now}
    world.change(take_lease, until=machine_now + ahead, **held)


def beating(world: World) -> None:
    world.deps.metrics.is_scheduled = True
    world.deps.metrics.beat()


async def test_a_database_that_can_only_be_read_is_told(world: World, address: str) -> None:
    make_read_only(world)
    why = await why_not_ready(address)
    assert why is not None
    assert why.startswith("Inget går att spara: ")
    assert why.endswith(". Se till att disken inte är full och att databasen går att skriva i.")
    assert "read" in why


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_full_disk_is_told_until_there_is_room(world: World, address: str, watch: Watch) -> None:
    with world.deps.database.writer.connect() as connection:
        raw = connection.connection
        pages = raw.execute("PRAGMA page_count").fetchone()[0]
        raw.execute(f"PRAGMA max_page_count={pages}")
    assert await why_not_ready(address) == (
        "Inget går att spara: database or disk is full. Se till att disken inte är full och att databasen "
        "går att skriva i."
    )
    with world.deps.database.writer.connect() as connection:
        connection.connection.execute("PRAGMA max_page_count=1000000")
    watch.now += TRY_EVERY
    assert await why_not_ready(address) is None


async def test_however_often_it_is_asked_it_writes_now_and_then_and_leaves_nothing(
    world: World, address: str, watch: Watch
) -> None:
    written: list[str] = []
    event.listen(
        world.deps.database.writer, "before_cursor_execute", lambda *about: written.append(about[2].split()[0])
    )
    history = select(func.count()).select_from(Event)
    with world.deps.database.reading() as session:
        before = session.scalar(history)
    for _ in range(5):
        assert await why_not_ready(address) is None
    assert written.count("INSERT") == 1
    watch.now += TRY_EVERY
    assert await why_not_ready(address) is None
    assert written.count("INSERT") == 2
    with world.deps.database.reading() as session:
        assert session.scalar(history) == before


async def test_a_lease_in_the_future_is_told_and_adopting_frees_it(world: World, address: str) -> None:
    beating(world)
    world.put("letter", due_at=LONG_AGO)
    take_for(world, timedelta(days=400))
    why = await why_not_ready(address)
    assert why is not None
    assert why.startswith("Inget skickas: skolan:1:ab har rätten att skicka till ")
    assert why.endswith("skriv sedan uv run natverksbot adopt.")
    result = await run_due(world.deps, NOW)
    assert (result.sent, result.pending, result.hindrance and result.hindrance.name) == (0, 1, "delivery-lease-ahead")
    await adopt(world.deps)
    assert (await run_due(world.deps, NOW)).sent == 1
    assert await why_not_ready(address) is None


async def test_a_lease_that_somebody_can_hold_is_nobodys_fault(world: World, address: str) -> None:
    beating(world)
    take_for(world, timedelta(minutes=2))
    await adopt(world.deps)
    assert await why_not_ready(address) is None
    with world.deps.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SenderLease)) == 1


async def test_what_nobody_sends_is_told_and_what_waits_for_its_turn_is_not(world: World, address: str) -> None:
    beating(world)
    world.put("now", due_at=NOW)
    assert await why_not_ready(address) is None
    world.put("letter", due_at=LONG_AGO)
    assert await why_not_ready(address) == NOT_SENT
    world.put("posted", due_at=LONG_AGO)
    posted = world.row("posted").id
    world.alter(Delivery, posted, status="sent", sent_at=NOW - timedelta(minutes=20))
    assert await why_not_ready(address) == NOT_SENT
    world.alter(Delivery, posted, sent_at=NOW - timedelta(minutes=1))
    assert await why_not_ready(address) is None
    world.alter(Delivery, posted, sent_at=NOW - timedelta(minutes=20))
    world.change(pause, now=NOW)
    assert await why_not_ready(address) is None


async def test_without_a_scheduler_only_what_somebody_waits_for_counts(world: World, address: str) -> None:
    take_for(world, timedelta(days=400))
    world.put("letter", due_at=LONG_AGO)
    assert await why_not_ready(address) is None
    world.put("card", kind="cheer", due_at=LONG_AGO)
    assert await why_not_ready(address) == NOT_SENT
