"""What one sender has in its hands."""

import asyncio
import os
import secrets
import socket
from collections import Counter, deque
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.clock import Clock, machine_clock
from bot.deps import Deps
from bot.domain.deliveries import TIMINGS
from bot.storage.sending import Claim, Waiting, Waits, claim, rows_that_wait
from scheduler.breaker import REST, Breaker
from scheduler.lease import Lease
from scheduler.order import in_turn
from scheduler.pace import PROMPT_SHARE, SCHEDULED_SHARE, Pace, Stops
from scheduler.transactions import reading, writing

POST = "chat.postMessage"
OPEN = "conversations.open"
UPDATE = "chat.update"
HISTORY = "conversations.history"
DELETE = "chat.delete"

#: Rows claimed at a time, at most.
BATCH = 100

#: How many rows are put in order at a time, and how long the order counts, in seconds.
LOOKED_AT = 10_000
LOOK_AGAIN = 30.0

#: The states in which a row ends.
DONE = ("sent", "skipped", "failed", "expired", "cancelled")


def new_owner() -> str:
    """Return a name for a process that no other has: machine, process, and chance."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass
class Sender:
    """One loop that sends: with the lease everything that is due, without it only what somebody waits for."""

    deps: Deps
    owner: str
    lease: Lease | None
    pace: Pace
    stops: Stops
    kinds: Collection[str] | None = None
    machine: Clock = machine_clock
    #: Set when the process should end: nothing new is begun.
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    #: Slack does not accept the bot: the rest of what is claimed goes back.
    halted: bool = False
    #: Rows whose turn comes next, and when that was found out, by the machine's clock.
    ahead: deque[Waits] = field(default_factory=deque)
    looked_at: datetime | None = None
    #: How many calls of late nobody knows the end of.
    breaker: Breaker = field(default_factory=Breaker)
    #: What Slack knows pictures as that it was given, by what they show; the oldest first.
    pictures: dict[str, str] = field(default_factory=dict)
    #: How many rows ended in which state.
    tally: Counter[str] = field(default_factory=Counter)

    @property
    def lease_time(self) -> timedelta:
        """How long a claim holds."""
        return timedelta(seconds=self.deps.settings.lease_seconds)

    @property
    def interval(self) -> timedelta:
        """How often one channel takes a message."""
        return timedelta(minutes=1) / self.deps.settings.channel_rate

    @property
    def settle_time(self) -> timedelta:
        """How long Slack's history is given before it decides."""
        return timedelta(seconds=self.deps.settings.settle_seconds)

    def settled(self) -> datetime:
        """Return the instant before which every call has ended and stands in Slack's history, if it was done."""
        return self.machine() - self.lease_time - self.settle_time

    def sweep_at(self) -> datetime:
        """Return when a call that is made now will stand in Slack's history."""
        return self.machine() + self.lease_time + self.settle_time

    def unanswered(self) -> bool:
        """Count a call without an answer; after several of them posting rests. Return whether it does now."""
        if not self.breaker.unanswered(self.machine()):
            return False
        self.stops.stop(POST, min(REST, self.deps.settings.lease_seconds / 2))
        return True

    def waiting(self) -> Waiting:
        """Return what this sender may claim now."""
        return Waiting(self.deps.workspace_id, self.deps.clock(), self.machine(), self.kinds)

    async def take(self) -> list[Claim]:
        """Claim the rows whose turn it is; none when nothing waits."""
        if not self.ahead or self.looked_at is None or self.looked_at < self.machine() - timedelta(seconds=LOOK_AGAIN):
            await self.look_ahead()
        turns = [row.id for row in self._batch()]
        return await writing(self.deps, claim, self.waiting(), turns, owner=self.owner) if turns else []

    async def look_ahead(self) -> None:
        """Find out whose turn it is."""
        waiting, settings = self.waiting(), self.deps.settings
        rows = await reading(self.deps, rows_that_wait, waiting, limit=LOOKED_AT)
        apart = -(-settings.workspace_rate // settings.channel_rate)
        self.ahead = deque(in_turn(rows, interval=self.interval, apart=apart, limit=LOOKED_AT, now=waiting.now))
        self.looked_at = waiting.machine_now

    def _batch(self) -> list[Waits]:
        """Take from what is ahead as much as can be sent within a third of the lease."""
        third = self.lease_time / 3
        in_all = min(BATCH, int(self.deps.settings.workspace_rate * SCHEDULED_SHARE * third / timedelta(minutes=1)))
        batch: list[Waits] = []
        to: Counter[str] = Counter()
        while self.ahead and len(batch) < max(1, in_all):
            to[self.ahead[0].recipient] += 1
            if batch and to[self.ahead[0].recipient] * self.interval > third:
                break
            batch.append(self.ahead.popleft())
        return batch

    def may_go_on(self) -> bool:
        """Return whether another message may be begun: the process goes on, and Slack has not said wait or no."""
        return not (self.stopping.is_set() or self.halted or self.stops.left(POST))

    def wait_until(self, seconds: float) -> datetime:
        """Return the instant so many seconds from now, by the machine's clock."""
        return self.machine() + timedelta(seconds=seconds)


def lease_holder(
    deps: Deps,
    *,
    stops: Stops | None = None,
    breaker: Breaker | None = None,
    stopping: asyncio.Event | None = None,
    machine: Clock = machine_clock,
) -> Sender:
    """Return a sender of everything that is due; it sends only while it holds the lease."""
    owner = new_owner()
    return Sender(
        deps,
        owner,
        Lease(deps, owner, machine),
        _pace(deps, SCHEDULED_SHARE),
        stops or Stops(),
        machine=machine,
        stopping=stopping or asyncio.Event(),
        breaker=breaker or Breaker(),
    )


def prompt_sender(
    deps: Deps,
    *,
    stops: Stops | None = None,
    breaker: Breaker | None = None,
    stopping: asyncio.Event | None = None,
    machine: Clock = machine_clock,
) -> Sender:
    """Return a sender of what a person's own action caused; it needs no lease."""
    return Sender(
        deps,
        new_owner(),
        None,
        _pace(deps, PROMPT_SHARE),
        stops or Stops(),
        kinds=[name for name, timing in TIMINGS.items() if timing.prompt],
        machine=machine,
        stopping=stopping or asyncio.Event(),
        breaker=breaker or Breaker(),
    )


def _pace(deps: Deps, share: float) -> Pace:
    settings = deps.settings
    return Pace(
        channel_rate=settings.channel_rate,
        workspace_rate=settings.workspace_rate * share,
        update_rate=settings.update_rate,
    )
