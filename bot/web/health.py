"""Whether the process lives, whether it can work, and how it goes."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import machine_clock
from bot.deps import Deps
from bot.domain.calendar import local_day
from bot.domain.deliveries import TIMINGS
from bot.errors import Sentence
from bot.language import Language
from bot.storage.db import Database, trouble_of
from bot.storage.leases import why_lease_ahead
from bot.storage.measures import Queue, queue_of
from bot.storage.sending import WAITED_LONG, is_sending_slow, oldest_neglected
from bot.storage.trial import try_to_store

#: For how long it is believed that something could be stored or not, in seconds: whoever watches asks often.
TRY_EVERY = 10.0


def routes(deps: Deps, seconds: Callable[[], float] = time.monotonic) -> list[Route]:
    """Return the addresses that tell how the process is; `seconds` is a clock that only grows.

    `/healthz`: the process answers. `/readyz`: 503 and why, when nothing can be read, stored or sent, or without a
    heartbeat where there should be one. `/metrics`: numbers for Prometheus.
    """
    trial = _Trial(deps, seconds)

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        why = await _why_not_ready(deps, trial)
        if why is None:
            return JSONResponse({"ready": True})
        language = Language(deps.settings.locale, machine_clock().date())
        return JSONResponse({"ready": False, "why": language.say(why)}, status_code=503)

    async def metrics(_request: Request) -> Response:
        told = deps.metrics.told(await _queue(deps), lambda queue: _seconds(queue, deps.clock()))
        return Response(told, headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _why_not_ready(deps: Deps, trial: "_Trial") -> Sentence | None:
    if await _queue(deps) is None:
        return Sentence("ready-no-database")
    if why := await trial.why_not_stored() or _why_no_heartbeat(deps):
        return why
    return await deps.do_behind(_why_not_sent, deps)


def _why_no_heartbeat(deps: Deps) -> Sentence | None:
    if not deps.metrics.is_scheduled:
        return None
    age = deps.metrics.heartbeat_age()
    if age is None:
        return Sentence("ready-not-begun")
    # Who has not taken the lease anew for as long as it lasts has lost it.
    if age > deps.settings.lease_seconds:
        return Sentence("ready-no-heartbeat", {"seconds": round(age)})
    return None


@dataclass
class _Trial:
    """Storing something now and then, however often and by how many it is asked."""

    deps: Deps
    seconds: Callable[[], float]
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)
    _tried_at: float | None = None
    _why: Sentence | None = None

    async def why_not_stored(self) -> Sentence | None:
        """Return what keeps anything from being stored, None when it can be."""
        async with self._one_at_a_time:
            if self._tried_at is None or self.seconds() - self._tried_at >= TRY_EVERY:
                self._why = await self._try()
                self._tried_at = self.seconds()
        return self._why

    async def _try(self) -> Sentence | None:
        try:
            await self.deps.do_behind(try_to_store, self.deps.workspace_id)
        except SQLAlchemyError as error:
            return Sentence("ready-not-stored", {"error": trouble_of(error) or type(error).__name__})
        return None


def _why_not_sent(database: Database, deps: Deps, *, now: datetime) -> Sentence | None:
    """Return what keeps from being sent what this process would send: all of it, or what people's own actions cause."""
    workspace_id, scheduled = deps.workspace_id, deps.metrics.is_scheduled
    kinds = None if scheduled else [name for name, timing in TIMINGS.items() if timing.prompt]
    with database.reading() as session:
        why = why_lease_ahead(session, workspace_id=workspace_id, machine_now=machine_clock())
        if scheduled and why is not None:
            return why
        oldest = oldest_neglected(session, workspace_id=workspace_id, before=now - WAITED_LONG, kinds=kinds)
        if oldest is None or is_sending_slow(session, workspace_id=workspace_id, now=now):
            return None
    return Sentence("ready-not-sent", {"day": local_day(oldest, ZoneInfo(deps.settings.timezone))})


async def _queue(deps: Deps) -> Queue | None:
    """Return the queue, None when the database does not answer."""
    try:
        return await deps.do_behind(_ask, deps.workspace_id)
    except SQLAlchemyError:
        return None


def _ask(database: Database, workspace_id: int, *, now: datetime) -> Queue:
    with database.reading() as session:
        return queue_of(session, workspace_id=workspace_id, now=now, machine_now=machine_clock())


def _seconds(queue: Queue, now: datetime) -> float:
    return 0.0 if queue.oldest_due_at is None else max(0.0, (now - queue.oldest_due_at).total_seconds())
