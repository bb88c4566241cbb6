"""How long a morning's messages take against the shortest time possible: `uv run python -m tests.benchmarks.makespan`.

The real sender, a real SQLite and the playground with Slack's limits switched on; every rate and every clock of both
runs `--speed` times as fast, so that half an hour fits in a minute or two. `T*` is what the limits alone allow:
`max(the longest channel queue / its rate, all messages / the workspace's rate)`, bursts taken off. A fifth of the
workspace's rate is kept for what somebody waits for, so `T*` counts with four fifths; against the whole rate the same
run is 0.8 times as good, and that figure is printed too.
"""

import argparse
import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select

from bot.config import Settings
from bot.deps import Deps
from bot.domain.calendar import Policy
from bot.domain.deliveries import TIMINGS, Timing, WhoseClock
from bot.domain.people import Actor
from bot.messages.registry import KINDS, Kind, Message
from bot.slack.client import slack_client
from bot.storage.db import Database
from bot.storage.migrate import migrate
from bot.storage.tables import Delivery, Network, Programme, Workspace
from playground import Playground
from scheduler.pace import CHANNEL_BURST, SCHEDULED_SHARE, WORKSPACE_BURST
from scheduler.send import send_due
from scheduler.sender import lease_holder

NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
BOT = Actor(1, None, via="bot")
CHANNELS = 290
#: A minute, as the settings have it by default.
CHANNEL_RATE, WORKSPACE_RATE = 60, 240


@dataclass(frozen=True)
class Load:
    """How many messages each channel gets."""

    name: str
    queues: tuple[int, ...]

    @property
    def total(self) -> int:
        """All messages."""
        return sum(self.queues)

    def shortest(self, share: float) -> float:
        """T*, in seconds of the story, with this share of the workspace's rate."""
        by_channel = (max(self.queues) - CHANNEL_BURST) * 60 / CHANNEL_RATE
        return max(by_channel, (self.total - WORKSPACE_BURST) * 60 / (WORKSPACE_RATE * share))


def loads() -> Iterator[Load]:
    """The mornings that are measured: even, skewed, and one channel that takes longer than all the rest."""
    yield Load("even: 4,800 over 290 channels", tuple(17 if n < 4_800 - 16 * CHANNELS else 16 for n in range(CHANNELS)))
    skewed = [max(1, int(367 / (n + 1) ** 0.68)) for n in range(CHANNELS)]
    short = 4_800 - sum(skewed)
    yield Load(
        "skewed: the longest queue 367", tuple(own + (short // CHANNELS if n else 0) for n, own in enumerate(skewed))
    )
    yield Load("one channel binds: 600, and one to each other", (600, *([1] * (CHANNELS - 1))))


@contextmanager
def a_plain_kind() -> Iterator[None]:
    """A message whose words cost nothing: what is measured is the sending."""
    text = "Det här är ett prov."
    message = Message(text, [{"type": "section", "text": {"type": "plain_text", "text": text}}])
    TIMINGS["plain"] = Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=3))  # type: ignore[index]  # a Mapping to all but tests
    KINDS["plain"] = Kind("plain", lambda *_: {}, lambda *_: message)
    try:
        yield
    finally:
        del KINDS["plain"]


def fill(database: Database, load: Load) -> None:
    """Queue the load, the channels mixed as their municipalities were planned: one after the other."""
    with database.transaction(BOT, NOW) as session:
        session.add(Workspace(installation="benchmark", salt="s"))
        session.flush()
        session.add(Programme(workspace_id=1, slug="p", title="P", content={}, content_hash="", loaded_at=NOW))
        session.flush()
        for number in range(CHANNELS):
            session.add(Network(workspace_id=1, programme_id=1, name=str(number), channel_id=f"C{number:04}"))
        session.flush()
        rows = [_delivery(channel, n) for channel, count in enumerate(load.queues) for n in range(count)]
        session.execute(insert(Delivery), rows)


def _delivery(channel: int, number: int) -> dict[str, Any]:
    fixed = {"workspace_id": 1, "kind": "plain", "status": "pending", "attempt": 0, "refresh_version": 0}
    times = {"due_at": NOW, "expires_at": NOW + timedelta(days=3), "created_at": NOW}
    return fixed | times | {"key": f"{channel}:{number}", "recipient": f"network:{channel + 1}"}


async def measure(load: Load, speed: int) -> str:
    """Send a load and return its line of the table."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/makespan.db")
        migrate(database)
        fill(database, load)
        async with Playground.running() as slack:
            for number in range(CHANNELS):
                slack.add_channel(f"C{number:04}", f"c{number}", ())
            slack.rates.enabled, slack.rates.speed = True, float(speed)
            slack.rates.channel_per_second, slack.rates.workspace_per_minute = CHANNEL_RATE / 60, WORKSPACE_RATE
            settings = _settings(slack, database, speed)
            async with slack_client(settings) as client:
                deps = Deps(settings, database, client, 1, lambda: NOW)
                began = time.perf_counter()
                await _send_all(deps)
                took = (time.perf_counter() - began) * speed
                deps.threads.shutdown()
            refused = sum(1 for call in slack.calls if call.error == "ratelimited")
            doubled = _doubled(slack)
        database.close()
    shortest, whole = load.shortest(SCHEDULED_SHARE), load.shortest(1.0)
    times = f"{took / 60:.1f} min | {shortest / 60:.1f} min | {took / shortest:.3f} | {took / whole:.3f}"
    return f"| {load.name} | {load.total:,} | {times} | {refused} | {doubled} |"


async def _send_all(deps: Deps) -> None:
    sender = lease_holder(deps)
    while await deps.do(_left):
        await send_due(sender)
        await asyncio.sleep(0.02)


def _left(database: Database, *, now: datetime) -> int:
    with database.reading() as session:
        waits = Delivery.status.in_(("pending", "sending"))
        return session.scalar(select(func.count()).select_from(Delivery).where(waits)) or 0


def _doubled(slack: Playground) -> int:
    marks: Counter[str] = Counter()
    for channel in slack.workspace.channels.values():
        for message in channel.messages.values():
            marks[message.as_json(with_metadata=True)["metadata"]["event_payload"]["d"]] += 1
    return sum(count - 1 for count in marks.values())


def _settings(slack: Playground, database: Database, speed: int) -> Settings:
    given: dict[str, Any] = {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database.url.render_as_string(),
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
        "NATVERKSBOT_CHANNEL_RATE": CHANNEL_RATE * speed,
        "NATVERKSBOT_WORKSPACE_RATE": WORKSPACE_RATE * speed,
    }
    return Settings(_env_file=None, **given)


def main() -> None:
    """Measure every load and print a table in Markdown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--speed", type=int, default=8)
    parser.add_argument("--only", default="", help="measure the loads whose name begins so")
    given = parser.parse_args()
    print("| load | messages | took | T* | took / T* | against the whole rate | refused | doubled |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    with a_plain_kind():
        for load in (one for one in loads() if one.name.startswith(given.only)):
            print(asyncio.run(measure(load, given.speed)), flush=True)


if __name__ == "__main__":
    main()
