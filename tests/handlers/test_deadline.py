"""A gesture is answered before Slack gives up on it, and what its answer says of what is stored is true."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text

from bot import deadline
from bot.deadline import DeadlinePassed
from bot.deps import Deps
from bot.storage import db
from bot.storage.db import Database, is_only_reading
from tests.cast import CHANNEL
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, answer, log, stored

#: Longer than any test runs: what waits so long has forgotten its deadline.
FOR_EVER = 3600


@contextmanager
def brief(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Gestures have a short deadline while the block runs, and nothing else that waits gives up by itself."""
    with monkeypatch.context() as patch:
        patch.setattr(deadline, "SECONDS", 1.0)
        for name in ("PATIENCE", "OTHERS_PATIENCE"):
            patch.setattr(db, name, FOR_EVER)
        yield


@contextmanager
def occupied(house: House) -> Iterator[None]:
    """Have another process keep the writer to itself; who only reads is let through."""
    engine = create_engine(house.database.url)
    with engine.connect() as connection:
        if house.database.is_sqlite:
            # The driver begins nothing by itself when it is told to begin.
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.execute(text("LOCK TABLE commitments IN EXCLUSIVE MODE"))
        yield
        connection.rollback()
    engine.dispose()


async def test_who_reads_does_not_wait_for_who_writes(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await log(house)
    kim, noa, alex = house.person("U0BODEN"), house.person("U0BODEN2"), house.person("U0LEAD")
    for writer in (kim, noa):
        await writer.command("/atagande", TEXT, channel=CHANNEL)
    with occupied(house), _entries(monkeypatch) as entries:
        writing = [asyncio.create_task(one.form.submit()) for one in (kim, noa)]
        writing.append(asyncio.create_task(kim.click("Klart", in_=shown)))
        await house.until(lambda: len(entries) >= 2)
        await alex.command("/atagande", "lista nätverk", channel=CHANNEL)
        assert TEXT in answer(house, "U0LEAD")
        assert not any(one.done() for one in writing)
    await asyncio.gather(*writing)
    assert [(one.text, one.state) for one in stored(house)] == [(TEXT, "done"), (TEXT, "ongoing"), (TEXT, "ongoing")]


@contextmanager
def _entries(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Database]]:
    """Collect who comes to write while the block runs."""
    entries: list[Database] = []
    transaction = Database.transaction

    def enter(database: Database, *args: Any) -> Any:
        entries.append(database)
        return transaction(database, *args)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", enter)
        yield entries


async def test_what_cannot_be_stored_in_time_is_never_stored(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    with occupied(house), brief(monkeypatch):
        told = await kim.form.submit()
    assert told.errors == {"Åtagande": "Kunde inte sparas just nu. Det du skrev står kvar. Försök igen om en stund."}
    assert kim.form.value("Åtagande") == TEXT
    await _until_threads_rest(house)
    assert stored(house) == []
    assert not (await kim.form.submit()).errors
    assert [one.text for one in stored(house)] == [TEXT]


async def test_what_waits_for_a_thread_too_long_is_never_stored(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    kim, held = house.person("U0BODEN"), threading.Event()
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    for _ in range(2):
        house.deps.threads.gestures.submit(held.wait)
    with brief(monkeypatch):
        told = await kim.form.submit()
    held.set()
    assert list(told.errors) == ["Åtagande"]
    await _until_threads_rest(house)
    assert stored(house) == []


async def test_a_commit_that_has_begun_is_never_called_not_saved(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = await log(house)
    kim, slow = house.person("U0BODEN"), DeadlinePassed("database", stored=True)
    do = Deps.do

    async def late(self: Deps, use_case: Callable[..., Any], *args: Any, **named: Any) -> Any:
        result = await do(self, use_case, *args, **named)
        if not is_only_reading(use_case):
            raise slow
        return result

    await kim.command("/atagande", "En till", channel=CHANNEL)
    with monkeypatch.context() as patch:
        patch.setattr(Deps, "do", late)
        assert not (await kim.form.submit()).errors
        assert "det är sparat" in kim.form.plain()
        await kim.click("Klart", in_=shown)
        assert "det är sparat" in answer(house, "U0BODEN")
    assert [(one.text, one.state) for one in stored(house)] == [(TEXT, "done"), ("En till", "ongoing")]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_connection_lost_at_the_commit_leaves_it_open_whether_it_is_saved(house: House) -> None:
    kim = house.person("U0BODEN")
    await kim.command("/atagande", TEXT, channel=CHANNEL)
    with at_commit(house, _end_connection):
        (told,) = (await kim.form.submit()).errors.values()
    assert told.startswith("Jag fick inget svar när det skulle sparas, så jag vet inte om det blev gjort.")
    assert not (await kim.form.submit()).errors
    assert [one.text for one in stored(house)] == [TEXT]


async def test_a_command_is_answered_with_what_was_typed_while_slack_hangs(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    kim = house.person("U0BODEN")
    house.slack.fail("views.open", kind="hang_after_apply")
    with brief(monkeypatch):
        await kim.command("/atagande", TEXT, channel=CHANNEL)
    assert answer(house, "U0BODEN").splitlines() == [
        "Slack svarar inte just nu, så ingenting är ändrat. Försök igen om en stund.",
        f"> /atagande {TEXT}",
    ]


async def test_what_nobody_waits_for_any_more_has_no_deadline(house: House) -> None:
    seen = []

    async def remember() -> None:
        seen.append(deadline.current())

    deadline.start()
    house.deps.later(remember())
    await house.settle()
    assert seen == [None]
    assert deadline.current() is not None


@contextmanager
def at_commit(house: House, act: Callable[[Any], None]) -> Iterator[None]:
    """Do something in the thread of a gesture that commits, just before it does."""

    def commit(connection: Any) -> None:
        if deadline.current() is not None:
            act(connection)

    event.listen(house.deps.database.writer, "commit", commit)
    try:
        yield
    finally:
        event.remove(house.deps.database.writer, "commit", commit)


def _end_connection(connection: Any) -> None:
    pid = connection.connection.dbapi_connection.info.backend_pid
    engine = create_engine(connection.engine.url)
    with engine.begin() as other:
        other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": pid})
    engine.dispose()


async def _until_threads_rest(house: House) -> None:
    """Wait until every thread that writes has ended what it had begun."""
    both = threading.Barrier(2)
    async with asyncio.timeout(60):
        loop = asyncio.get_running_loop()
        await asyncio.gather(*(loop.run_in_executor(house.deps.threads.gestures, both.wait) for _ in range(2)))
