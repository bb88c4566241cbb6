"""What people wait for has threads of its own."""

import asyncio
import gc
import threading
from datetime import datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.config import Settings
from bot.deps import Deps
from bot.errors import Refused
from bot.storage.db import only_reads
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


@only_reads
def refuses(_database: object, *, now: datetime) -> None:
    """Refuse, as a use case that only reads does for somebody who may not see."""
    raise Refused("milestone-refused", unit="Modellskolan", people=("Kim Exempel",))


async def test_a_refusal_is_no_error_of_the_process(caplog: pytest.LogCaptureFixture) -> None:
    deps = Deps(Settings(), database=None, slack=AsyncWebClient(), workspace_id=1)  # type: ignore[arg-type]  # not used
    with pytest.raises(Refused):
        await deps.do(refuses)
    await deps.finish()
    gc.collect()
    assert [record.getMessage() for record in caplog.records if record.name == "asyncio"] == []
