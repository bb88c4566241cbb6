"""Socket Mode where Slack does not answer."""

import asyncio
import socket

from slack_bolt.async_app import AsyncApp

from bot.config import Settings
from bot.slack.socket import listening


async def test_a_process_that_cannot_connect_can_still_be_ended() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = f"http://127.0.0.1:{free.getsockname()[1]}/api/"
    settings = Settings(_env_file=None, SLACK_APP_TOKEN="xapp-1", SLACK_BOT_TOKEN="xoxb-1", SLACK_API_URL=nobody)
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.1, stop.set)
    async with asyncio.timeout(60), listening(AsyncApp(token="xoxb-1", signing_secret="x"), settings, stop):
        assert stop.is_set()
