"""What a running process has in its hands, made in `bot.app` and handed to whoever needs it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, machine_clock
from bot.config import Settings
from bot.metrics import Metrics
from bot.storage.db import Database
from bot.threads import Threads

T = TypeVar("T")

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
    threads: Threads = field(default_factory=Threads)

    async def do(self, use_case: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a use case that somebody waits for: a plain function of the database, its arguments and `now`."""
        return await self._run(self.threads.gestures, partial(use_case, self.database, *args, **named))

    async def do_behind(self, use_case: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a use case as `do` does, where no gesture has to wait until it ends."""
        return await self._run(self.threads.behind, partial(use_case, self.database, *args, **named))

    async def _run(self, threads: Executor, call: Callable[..., T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(threads, partial(call, now=self.clock()))

    def later(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that nobody waits for, after the receipt; the process gives it a while to end."""
        task = asyncio.create_task(work)
        self.unfinished.add(task)
        task.add_done_callback(self.unfinished.discard)

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
