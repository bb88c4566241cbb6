"""The heartbeat: APScheduler only sets events; our own tasks do the work, and end in order.

`run(deps, stop)` is all that a process starts. It returns when `stop` is set and what was under way has ended: sends
that do not end in FINISH_WITHIN seconds are left `sending`, and Slack's history decides about them later.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, machine_clock
from bot.deps import Deps
from bot.storage.sending import is_anything_to_do
from scheduler.breaker import Breaker
from scheduler.channels import look_at_lost_channels
from scheduler.guard import tell_away
from scheduler.pace import Stops
from scheduler.plan import plan
from scheduler.profiles import serve_profiles
from scheduler.prompt import serve_prompt
from scheduler.recognise import NotRecognised, recognise
from scheduler.reconcile import is_anything_undecided, reconcile
from scheduler.refresh import refresh_due
from scheduler.restore import NoHistory, restore
from scheduler.send import expire_due, send_due
from scheduler.sender import POST, Sender, lease_holder, prompt_sender
from scheduler.sweep import is_anything_doubtful, sweep
from scheduler.transactions import reading

log = structlog.get_logger(__name__)

#: Seconds between beats.
SEND_EVERY = 1.0
RECONCILE_EVERY = 15.0
PLAN_EVERY = 3600.0

#: How often a process that may not send asks whether it may by now (`adopt`), in seconds.
RECOGNISE_EVERY = 15.0

#: How often what was sent before a restore is looked for, when Slack did not tell, in seconds.
RESTORE_AGAIN = 15.0

#: How long what is under way may take when the process stops, in seconds.
FINISH_WITHIN = 4.0


@dataclass
class Beats:
    """What the clock has called for since somebody last looked."""

    _due: set[str] = field(default_factory=set)
    _any: asyncio.Event = field(default_factory=asyncio.Event)

    async def beat(self, name: str) -> None:
        """Call for a piece of work."""
        self._due.add(name)
        self._any.set()

    async def wait(self) -> None:
        """Wait until something is called for."""
        await self._any.wait()

    def take(self) -> set[str]:
        """Return what is called for; from now on it is taken care of."""
        taken, self._due = self._due, set()
        self._any.clear()
        return taken


async def run(
    deps: Deps,
    stop: asyncio.Event,
    *,
    scheduled: bool = True,
    after_restore: bool = False,
    machine: Clock = machine_clock,
) -> None:
    """Send until `stop`: what somebody waits for, and, when `scheduled`, all that the calendar asks for.

    After a restore nothing is sent before it is known what was sent since the backup.
    """
    stops, breaker, ready = Stops(), Breaker(), asyncio.Event()
    holder = partial(lease_holder, deps, stops=stops, breaker=breaker, stopping=stop, machine=machine)
    prompt = prompt_sender(deps, stops=stops, breaker=breaker, stopping=stop, machine=machine)
    tasks = [serve_profiles(deps, stop), _prompt_task(prompt, ready)]
    deps.metrics.is_scheduled = scheduled
    if scheduled:
        tasks.append(_scheduled_task(holder(), ready))
    if after_restore:
        tasks.append(_restore_task(holder(), ready))
    else:
        ready.set()
    await _until_stopped([asyncio.create_task(one) for one in tasks], stop)


async def _until_stopped(tasks: list[asyncio.Task[None]], stop: asyncio.Event) -> None:
    stopped = asyncio.create_task(stop.wait())
    try:
        # A task that ends by itself has met something it does not know: the process should not live on without it.
        await asyncio.wait([stopped, *tasks], return_when=asyncio.FIRST_COMPLETED)
        stop.set()
        await asyncio.wait(tasks, timeout=FINISH_WITHIN)
    finally:
        for task in (stopped, *tasks):
            task.cancel()
        ended = await asyncio.gather(*tasks, return_exceptions=True)
    for result in ended:
        if isinstance(result, Exception):
            raise result


async def _prompt_task(sender: Sender, ready: asyncio.Event) -> None:
    if await _recognised(sender) and await _or_stop(sender, ready.wait()):
        await serve_prompt(sender)


async def _restore_task(sender: Sender, ready: asyncio.Event) -> None:
    """Find out what was sent since the backup, however long it takes; then let the others begin."""
    if not await _recognised(sender):
        return
    while not sender.stopping.is_set() and not await _restored(sender):
        await _or_stop(sender, asyncio.sleep(RESTORE_AGAIN))
    ready.set()
    await sender.stopping.wait()


async def _restored(sender: Sender) -> bool:
    if sender.lease is None or not await sender.lease.take():
        return False
    try:
        await restore(sender)
    except (NoHistory, SQLAlchemyError):
        log.exception("What was sent before the restore is not known yet; nothing is sent until it is")
        return False
    finally:
        await sender.lease.give_back()
    return True


async def _scheduled_task(sender: Sender, ready: asyncio.Event) -> None:
    if not await _recognised(sender) or not await _or_stop(sender, ready.wait()):
        return
    beats = Beats()
    clock = _clock(beats, sender)
    clock.start()
    try:
        while await _or_stop(sender, beats.wait()):
            await _work(sender, beats.take())
    finally:
        clock.shutdown(wait=False)


def _clock(beats: Beats, sender: Sender) -> AsyncIOScheduler:
    clock = AsyncIOScheduler(timezone=UTC, job_defaults={"coalesce": True, "misfire_grace_time": None})
    # With a short settle time there is something to reconcile sooner.
    reconcile_every = min(RECONCILE_EVERY, max(SEND_EVERY, sender.settle_time.total_seconds()))
    for name, seconds in (("plan", PLAN_EVERY), ("reconcile", reconcile_every), ("send", SEND_EVERY)):
        clock.add_job(beats.beat, "interval", args=[name], seconds=seconds, next_run_time=datetime.now(UTC))
    return clock


async def _work(sender: Sender, called_for: set[str]) -> None:
    sender.deps.metrics.beat()
    try:
        if "plan" in called_for:
            await look_at_lost_channels(sender.deps)
            await plan(sender.deps)
        if await _is_work(sender, called_for):
            await _with_lease(sender, called_for)
    except SQLAlchemyError as error:
        tell_away(error, "The database is away; the next beat tries again")


async def _is_work(sender: Sender, called_for: set[str]) -> bool:
    if "reconcile" in called_for and (await is_anything_undecided(sender) or await is_anything_doubtful(sender)):
        return True
    if sender.stops.left(POST):
        return False
    return await reading(sender.deps, is_anything_to_do, sender.waiting(), lease=sender.lease_time)


async def _with_lease(sender: Sender, called_for: set[str]) -> None:
    """Hold the lease only while there is something to do: another process's run gets its turn."""
    if sender.lease is None or not await sender.lease.take():
        return
    try:
        if "reconcile" in called_for:
            await reconcile(sender)
        await expire_due(sender)
        await send_due(sender)
        await refresh_due(sender)
        if "reconcile" in called_for:
            await sweep(sender)
    finally:
        await sender.lease.give_back()


async def _recognised(sender: Sender) -> bool:
    """Wait until this database speaks for this installation; False when the process stops before."""
    told: NotRecognised | None = None
    while not sender.stopping.is_set():
        try:
            await recognise(sender.deps)
        except NotRecognised as why:
            if told is None:
                log.warning("Nothing is sent", why=str(why))
            told = why
        except SQLAlchemyError as error:
            tell_away(error, "The database is away; nothing is sent until it is there")
        else:
            return True
        await _or_stop(sender, asyncio.sleep(RECOGNISE_EVERY))
    return False


async def _or_stop(sender: Sender, something: Coroutine[Any, Any, object]) -> bool:
    """Wait for something or the end of the process; return False at the end."""
    waits = [asyncio.ensure_future(one) for one in (something, sender.stopping.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
    return not sender.stopping.is_set()
