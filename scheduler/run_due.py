"""One run as of an instant: decide what is open, plan, and send all that is due then."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clock import Clock, machine_clock
from bot.deps import Deps
from bot.errors import Sentence
from bot.storage.leases import why_lease_ahead
from bot.storage.sending import count_left, next_attempt
from scheduler.channels import look_at_lost_channels
from scheduler.plan import plan
from scheduler.profiles import look_up_people
from scheduler.recognise import recognise
from scheduler.reconcile import reconcile
from scheduler.refresh import refresh_due
from scheduler.restore import restore
from scheduler.send import expire_due, send_due
from scheduler.sender import POST, Sender, lease_holder
from scheduler.sweep import sweep
from scheduler.transactions import reading

#: How long the run waits, in seconds, when Slack told it to, before it leaves the rest.
PATIENCE = 90.0


@dataclass(frozen=True)
class Result:
    """What the run did; `pending` and `uncertain` are what is left due at its instant."""

    sent: int
    skipped: int
    failed: int
    pending: int
    uncertain: int
    expired: int
    #: Why the run could not be done; None when it was, whatever became of the rows.
    hindrance: Sentence | None = None

    def __str__(self) -> str:
        return (
            f"sent={self.sent} skipped={self.skipped} failed={self.failed} "
            f"pending={self.pending} uncertain={self.uncertain} expired={self.expired}"
        )


async def run_due(deps: Deps, at: datetime, *, after_restore: bool = False, machine: Clock = machine_clock) -> Result:
    """Plan and send all that is due at an instant, which is also the day the words speak of.

    Leases, settling and history go by the machine's clock. While another process holds the sender's lease it waits, at
    most for as long as a lease lasts, and counts the rest as pending. After a restore, what was sent since the backup
    is found out first. A lease that lies in the future is not waited for: it hinders the run. Raises NotRecognised or
    NoHistory when nothing may be sent.
    """
    deps = replace(deps, clock=lambda: at)
    sender = lease_holder(deps, machine=machine)
    await recognise(deps)
    await look_up_people(deps)
    await look_at_lost_channels(deps)
    if not after_restore:
        await expire_due(sender)
    hindrance = await _hindrance(sender)
    if hindrance is None and sender.lease is not None and await sender.lease.wait():
        try:
            if after_restore:
                await restore(sender)
                await expire_due(sender)
            await reconcile(sender)
            await plan(deps)
            await _send_all(sender)
            await refresh_due(sender)
            await sweep(sender)
        finally:
            await sender.lease.give_back()
    else:
        await plan(deps)
    return replace(await _result(sender), hindrance=hindrance)


async def _hindrance(sender: Sender) -> Sentence | None:
    named = {"workspace_id": sender.deps.workspace_id, "machine_now": sender.machine()}
    return await reading(sender.deps, why_lease_ahead, **named)


async def _send_all(sender: Sender) -> None:
    """Send until nothing is due, waiting out what Slack asks for as long as it gets us anywhere."""
    waited = 0.0
    while True:
        before = sender.tally.total()
        await send_due(sender)
        seconds = await _wait_asked_for(sender)
        waited = 0.0 if sender.tally.total() > before else waited
        if seconds is None or waited + seconds > PATIENCE:
            return
        await asyncio.sleep(seconds)
        waited += seconds


async def _wait_asked_for(sender: Sender) -> float | None:
    if seconds := sender.stops.left(POST):
        return seconds
    again = await reading(sender.deps, next_attempt, sender.waiting())
    return None if again is None else max(0.1, (again - sender.machine()).total_seconds())


async def _result(sender: Sender) -> Result:
    deps, tally = sender.deps, sender.tally
    pending, uncertain = await reading(deps, count_left, workspace_id=deps.workspace_id, now=deps.clock())
    return Result(tally["sent"], tally["skipped"], tally["failed"], pending, uncertain, tally["expired"])
