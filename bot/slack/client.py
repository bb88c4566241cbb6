"""The client that speaks to Slack: it never sends anything twice by itself."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings

#: How long an answer may take, and a connection to come about, in seconds.
TIMEOUT = 15
CONNECT_TIMEOUT = 5


@asynccontextmanager
async def slack_client(
    settings: Settings, *, timeout_seconds: float = TIMEOUT, watch: Sequence[aiohttp.TraceConfig] = ()
) -> AsyncIterator[AsyncWebClient]:
    """Speak to Slack over one shared session, closed at the end; `watch` sees every call.

    slack_sdk's own retries would post a message again after a connection was cut, when Slack may have it already; and
    a timeout of the client counts for nothing beside a session, so it is the session's.
    """
    limits = aiohttp.ClientTimeout(total=timeout_seconds, sock_connect=CONNECT_TIMEOUT)
    async with aiohttp.ClientSession(timeout=limits, trace_configs=list(watch)) as session:
        yield AsyncWebClient(
            token=settings.slack_bot_token,
            base_url=settings.slack_api_url,
            session=session,
            retry_handlers=[],
        )
