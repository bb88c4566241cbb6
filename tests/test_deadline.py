"""A gesture that is called off: nothing of it is stored, or what it has begun to commit is waited for."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import event, select

from bot import deadline
from bot.config import Settings
from bot.deadline import DeadlinePassed
from bot.deps import Deps
from bot.domain.people import Actor
from bot.storage.db import Database, only_reads
from bot.storage.tables import Person
from tests.cast import Cast


@dataclass
class Gate:
    """A place in a thread where it stands until it is let through."""

    reached: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def stand(self, *_: Any) -> None:
        self.reached.set()
        assert self.opened.wait(60)

    async def until_reached(self) -> None:
        assert await asyncio.to_thread(self.reached.wait, 60)


@dataclass
class Gesture:
    """Somebody is added, slowly: before the commit, or in it."""

    deps: Deps
    cast: Cast
    before: Gate = field(default_factory=Gate)
    within: Gate = field(default_factory=Gate)

    def add(self, database: Database, *, now: datetime) -> None:
        with database.transaction(Actor(self.cast.workspace, None), now) as session:
            session.add(Person(workspace_id=self.cast.workspace, slack_user_id="U0NY"))
            self.before.stand()

    async def run(self) -> bool:
        """Return whether it is told as stored when it is called off."""
        deadline.start()
        gesture = deadline.current()
        assert gesture is not None
        with suppress(asyncio.CancelledError):
            await self.deps.do(self.add)
        return gesture.stored

    def is_stored(self) -> bool:
        with self.deps.database.reading() as session:
            return session.scalar(select(Person.id).where(Person.slack_user_id == "U0NY")) is not None


@pytest.fixture
def gesture(database: Database, cast: Cast) -> Iterator[Gesture]:
    gesture = Gesture(Deps(Settings(), database, AsyncWebClient(), cast.workspace), cast)
    event.listen(database.writer, "commit", gesture.within.stand)
    yield gesture
    event.remove(database.writer, "commit", gesture.within.stand)
    gesture.deps.threads.shutdown()


async def test_what_has_not_begun_to_commit_is_never_stored(gesture: Gesture) -> None:
    running = asyncio.create_task(gesture.run())
    await gesture.before.until_reached()
    running.cancel()
    assert await running is False
    gesture.before.opened.set()
    gesture.within.opened.set()
    gesture.deps.threads.gestures.shutdown()
    assert not gesture.is_stored()
    assert not gesture.within.reached.is_set()


async def test_what_has_begun_to_commit_is_waited_for(gesture: Gesture) -> None:
    running = asyncio.create_task(gesture.run())
    gesture.before.opened.set()
    await gesture.within.until_reached()
    running.cancel()
    await asyncio.sleep(0)
    assert not running.done()
    gesture.within.opened.set()
    assert await running is True
    assert gesture.is_stored()


async def test_a_part_of_a_gesture_ends_at_the_deadline(gesture: Gesture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deadline, "SECONDS", 0.5)
    deadline.start()
    with pytest.raises(DeadlinePassed) as passed:
        async with deadline.enforced():
            await gesture.deps.do(gesture.add)
    assert (passed.value.waited_for, passed.value.stored) == ("database", False)
    with pytest.raises(DeadlinePassed) as passed:
        async with deadline.enforced():
            await asyncio.Event().wait()
    assert passed.value.stored is False
    gesture.before.opened.set()
    gesture.within.opened.set()


async def test_a_shorter_patience_is_not_taken_for_the_deadline() -> None:
    deadline.start()
    with pytest.raises(TimeoutError):
        async with deadline.enforced(), asyncio.timeout(0):
            await asyncio.Event().wait()


async def test_what_says_that_it_only_reads_cannot_write(gesture: Gesture) -> None:
    with pytest.raises(RuntimeError, match="only reads"):
        await gesture.deps.do(only_reads(Gesture(gesture.deps, gesture.cast).add))
