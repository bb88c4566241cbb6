"""What people wait for has threads of its own."""

import asyncio
import threading
from datetime import datetime

from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.deps import Deps
from bot.threads import BEHIND


async def test_people_do_not_wait_for_what_is_done_behind() -> None:
    deps = Deps(Settings(), database=None, slack=AsyncWebClient(), workspace_id=1)  # type: ignore[arg-type]  # not used
    held = threading.Event()

    def takes_its_time(_database: object, *, now: datetime) -> bool:
        return held.wait(60)

    def begun(_database: object, *, now: datetime) -> datetime:
        return now

    behind = [asyncio.create_task(deps.do_behind(takes_its_time)) for _ in range(BEHIND + 1)]
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(120):
            assert await deps.do(begun)
    finally:
        held.set()
        assert all(await asyncio.gather(*behind))
        await deps.finish()
