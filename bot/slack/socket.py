"""Socket Mode: Slack's payloads over a connection that we open, where no public address is to be had."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil
from typing import Any

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import deadline
from bot.clock import machine_clock
from bot.config import Settings
from bot.slack.outcomes import retry_after
from bot.slack.shapes import is_sound
from bot.stopping import unless

log = structlog.get_logger(__name__)


class SocketModeWebClient(AsyncWebClient):
    """The client that asks Slack for connections.

    slack_sdk sleeps for as long as Retry-After says before it asks again, whatever stands there.
    """

    async def apps_connections_open(self, *, app_token: str, **more: Any) -> AsyncSlackResponse:
        """Ask for a connection. Raises SlackApiError, with a Retry-After in whole seconds that is bounded."""
        try:
            return await super().apps_connections_open(app_token=app_token, **more)
        except SlackApiError as error:
            seconds = ceil(retry_after(error.response.headers, machine_clock()))
            error.response.headers = {"Retry-After": str(seconds)}
            raise


class SoundPayloads(AsyncSocketModeHandler):
    """Bolt's handler behind the same door as HTTP: a payload that nobody can work with is taken and dropped.

    A gesture's deadline begins when its payload has come.
    """

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # Bolt's
        """Hand a payload on to the app, when it is one."""
        deadline.start()
        if is_sound(req.payload):
            await super().handle(client, req)
            return
        log.warning("A payload makes no sense", type=req.type)
        await client.send_socket_mode_response(SocketModeResponse(envelope_id=req.envelope_id))


@asynccontextmanager
async def listening(app: AsyncApp, settings: Settings, stop: asyncio.Event) -> AsyncIterator[None]:
    """Take payloads over a socket while the block runs, when the app has a token for it; else nothing.

    slack_sdk tries to connect for as long as Slack does not answer; when `stop` is set meanwhile the block is entered
    without a connection, so that the process can end.
    """
    if settings.slack_app_token is None:
        yield
        return
    client = SocketModeWebClient(token=settings.slack_app_token, base_url=settings.slack_api_url)
    handler = SoundPayloads(app, settings.slack_app_token, web_client=client)
    try:
        await unless(stop, handler.connect_async())  # type: ignore[no-untyped-call]  # Bolt ships it without types
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above
