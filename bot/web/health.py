"""Whether the process lives, and whether it can work."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.deps import Deps
from bot.storage.db import Database


def routes(deps: Deps) -> list[Route]:
    """Return `/healthz` (the process answers) and `/readyz` (503 without the database)."""

    async def healthz(_request: Request) -> Response:
        return PlainTextResponse("ok")

    async def readyz(_request: Request) -> Response:
        try:
            await deps.do(_ask)
        except SQLAlchemyError:
            return PlainTextResponse("no database", status_code=503)
        return PlainTextResponse("ok")

    return [Route("/healthz", healthz), Route("/readyz", readyz)]


def _ask(database: Database, *, now: object) -> None:
    with database.reading() as session:
        session.execute(text("SELECT 1"))
