"""Whether the process lives, whether it can work, and how it goes."""

from datetime import datetime

from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.clock import machine_clock
from bot.deps import Deps
from bot.errors import Sentence
from bot.language import Language
from bot.storage.db import Database
from bot.storage.measures import Queue, queue_of


def routes(deps: Deps) -> list[Route]:
    """Return the addresses that tell how the process is.

    `/healthz`: the process answers. `/readyz`: 503 and why, without the database, or without a heartbeat where there
    should be one. `/metrics`: numbers for Prometheus.
    """

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        why = await _why_not_ready(deps)
        if why is None:
            return JSONResponse({"ready": True})
        language = Language(deps.settings.locale, machine_clock().date())
        return JSONResponse({"ready": False, "why": language.say(why)}, status_code=503)

    async def metrics(_request: Request) -> Response:
        told = deps.metrics.told(await _queue(deps), lambda queue: _seconds(queue, deps.clock()))
        return Response(told, headers={"content-type": CONTENT_TYPE_LATEST})

    return [Route("/healthz", healthz), Route("/readyz", readyz), Route("/metrics", metrics)]


async def _why_not_ready(deps: Deps) -> Sentence | None:
    if await _queue(deps) is None:
        return Sentence("ready-no-database")
    if not deps.metrics.is_scheduled:
        return None
    age = deps.metrics.heartbeat_age()
    if age is None:
        return Sentence("ready-not-begun")
    # Who has not taken the lease anew for as long as it lasts has lost it.
    if age > deps.settings.lease_seconds:
        return Sentence("ready-no-heartbeat", {"seconds": round(age)})
    return None


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
