"""Socket Mode: Slack's payloads over a connection that we open, where no public address is to be had."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from math import ceil
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot import deadline
from bot.clock import machine_clock
from bot.config import Settings
from bot.slack.outcomes import retry_after


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


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler, in which a gesture's deadline begins when its payload has come."""

    async def handle(self, client: SocketModeClient, req: SocketModeRequest) -> None:  # type: ignore[override]  # as Bolt
        deadline.start()
        await super().handle(client, req)


@asynccontextmanager
async def listening(app: AsyncApp, settings: Settings) -> AsyncIterator[None]:
    """Take payloads over a socket while the block runs, when the app has a token for it; else nothing."""
    if settings.slack_app_token is None:
        yield
        return
    client = SocketModeWebClient(token=settings.slack_app_token, base_url=settings.slack_api_url)
    handler = _Handler(app, settings.slack_app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt ships it without types
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above
