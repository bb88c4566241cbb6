"""What takes time outside tests for reasons that no test has."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

import pytest
import uvicorn.server
from sqlalchemy import Pool, event

from bot import deadline
from tests.patience import SECONDS

_HURRIED = "hurried"


@contextmanager
def hurried() -> Iterator[None]:
    """Let servers of this process end at once, and its SQLite not wait for the disk; no machine fails under a test.

    The PostgreSQL of tests does not wait for its disk either. Processes that a test starts are as they are.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn.server, "asyncio", SimpleNamespace(**vars(asyncio) | {"sleep": _sleep}))
        event.listen(Pool, "checkout", _leave_the_disk)
        # As long as Slack waits in most tests: how fast a gesture is has tests and a benchmark of its own.
        patch.setattr(deadline, "SECONDS", SECONDS)
        yield
        event.remove(Pool, "checkout", _leave_the_disk)


async def _sleep(seconds: float) -> None:
    """Sleep a tenth: the server looks ten times a second whether it should end, and then waits as long again."""
    await asyncio.sleep(seconds / 10)


def _leave_the_disk(connection: Any, record: Any, _lent: object) -> None:
    # Not when it connects: the bot sets its own way then, after us.
    if isinstance(connection, sqlite3.Connection) and _HURRIED not in record.info:
        connection.execute("PRAGMA synchronous=OFF")
        record.info[_HURRIED] = True
