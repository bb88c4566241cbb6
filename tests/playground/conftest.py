"""A small network in a playground, and a small bot beside it."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from playground import Playground
from tests.patience import patient
from tests.playground.small_bot import Bot


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.running() as slack:
        patient(slack)
        slack.add_user("U0BODEN", "kim", "Kim Exempel", email="kim@example.org")
        slack.add_user("U0LULEA", "alex", "Alex Exempel", locale="en-US")
        slack.add_channel("C0NORR", "norr", ["U0BODEN", "U0LULEA"])
        yield slack


@pytest.fixture
def client(slack: Playground) -> AsyncWebClient:
    return AsyncWebClient(token=slack.token, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def bot(slack: Playground, client: AsyncWebClient) -> AsyncIterator[Bot]:
    bot = Bot(slack, client)
    app = web.Application()
    app.router.add_post("/slack/events", bot.serve)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    slack.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield bot
    await runner.cleanup()
