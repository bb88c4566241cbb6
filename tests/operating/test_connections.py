"""A connection that a proxy keeps for the next gesture."""

import asyncio

import aiohttp
import pytest
from starlette.applications import Starlette

from bot.serving import serving

#: How long Caddy keeps a connection to the bot that nobody uses, in seconds; nginx half as long.
PROXY_KEEPS_IT = 120


async def test_the_bot_does_not_close_it_before_the_proxy_does(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    planned: dict[str, float] = {}
    call_later = loop.call_later

    def noting(delay: float, callback: object, *arguments: object) -> object:
        planned[getattr(callback, "__name__", "")] = delay
        return call_later(delay, callback, *arguments)  # type: ignore[arg-type]  # as it was called

    async with serving(Starlette(), "127.0.0.1", 0) as port, aiohttp.ClientSession() as proxy:
        monkeypatch.setattr(loop, "call_later", noting)
        (await proxy.get(f"http://127.0.0.1:{port}/")).release()
        await asyncio.sleep(0.05)
    assert planned["timeout_keep_alive_handler"] > PROXY_KEEPS_IT
