"""A process that sends, made to be killed: at a named point it ends itself as SIGKILL does, or stands still.

It is the shipped code, run once (`run_due`) or until it is killed (`heartbeat.run`), with two made-up kinds of
messages; what dies is wrapped around its functions here, so that nothing in the bot knows of it.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from bot.config import Settings
from bot.deps import Deps
from bot.domain.calendar import Policy
from bot.domain.deliveries import TIMINGS, Timing, WhoseClock
from bot.language import Language
from bot.messages.registry import KINDS, Kind, Message, Planned
from bot.slack.client import slack_client
from bot.storage.db import Database
from bot.storage.tables import Delivery, Workspace
from scheduler import heartbeat, plan, prompt, reconcile, send, sender, sweep
from scheduler.run_due import run_due

#: The story's time; the machine's is another.
NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
UNTIL = NOW + timedelta(days=1)

#: Where a process dies: the module's function, and whether before it, after it, or inside a transaction after its work.
POINTS: dict[str, tuple[Any, str, str]] = {
    "while planning": (plan, "queue_many", "inside"),
    "before claim commit": (sender, "claim", "inside"),
    "after claim": (send, "composed", "before"),
    "after last look": (send, "_post_once", "before"),
    "after answer": (send, "_post_once", "after"),
    "before result commit": (send, "finish_sent", "inside"),
    "after result commit": (send, "_end_sent", "after"),
    "reconciling, before reading": (reconcile, "read_for", "before"),
    "reconciling, after reading": (reconcile, "read_for", "after"),
    "reconciling, before commit": (reconcile, "finish_sent", "inside"),
    "sweeping": (sweep, "read_for", "after"),
}


@dataclass(frozen=True)
class Order:
    """What a process should do."""

    database_url: str
    api_url: str
    token: str
    #: Plans these messages: key and recipient.
    planned: tuple[tuple[str, str], ...] = ()
    #: A point, at the how-manieth time it is passed, and what happens there.
    point: str | None = None
    nth: int = 1
    blow: signal.Signals = signal.SIGKILL
    #: Whether it goes on until it is killed.
    endless: bool = False
    lease_seconds: float = 60
    settle_seconds: float = 30


def work(order: Order, ahead: Any, told: Any = None) -> None:
    """Do what is ordered; `ahead` is how many seconds the machine's clock is ahead, told by whoever ordered it."""
    _register(order)
    _aim(order)
    plan.BATCH = 2
    heartbeat.SEND_EVERY, prompt.LOOK_EVERY = 0.2, 0.2
    result = asyncio.run(_work(order, lambda: datetime.now(UTC) + timedelta(seconds=ahead.value)))
    if told is not None:
        told.put(result)


async def _work(order: Order, machine: Callable[[], datetime]) -> int:
    settings = Settings(
        SLACK_BOT_TOKEN=order.token,
        SLACK_API_URL=order.api_url,
        DATABASE_URL=order.database_url,
        NATVERKSBOT_SECRET_KEY="A" * 43 + "=",
        NATVERKSBOT_CHANNEL_RATE=60_000,
        NATVERKSBOT_WORKSPACE_RATE=60_000,
        NATVERKSBOT_LEASE_SECONDS=order.lease_seconds,
        NATVERKSBOT_SETTLE_SECONDS=order.settle_seconds,
    )
    database = Database(order.database_url)
    async with slack_client(settings) as client:
        deps = Deps(settings, database, client, 1, lambda: NOW)
        if order.endless:
            await heartbeat.run(deps, asyncio.Event(), machine=machine)
        return (await run_due(deps, NOW, machine=machine)).sent


def _register(order: Order) -> None:
    def facts(_session: Session, row: Delivery, _now: datetime) -> str:
        return row.key

    def blocks(key: str, _language: Language) -> Message:
        return Message(key, [])

    def planned(_session: Session, _workspace: Workspace, start: datetime, end: datetime) -> list[Planned]:
        return [Planned(key, recipient, NOW, UNTIL) for key, recipient in order.planned if start <= NOW < end]

    KINDS.clear()
    for name, is_prompt in (("note", False), ("cheer", True)):
        TIMINGS[name] = Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=1), prompt=is_prompt)
    KINDS["note"] = Kind("note", facts, blocks, planned)
    KINDS["cheer"] = Kind("cheer", facts, blocks)


def _aim(order: Order) -> None:
    """Wrap the function of the point, so that the process is gone, or stands still, there."""
    if order.point is None:
        return
    module, name, when = POINTS[order.point]
    passed = iter(range(1, 1_000_000))
    original = getattr(module, name)

    def strike() -> None:
        if next(passed) == order.nth:
            os.kill(os.getpid(), order.blow)

    async def around(*args: Any, **named: Any) -> Any:
        if when == "before":
            strike()
        result = await original(*args, **named)
        if when == "after":
            strike()
        return result

    def inside(*args: Any, **named: Any) -> Any:
        result = original(*args, **named)
        strike()
        return result

    setattr(module, name, inside if when == "inside" else around)
