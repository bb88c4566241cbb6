"""What a running process has in its hands, made in `bot.app` and handed to whoever needs it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot import deadline
from bot.clock import Clock, machine_clock
from bot.config import Settings
from bot.metrics import Metrics
from bot.slack.installed import Lookup
from bot.slack.permissions import Permissions
from bot.storage.db import Database, is_only_reading, reading_only
from bot.threads import Threads

T = TypeVar("T")

#: How long who only reads waits in turn with those that write, in seconds; then it is held up, and gets a thread of its
#: own. One queue is what is fair when many act at once.
HELD_UP = 0.15
#: How long what nobody waits for may still take when all else has ended, in seconds.
LAST_MOMENT = 1.0


@dataclass(frozen=True)
class Deps:
    """The settings, the database, Slack and the clock of one process, speaking for one workspace."""

    settings: Settings
    database: Database
    slack: AsyncWebClient
    workspace_id: int
    clock: Clock = machine_clock
    #: Told after a commit: somebody waits for what the commit queued.
    news: asyncio.Event = field(default_factory=asyncio.Event)
    #: Told when somebody acts whom Slack has not told about yet.
    newcomers: asyncio.Event = field(default_factory=asyncio.Event)
    #: What goes on that nobody waits for.
    unfinished: set[asyncio.Task[None]] = field(default_factory=set)
    #: What whoever watches this process may know.
    metrics: Metrics = field(default_factory=Metrics)
    #: Which app we are, as far as Slack has told.
    installed: Lookup = field(default_factory=Lookup)
    #: What the bot's token may do, as far as Slack has told.
    permissions: Permissions = field(default_factory=Permissions)
    threads: Threads = field(default_factory=Threads)

    async def do(self, use_case: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a use case that somebody waits for: a plain function of the database, its arguments and `now`.

        One that only reads (`storage.db.only_reads`) is not held up by those that wait to write. Raises DeadlinePassed.
        """
        call = partial(use_case, self.database, *args, **named)
        if is_only_reading(use_case):
            return await self._run(self.threads.gestures, partial(reading_only, call), spare=self.threads.spare)
        return await self._run(self.threads.gestures, call)

    async def do_behind(self, use_case: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a use case as `do` does, where no gesture has to wait until it ends."""
        return await self._run(self.threads.behind, partial(use_case, self.database, *args, **named))

    async def _run(self, threads: Executor, call: Callable[..., T], *, spare: Executor | None = None) -> T:
        inside = partial(copy_context().run, partial(call, now=self.clock()))
        running = threads.submit(inside)
        answer = asyncio.wrap_future(running)
        gesture = deadline.current()
        try:
            if spare is not None and await _is_held_up(answer) and running.cancel():
                running = spare.submit(inside)
                answer = asyncio.wrap_future(running)
            return await asyncio.shield(answer)
        except asyncio.CancelledError:
            if gesture is not None:
                gesture.waited_for = "database"
            if gesture is None or gesture.give_up():
                running.cancel()
            else:
                await answer
            raise

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for, after the receipt; the process gives it a while to end."""
        unhurried = copy_context()
        unhurried.run(deadline.forget)
        task = asyncio.create_task(work, context=unhurried)
        self.unfinished.add(task)
        task.add_done_callback(self.unfinished.discard)

    def look_up_app(self) -> asyncio.Task[None] | None:
        """Begin to ask Slack which app we are, where that is not known; return what is under way."""
        asking = self.installed.begin(self.slack)
        if asking is not None and asking not in self.unfinished:
            self.unfinished.add(asking)
            asking.add_done_callback(self.unfinished.discard)
        return asking

    async def finish(self) -> None:
        """Let what goes on end, LAST_MOMENT at most, and the threads with it."""
        if self.unfinished:
            await asyncio.wait(self.unfinished, timeout=LAST_MOMENT)
        cut_short = [task for task in self.unfinished if task.cancel()]
        await asyncio.gather(*cut_short, return_exceptions=True)
        self.threads.shutdown()

    def nudge(self) -> None:
        """Say that something was queued that somebody waits for."""
        self.news.set()


async def _is_held_up(answer: asyncio.Future[T]) -> bool:
    """Return whether an answer is still waited for after a while."""
    _, waited_for = await asyncio.wait({answer}, timeout=HELD_UP)
    return bool(waited_for)
