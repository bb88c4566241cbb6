"""Work that a process leaves when it is told to end."""

import asyncio
from collections.abc import Awaitable


async def unless(stop: asyncio.Event, work: Awaitable[None]) -> bool:
    """Do something until it is done or `stop` is set; return whether it was done."""
    doing, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([doing, stopping], return_when=asyncio.FIRST_COMPLETED)
        if doing.done():
            doing.result()
            return True
        return False
    finally:
        for task in (doing, stopping):
            task.cancel()
        await asyncio.gather(doing, stopping, return_exceptions=True)
