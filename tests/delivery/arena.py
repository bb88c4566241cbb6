"""Where processes are killed: a database, a playground that can kill too, and a count of what was lost or doubled."""

import multiprocessing
import os
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from multiprocessing.context import ForkServerProcess
from typing import Any

from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.db import Database
from bot.storage.deliveries import queue
from bot.storage.tables import Delivery, Workspace
from playground.faults import Fault, Faults
from playground.running import InThread, running_in_thread
from scheduler.marks import mark_of
from tests.cast import CHANNEL, settle
from tests.delivery.worker import NOW, UNTIL, Order, work

#: The states in which a row ends.
ENDS = {"sent", "skipped", "failed", "expired", "uncertain", "cancelled"}
USERS = (("U0BODEN", "kim"), ("U0KALIX", "robin"), ("U0BODEN2", "noa"), ("U0LEAD", "alex"))
#: Points that the playground strikes at, when a message arrives: has it been taken?
TAKEN = {"in flight, taken": True, "in flight, not taken": False}

processes = multiprocessing.get_context("forkserver")
# What a process imports is imported once; also what the command does, whose module every process reads again.
processes.set_forkserver_preload(["tests.delivery.arena", "tests.postgres", "bot.storage.migrate"])
_names = count(1)


class Killer(Faults):
    """Kills the process whose nth message arrives, before or after Slack took it."""

    def __init__(self) -> None:
        super().__init__()
        self.left = 0
        self.taken = False
        self.process: ForkServerProcess | None = None

    def take(self, method: str, args: dict[str, Any]) -> Fault | None:
        """Return what becomes of the call, after the kill."""
        if method != "chat.postMessage" or self.left == 0:
            return super().take(method, args)
        self.left -= 1
        if self.left > 0:
            return None
        while self.process is None or self.process.pid is None:
            time.sleep(0.001)
        os.kill(self.process.pid, signal.SIGKILL)
        return Fault(method, "reset_after_apply" if self.taken else "reset_before")


@dataclass
class Count:
    """What came of the messages of one point."""

    kills: int = 0
    lost: int = 0
    doubled: int = 0
    not_ended: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.kills + other.kills,
            self.lost + other.lost,
            self.doubled + other.doubled,
            self.not_ended + other.not_ended,
        )

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost or doubled, and everything has ended."""
        return not (self.lost or self.doubled or self.not_ended)


@dataclass
class Arena:
    """A database, a playground, and the processes between them."""

    database: Database
    order: Order
    served: InThread
    killer: Killer
    #: Seconds by which the machine's clock is ahead, the same for every process and for Slack.
    ahead: Any
    recipients: tuple[str, ...]
    _keys: Iterator[int] = field(default_factory=lambda: count(1))

    def start(self, told: Any = None, **changes: Any) -> ForkServerProcess:
        """Start a process."""
        process = processes.Process(target=work, args=(replace(self.order, **changes), self.ahead, told), daemon=True)
        process.start()
        return process

    def run(self, **changes: Any) -> int | None:
        """Let a process run to its end, whichever; return how it ended (-9 when it was killed)."""
        process = self.start(**changes)
        self.killer.process = process
        process.join(60)
        assert process.exitcode is not None, "a process hangs"
        self.killer.process = None
        return process.exitcode

    def pass_time(self) -> None:
        """Let every lease and claim end, and history settle."""
        self.ahead.value += self.order.lease_seconds + self.order.settle_seconds + 1

    def keys(self, many: int) -> tuple[tuple[str, str], ...]:
        """Return new messages for everybody in turn."""
        numbers = [next(self._keys) for _ in range(many)]
        return tuple((f"k{number}", self.recipients[number % len(self.recipients)]) for number in numbers)

    def put(self, many: int, kind: str) -> list[str]:
        """Queue messages."""
        keys = self.keys(many)
        with self.database.transaction(Actor(1, None, via="bot"), NOW) as session:
            for key, recipient in keys:
                queue(session, key=key, kind=kind, recipient=recipient, due_at=NOW, expires_at=UNTIL, now=NOW)
        return [key for key, _ in keys]

    def drain(self, keys: list[str], planned: tuple[tuple[str, str], ...]) -> None:
        """Run until everything has ended."""
        for _ in range(4):
            self.pass_time()
            assert self.run(planned=planned) == 0
            if not self.not_ended(keys):
                return

    def states(self, keys: list[str]) -> dict[str, str]:
        """Return the states of these messages."""
        with self.database.reading() as session:
            rows = session.execute(select(Delivery.key, Delivery.status).where(Delivery.key.in_(keys)))
            return {row.key: row.status for row in rows}

    def not_ended(self, keys: list[str]) -> int:
        """Return how many of these are in no end state, or not even there."""
        states = self.states(keys)
        return sum(states.get(key) not in ENDS for key in keys)

    def posted(self, keys: list[str]) -> Counter[str]:
        """Return how many times Slack has taken each of these, also when a copy was deleted since."""
        with self.database.reading() as session:
            workspace = session.get_one(Workspace, 1)
        keys_of = {mark_of(workspace, key): key for key in keys}
        calls = self.served.do(lambda slack: list(slack.called("chat.postMessage")))
        marks = [call.args["metadata"]["event_payload"]["d"] for call in calls if (call.answer or {}).get("ok")]
        return Counter(keys_of[mark] for mark in marks if mark in keys_of)

    def standing(self) -> Counter[str]:
        """Return how many copies of each message stand in Slack now."""
        channels = self.served.do(lambda slack: list(slack.workspace.channels.values()))
        return Counter(message.text for channel in channels for message in channel.messages.values())

    def counted(self, keys: list[str], kills: int) -> Count:
        """Return what came of these messages."""
        posted = self.posted(keys)
        lost = sum(posted[key] == 0 for key in keys)
        return Count(kills, lost, sum(posted[key] > 1 for key in keys), self.not_ended(keys))


@contextmanager
def arena(database_url: str, **order: Any) -> Iterator[Arena]:
    """Open an arena on a migrated database."""
    ahead = processes.Value("d", 0.0)
    database = Database(database_url)
    try:
        cast = settle(database)
        with running_in_thread(clock=lambda: time.time() + ahead.value) as served:
            killer = Killer()
            served.do(lambda slack: _furnish(slack, killer))
            api_url, token = served.do(lambda slack: (slack.api_url, slack.token))
            ordered = Order(database.url.render_as_string(hide_password=False), api_url, token, **order)
            recipients = (f"network:{cast.network}", "person:1", "person:2", "person:3")
            yield Arena(database, ordered, served, killer, ahead, recipients)
    finally:
        database.close()


def _furnish(slack: Any, killer: Killer) -> None:
    slack.faults = killer
    for user, name in USERS:
        slack.add_user(user, name, f"{name.capitalize()} Exempel")
    slack.add_channel(CHANNEL, "norr", ("U0BODEN", "U0KALIX"))
