"""Socket Mode: Slack's payloads over a connection that we open, where no public address is to be had."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot import deadline
from bot.config import Settings


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
    client = AsyncWebClient(token=settings.slack_app_token, base_url=settings.slack_api_url)
    handler = _Handler(app, settings.slack_app_token, web_client=client)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt ships it without types
    try:
        yield
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]  # as above
