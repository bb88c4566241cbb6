"""The two apps as processes of their own, each with a database of its own and the same people in it."""

import asyncio
import os
import shutil
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]  # ships no types

from bot.domain.people import Actor
from bot.services.content import load
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.migrate import migrate
from tests.benchmarks.gestures import CHANNEL, SECRET
from tests.benchmarks.wire import Connection
from tests.postgres import execute

MUNICIPALITIES = ("Boden", "Haparanda", "Kalix", "Lycksele", "Piteå", "Robertsfors", "Strömsund")
#: Contact persons, one for each connection.
PEOPLE = [f"U0BENCH{number:02}" for number in range(16)]
COMMANDS = {"bare": ["tests.benchmarks.bare"], "bot": ["bot", "serve"]}
ROOT = Path(__file__).parents[2]


@dataclass
class App:
    """One of the two, running."""

    name: str
    port: int
    process: psutil.Process
    #: From the start of the process to its first answer.
    seconds: float

    @property
    def memory(self) -> float:
        """What it holds now, in MiB."""
        return float(self.process.memory_info().rss) / 2**20


@asynccontextmanager
async def running(name: str, database_url: str, slack_port: int, form: Path) -> AsyncIterator[App]:
    """Start an app and wait for its first answer; stop it at the end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = int(probe.getsockname()[1])
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "DATABASE_URL": database_url,
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
        "BENCHMARK_FORM": str(form),
        "PORT": str(port),
    }
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", *COMMANDS[name], cwd=ROOT, env=os.environ | settings, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _ready(process, port)
        yield App(name, port, psutil.Process(process.pid), time.perf_counter() - began)
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _ready(process: asyncio.subprocess.Process, port: int) -> None:
    async with asyncio.timeout(90):
        while process.returncode is None:
            try:
                connection = await Connection.to(port)
            except OSError:
                await asyncio.sleep(0.005)
                continue
            answer = await connection.ask(b"GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n")
            await connection.close()
            assert answer.status == 200, answer
            return
    raise RuntimeError(f"It ended before it answered, with status {process.returncode}.")


def databases(kind: str, folder: Path, server: str | None) -> dict[str, str]:
    """Make a database with the network for each app, alike to the byte; return their addresses."""
    if kind == "sqlite":
        _settle(f"sqlite:///{folder / 'bot.db'}", folder)
        shutil.copy(folder / "bot.db", folder / "bare.db")
        return {name: f"sqlite:///{folder / name}.db" for name in COMMANDS}
    execute(str(server), "CREATE DATABASE bot")
    _settle(f"{server}/bot", folder)
    execute(str(server), "CREATE DATABASE bare TEMPLATE bot")
    driver = str(server).replace("postgresql:", "postgresql+psycopg:")
    return {name: f"{driver}/{name}" for name in COMMANDS}


def _settle(url: str, folder: Path) -> None:
    municipalities = [
        f"      - {{name: {name}, contact_persons: {PEOPLE[place :: len(MUNICIPALITIES)]}}}"
        for place, name in enumerate(MUNICIPALITIES)
    ]
    head = ["programme: pisa-2015", "networks:", "  - name: Norr", f"    channel: {CHANNEL}", "    municipalities:"]
    file = folder / "natverk.yaml"
    file.write_text("\n".join([*head, *municipalities]), encoding="utf-8")
    database, now = Database(url), datetime.now(UTC)
    migrate(database)
    actor = Actor(workspace_id(database, "Europe/Stockholm", "sv", now=now), None, via="load")
    load(database, actor, [file], timezone="Europe/Stockholm", now=now)
    database.close()
