"""What a running process has in its hands, made in `bot.app` and handed to whoever needs it."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import Clock, machine_clock
from bot.config import Settings
from bot.metrics import Metrics
from bot.storage.db import POOL_SIZE, Database

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
    pool: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(max_workers=POOL_SIZE, thread_name_prefix="use-case")
    )

    async def do(self, use_case: Callable[..., T], *args: Any, **named: Any) -> T:
        """Run a use case, a plain function of the database, its arguments and `now`, in the process's own threads."""
        call = partial(use_case, self.database, *args, now=self.clock(), **named)
        return await asyncio.get_running_loop().run_in_executor(self.pool, call)

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
        self.pool.shutdown()

    def nudge(self) -> None:
        """Say that something was queued that somebody waits for."""
        self.news.set()
