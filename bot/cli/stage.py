"""A stage for stories: the playground, the bot beside it, and a database that is gone afterwards."""

import asyncio
import tempfile
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_bytes
from typing import Any

from sqlalchemy import func, or_, select

from bot.app import bolt_app, open_deps, web_app
from bot.config import Settings
from bot.deps import Deps
from bot.domain.deliveries import TIMINGS
from bot.domain.people import Actor
from bot.services.content import load
from bot.serving import serving
from bot.storage.db import Database
from bot.storage.tables import Delivery
from playground import Message, Person, Playground
from scheduler import heartbeat
from scheduler.run_due import run_due

#: How long the bot may take to say what somebody waits for, in seconds.
PATIENCE = 10


@dataclass
class Stage:
    """Everything that runs, and what time it is in the story."""

    slack: Playground
    deps: Deps
    clock: "StoryClock"
    #: Slack ids, of those who act and of the channels they are in.
    people: tuple[str, ...]
    channels: tuple[str, ...]

    def person(self, slack_user_id: str) -> Person:
        """Somebody who acts."""
        return self.slack.person(slack_user_id)

    async def load(self, file: Path) -> None:
        """Load a workspace file, as of now in the story."""
        actor = Actor(self.deps.workspace_id, None, via="load")
        await self.deps.do(load, actor, [file], timezone=self.deps.settings.timezone)

    async def pass_to(self, instant: datetime) -> None:
        """Move the clock and send what is due then."""
        self.clock.now = instant
        await run_due(self.deps, instant)
        await self.quiet()

    async def quiet(self) -> None:
        """Wait until the bot has said all that somebody waits for."""
        async with asyncio.timeout(PATIENCE):
            while await self.deps.do(_waits):  # noqa: ASYNC110  # the answer lies in the database, which calls nobody
                await asyncio.sleep(0.02)

    def seen(self) -> Iterator[tuple[str, Message]]:
        """What there is to read, each with who reads it: a channel's id for all in it, or a person's."""
        for channel_id in self.channels:
            for message in self.person(self.people[0]).messages(channel_id):
                if message.ephemeral_to is None:
                    yield channel_id, message
        for slack_user_id in self.people:
            person = self.person(slack_user_id)
            yield from ((slack_user_id, message) for message in person.direct_messages())
            for channel_id in self.channels:
                for message in person.messages(channel_id):
                    if message.ephemeral_to is not None:
                        yield slack_user_id, message


@dataclass
class StoryClock:
    """What time it is in the story."""

    now: datetime

    def __call__(self) -> datetime:
        """Read the clock."""
        return self.now

    def seconds(self) -> float:
        """Read the clock as Slack's timestamps do."""
        return self.now.timestamp()


@asynccontextmanager
async def stage(
    people: Mapping[str, str], channels: Mapping[str, str], starts: datetime, database_url: str | None = None
) -> AsyncIterator[Stage]:
    """Set the stage with people (Slack id → name) and channels (id → name) that all of them are in.

    Without a database's address it gets one of its own, on SQLite.
    """
    clock = StoryClock(starts)
    with tempfile.TemporaryDirectory() as folder:
        async with Playground.running(clock=clock.seconds) as slack:
            for slack_user_id, name in people.items():
                slack.add_user(slack_user_id, name.split()[0].lower(), name)
            for channel_id, name in channels.items():
                slack.add_channel(channel_id, name, tuple(people))
            settings = _settings(slack, database_url or f"sqlite:///{folder}/demo.db")
            async with open_deps(settings, clock) as deps, _running(slack, deps):
                yield Stage(slack, deps, clock, tuple(people), tuple(channels))


@asynccontextmanager
async def _running(slack: Playground, deps: Deps) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with serving(web_app(deps, bolt_app(deps)), "127.0.0.1", 0) as port:
        slack.bot_url = f"http://127.0.0.1:{port}/slack/events"
        sending = asyncio.create_task(heartbeat.run(deps, stop, scheduled=False))
        try:
            yield
        finally:
            stop.set()
            await sending


def _settings(slack: Playground, database_url: str) -> Settings:
    given: dict[str, Any] = {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "NATVERKSBOT_SECRET_KEY": urlsafe_b64encode(token_bytes(32)).decode(),
    }
    return Settings(_env_file=None, **given)


def _waits(database: Database, *, now: datetime) -> bool:
    prompt = [kind for kind, timing in TIMINGS.items() if timing.prompt]
    waiting = Delivery.status.in_(("pending", "sending")) & Delivery.kind.in_(prompt) & (Delivery.due_at <= now)
    out_of_date = Delivery.refresh_at.is_not(None) & (Delivery.status == "sent")
    with database.reading() as session:
        return bool(session.scalar(select(func.count()).where(or_(waiting, out_of_date))))
