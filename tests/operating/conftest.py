"""A process as an operator runs it, beside a playground; and the world of the scheduler's tests."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp

from playground import Playground
from tests.command import Run, command
from tests.scheduler.conftest import notes, slack, world

__all__ = ["Run", "command", "notes", "slack", "world"]

ROOT = Path(__file__).parents[2]


def settings_of(slack: Playground, database_url: str) -> dict[str, str]:
    """Return what an operator sets."""
    return {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
        "NATVERKSBOT_LOCALE": "sv",
    }


@dataclass
class Served:
    """A process that serves, and where."""

    process: asyncio.subprocess.Process
    address: str

    async def ask(self, path: str) -> tuple[int, str]:
        """Ask it something."""
        async with aiohttp.ClientSession() as session, session.get(self.address + path) as answer:
            return answer.status, await answer.text()

    async def stop(self) -> int:
        """Ask it to end; return its status. TimeoutError when it never ends."""
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self.process.wait(), 300)


@asynccontextmanager
async def process(settings: dict[str, str], *arguments: str) -> AsyncIterator[Served]:
    """Run a command that tells its address; kill it when the test does not end it."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", *arguments, cwd=ROOT, env=os.environ | settings, stdout=asyncio.subprocess.PIPE
    )
    assert started.stdout is not None
    try:
        address = await asyncio.wait_for(started.stdout.readline(), 300)
        yield Served(started, address.decode().strip())
    finally:
        if started.returncode is None:
            started.kill()
            await started.wait()
        # Else the pipe is closed by the garbage collector, which warns.
        started._transport.close()  # type: ignore[attr-defined]
