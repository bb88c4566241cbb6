"""The heartbeat: APScheduler only sets events; our own tasks do the work, and end in order.

`run(deps, stop)` is all that a process starts. It returns when `stop` is set and what was under way has ended: sends
that do not end in FINISH_WITHIN seconds are left `sending`, and Slack's history decides about them later.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from sqlalchemy.exc import SQLAlchemyError

from bot.clock import Clock, machine_clock
from bot.deps import Deps
from bot.storage.sending import is_anything_to_do
from scheduler.pace import Stops
from scheduler.plan import plan
from scheduler.profiles import serve_profiles
from scheduler.prompt import serve_prompt
from scheduler.recognise import NotRecognised, recognise
from scheduler.reconcile import is_anything_undecided, reconcile
from scheduler.refresh import refresh_due
from scheduler.send import expire_due, send_due
from scheduler.sender import POST, Sender, lease_holder, prompt_sender
from scheduler.transactions import reading

log = structlog.get_logger(__name__)

#: Seconds between beats.
SEND_EVERY = 1.0
RECONCILE_EVERY = 15.0
PLAN_EVERY = 3600.0

#: How often a process that may not send asks whether it may by now (`adopt`), in seconds.
RECOGNISE_EVERY = 15.0

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


async def run(deps: Deps, stop: asyncio.Event, *, scheduled: bool = True, machine: Clock = machine_clock) -> None:
    """Send until `stop`: what somebody waits for, and, when `scheduled`, all that the calendar asks for."""
    stops = Stops()
    tasks = [serve_profiles(deps, stop), _prompt_task(prompt_sender(deps, stops=stops, stopping=stop, machine=machine))]
    if scheduled:
        tasks.append(_scheduled_task(lease_holder(deps, stops=stops, stopping=stop, machine=machine)))
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


async def _prompt_task(sender: Sender) -> None:
    if await _recognised(sender):
        await serve_prompt(sender)


async def _scheduled_task(sender: Sender) -> None:
    if not await _recognised(sender):
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
    try:
        if "plan" in called_for:
            await plan(sender.deps)
        if await _is_work(sender, called_for):
            await _with_lease(sender, called_for)
    except SQLAlchemyError:
        log.exception("The database is away; the next beat tries again")


async def _is_work(sender: Sender, called_for: set[str]) -> bool:
    if "reconcile" in called_for and await is_anything_undecided(sender):
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
        else:
            return True
        await _or_stop(sender, asyncio.sleep(RECOGNISE_EVERY))
    return False


async def _or_stop(sender: Sender, something: Coroutine[Any, Any, None]) -> bool:
    """Wait for something or the end of the process; return False at the end."""
    waits = [asyncio.ensure_future(one) for one in (something, sender.stopping.wait())]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waits:
            one.cancel()
    return not sender.stopping.is_set()
