"""The real app on a real port, beside a playground that plays Slack."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

import pytest
from structlog.testing import capture_logs
from structlog.types import EventDict

from bot.app import bolt_app, open_deps, web_app
from bot.config import Settings
from bot.deps import Deps
from bot.serving import serving
from bot.storage.db import Database
from playground import NotShownError, Person, Playground
from scheduler import heartbeat
from tests.cast import CHANNEL, NOW, Cast
from tests.patience import patient

T = TypeVar("T")

PEOPLE = {"U0BODEN": "kim", "U0BODEN2": "noa", "U0KALIX": "robin", "U0LEAD": "alex", "U0UTE": "ute"}


@dataclass
class House:
    """Everything that runs, and what time it is in the story."""

    slack: Playground
    cast: Cast
    database: Database
    deps: Deps
    now: datetime = NOW
    #: What the bot has logged.
    logged: list[EventDict] = field(default_factory=list)

    async def until(self, seen: Callable[[], T], seconds: float = 60) -> T:
        """Wait until something can be seen; AssertionError when it never can."""
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            try:
                found = seen()
            except (LookupError, NotShownError):
                found = None
            if found:
                return found
            if asyncio.get_running_loop().time() > deadline:
                raise AssertionError("It did not come.")
            await asyncio.sleep(0.02)

    async def settle(self) -> None:
        """Let what nobody waits for come to its end."""
        await asyncio.gather(*self.deps.unfinished)

    def person(self, slack_user_id: str) -> Person:
        """Return somebody who acts in the playground."""
        return self.slack.person(slack_user_id)


@pytest.fixture
async def house(database: Database, database_url: str, cast: Cast) -> AsyncIterator[House]:
    with capture_logs() as logged:
        async with _running(database, database_url, cast) as house:
            house.logged = logged
            yield house


@asynccontextmanager
async def _running(database: Database, database_url: str, cast: Cast) -> AsyncIterator[House]:
    async with patient(Playground()) as slack:
        for user, name in (
            ("U0BODEN", "kim"),
            ("U0BODEN2", "noa"),
            ("U0KALIX", "robin"),
            ("U0LEAD", "alex"),
            ("U0UTE", "ute"),
        ):
            slack.add_user(user, name, f"{name.title()} Exempel")
        slack.add_channel(CHANNEL, "norr", ("U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD", "U0UTE"))
        slack.add_channel("C0ANNAN", "annan", ("U0BODEN", "U0LEAD"))
        settings = Settings(
            SLACK_BOT_TOKEN=slack.token,
            SLACK_SIGNING_SECRET=slack.signing_secret,
            SLACK_API_URL=slack.api_url,
            DATABASE_URL=database_url,
            NATVERKSBOT_SECRET_KEY="A" * 43 + "=",
            # The playground takes as many as come.
            NATVERKSBOT_CHANNEL_RATE=60_000,
            NATVERKSBOT_WORKSPACE_RATE=60_000,
            NATVERKSBOT_UPDATE_RATE=60_000,
        )
        house = House(slack, cast, database, None)  # type: ignore[arg-type]  # filled two lines below
        async with open_deps(settings, clock=lambda: house.now) as deps:
            house.deps = deps
            async with serving(web_app(deps, bolt_app(deps)), "127.0.0.1", 0) as port:
                slack.bot_url = f"http://127.0.0.1:{port}/slack/events"
                stop = asyncio.Event()
                sending = asyncio.create_task(heartbeat.run(deps, stop, scheduled=False))
                yield house
                stop.set()
                await sending
                assert list(slack.calls.refused()) == [], "Slack refused something"
