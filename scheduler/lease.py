"""The sender's lease, as one process takes, keeps and gives back."""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock, machine_clock
from bot.deps import Deps
from bot.storage.leases import give_back_lease, take_lease
from scheduler.transactions import writing

#: How often somebody who waits for the lease asks again, in seconds.
ASK_EVERY = 0.25


@dataclass
class Lease:
    """The right to send for a workspace, one process at a time, by the machine's clock."""

    deps: Deps
    owner: str
    machine: Clock = machine_clock

    async def take(self) -> bool:
        """Take the lease or hold it for longer; False while another process has it."""
        self.deps.metrics.beat()
        now = self.machine()
        until = now + timedelta(seconds=self.deps.settings.lease_seconds)
        named = {"workspace_id": self.deps.workspace_id, "owner": self.owner, "machine_now": now, "until": until}
        return await writing(self.deps, take_lease, **named)

    async def wait(self) -> bool:
        """Take the lease as soon as it is free; False when another process held it for as long as a lease lasts."""
        last = self.machine() + timedelta(seconds=self.deps.settings.lease_seconds)
        while not await self.take():
            if self.machine() >= last:
                return False
            await asyncio.sleep(ASK_EVERY)
        return True

    async def give_back(self) -> None:
        """Let the next process send."""
        await writing(self.deps, give_back_lease, workspace_id=self.deps.workspace_id, owner=self.owner)
