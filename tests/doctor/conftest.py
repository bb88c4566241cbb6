"""A small network and the app installed by its own manifest, to be looked at by the doctor."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from bot.clock import Clock, machine_clock
from bot.config import Settings
from bot.doctor.examination import examine
from bot.language import Language
from bot.slack.manifest import manifest
from bot.storage.db import Database
from playground import Playground
from tests.cast import CHANNEL, Cast

MADE = manifest(Language("sv", date(2026, 11, 23)), "https://natverksbot.exempel.se", socket=False)


@dataclass
class Ward:
    """What is looked at, and by which clock."""

    slack: Playground
    database: Database
    cast: Cast
    settings: dict[str, Any]
    machine: Clock = field(default=machine_clock)

    async def told(self, **more: Any) -> list[str]:
        """Return the doctor's lines, in Swedish."""
        language = Language("sv", date(2026, 11, 23))
        settings = Settings(_env_file=None, **self.settings | more)
        return [
            f"{found.mark} {language.say(found.sentence)}" async for found in examine(settings, machine=self.machine)
        ]

    async def troubles(self, **more: Any) -> list[str]:
        """Return what is wrong or to be known, without the address that answers only when the bot runs."""
        return [line for line in await self.told(**more) if line[0] != "✓" and not line.startswith("! Adress")]


@pytest.fixture
async def ward(database: Database, cast: Cast) -> AsyncIterator[Ward]:
    async with Playground.running() as slack:
        slack.add_user("U0BODEN", "kim", "Kim Exempel")
        slack.add_channel(CHANNEL, "norr", ("U0BODEN",))
        slack.install(MADE)
        settings = {
            "SLACK_BOT_TOKEN": slack.token,
            "SLACK_SIGNING_SECRET": slack.signing_secret,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database.url.render_as_string(hide_password=False),
            "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
            # Nobody listens at port 1.
            "NATVERKSBOT_BASE_URL": "http://127.0.0.1:1",
        }
        yield Ward(slack, database, cast, settings)
