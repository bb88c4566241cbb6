"""Planning a school year for a country, while people go on working: `uv run python -m tests.benchmarks.planning`.

290 municipalities, 4,800 schools with 25 milestones each. One process answers `/atagande` over signed HTTP and plans,
month after month, all that the year's reminders need; another asks, and times the answers, first beside an idle bot.
"""

import argparse
import asyncio
import multiprocessing
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]  # ships no types
from sqlalchemy import select

from bot.app import bolt_app, open_deps, web_app
from bot.config import Settings
from bot.deps import Deps
from bot.domain.people import Actor
from bot.serving import serving
from bot.storage.db import Database
from bot.storage.tables import Workspace
from scheduler.plan import plan
from tests.benchmarks.apps import PEOPLE, databases
from tests.benchmarks.gestures import SECRET, command
from tests.benchmarks.wire import Connection, Slack
from tests.postgres import running_postgres
from tests.wheel.country import write_country

#: The first Monday of the wheel's year, and as many months as there are letters in it.
YEAR = datetime(2026, 8, 3, 5, tzinfo=UTC)
MONTHS = 11
EVERY = timedelta(days=30)
#: Seconds between two people who type the command.
BETWEEN = 0.05


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--months", type=int, default=MONTHS)
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if given.database == "sqlite":
            url = databases("sqlite", Path(folder), None)["bot"]
            print(asyncio.run(measure(url, given.months)))
        else:
            with running_postgres(durable=True) as server:
                databases("postgresql", Path(folder), server)
                print(asyncio.run(measure(f"{server}/bot", given.months)))


async def measure(url: str, months: int) -> str:
    """Plan so many months, and return the table."""
    database = Database(url)
    with database.transaction(Actor(1, None, via="load"), YEAR) as session:
        write_country(session, {"workspace_id": session.scalars(select(Workspace.id)).one()}, YEAR)
    database.close()
    async with Slack.running() as slack:
        ours, theirs = multiprocessing.get_context("spawn").Pipe()
        child = multiprocessing.get_context("spawn").Process(target=work, args=(url, slack.port, months, theirs))
        child.start()
        loop = asyncio.get_running_loop()
        try:
            port = await loop.run_in_executor(None, ours.recv)
            idle = await ask_until(port, _after(10.0))
            ours.send("plan")
            planned = loop.run_in_executor(None, ours.recv)
            busy = await ask_until(port, planned)
            windows: list[dict[str, float]] = await planned
        finally:
            child.kill()
            child.join()
    return table(windows, idle, busy)


async def _after(seconds: float) -> None:
    await asyncio.sleep(seconds)


async def ask_until(port: int, end: Awaitable[Any]) -> list[float]:
    """Type `/atagande` as one person after the other until the end; return the seconds of each answer."""
    ended, taken = asyncio.ensure_future(end), []
    connection = await Connection.to(port)
    while not ended.done():
        number = len(taken)
        answer = await connection.ask(command("/atagande", PEOPLE[number % len(PEOPLE)], f"{number}.plan"))
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} {answer.body!r}")
        taken.append(answer.seconds)
        await asyncio.sleep(BETWEEN)
    await connection.close()
    return taken


def work(url: str, slack_port: int, months: int, pipe: Any) -> None:
    """Answer, and plan when told to: the body of the child process."""
    asyncio.run(_work(url, slack_port, months, pipe))


async def _work(url: str, slack_port: int, months: int, pipe: Any) -> None:
    given: dict[str, Any] = {
        "SLACK_BOT_TOKEN": "xoxb-benchmark",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack_port}/api/",
        "DATABASE_URL": url,
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
    }
    now = [YEAR]
    clock: Callable[[], datetime] = lambda: now[0]  # noqa: E731  # moved from month to month below
    async with open_deps(Settings(_env_file=None, **given), clock) as deps, _answering(deps) as port:
        pipe.send(port)
        await asyncio.get_running_loop().run_in_executor(None, pipe.recv)
        windows = []
        for month in range(months):
            now[0] = YEAR + month * EVERY
            began = time.perf_counter()
            rows = await plan(deps)
            memory = psutil.Process().memory_info().rss / 2**20
            windows.append({"rows": rows, "seconds": time.perf_counter() - began, "memory": memory})
        pipe.send(windows)
        await asyncio.sleep(60)


def _answering(deps: Deps) -> AbstractAsyncContextManager[int]:
    return serving(web_app(deps, bolt_app(deps)), "127.0.0.1", 0)


def table(windows: list[dict[str, float]], idle: list[float], busy: list[float]) -> str:
    """Put the figures into a table."""
    rows, seconds = sum(one["rows"] for one in windows), sum(one["seconds"] for one in windows)
    memory = [one["memory"] for one in windows]
    lines = [
        "| what | measured |",
        "| --- | --- |",
        f"| reminders planned, {len(windows)} horizons of 35 days | {rows:,.0f} rows in {seconds:.0f} s |",
        f"| the slowest horizon | {max(one['seconds'] for one in windows):.1f} s |",
        f"| memory after the first horizon, and at most | {memory[0]:.0f} MiB, {max(memory):.0f} MiB |",
        f"| `/atagande` beside an idle bot, p50 and p99 | {_ms(idle, 50)}, {_ms(idle, 99)} ({len(idle)} answers) |",
        f"| `/atagande` while it plans, p50 and p99 | {_ms(busy, 50)}, {_ms(busy, 99)} ({len(busy)} answers) |",
        f"| the slowest answer while it plans | {max(busy) * 1000:.0f} ms |",
    ]
    return "\n".join(lines)


def _ms(taken: list[float], percentile: int) -> str:
    return f"{statistics.quantiles(taken, n=100)[percentile - 1] * 1000:.0f} ms"


if __name__ == "__main__":
    main()
