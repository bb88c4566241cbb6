"""What is meant for another app or workspace goes no further than here, over HTTP and Socket Mode alike."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp

from bot.deps import Deps
from bot.errors import Refused
from bot.slack.installed import is_foreign

log = structlog.get_logger(__name__)

#: The events that end something: they wait until it is known whose they are, so many seconds at most. All else is
#: taken at once, for somebody waits for it.
ENDING = frozenset({"app_uninstalled", "tokens_revoked", "user_change"})
PATIENCE = 1.0


def register_first(app: AsyncApp, deps: Deps) -> None:
    """Turn away what is foreign, before anything else looks at it."""

    @app.use
    async def ours(body: dict[str, Any], next_: Callable[[], Awaitable[None]]) -> BoltResponse | None:
        event = body["event"]["type"] if body.get("type") == "event_callback" else None
        asking = deps.look_up_app()
        if asking is not None and event in ENDING:
            await asyncio.wait([asking], timeout=PATIENCE)
        if not is_foreign(body, deps.installed.found):
            await next_()
            return None
        log.info("A payload is for another app or workspace", type=body.get("type"), event_type=event)
        if event is None:
            raise Refused("other-workspace")
        return BoltResponse(status=200)
