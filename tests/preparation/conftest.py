"""A network loaded from files, as the leadership does, and a clock that goes from one due message to the next."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

import bot.app  # noqa: F401  # registers every kind: the whole house speaks
from bot.config import Settings
from bot.deps import Deps
from bot.domain.deliveries import TIMINGS
from bot.domain.people import Actor
from bot.services.content import load
from bot.services.people import identify
from bot.services.workspaces import workspace_id
from bot.slack.client import slack_client
from bot.storage.db import Database
from bot.storage.tables import Delivery, Meeting, Person, Task, Unit
from playground import Playground
from playground.messages import Message
from scheduler.plan import plan
from scheduler.refresh import refresh_due
from scheduler.run_due import run_due
from scheduler.sender import lease_holder

STOCKHOLM = ZoneInfo("Europe/Stockholm")
CHANNELS = {"C0NORR": "norr", "C0HOGBO": "hogbo"}
PEOPLE = {"U0BODEN": "Kim", "U0BODEN2": "Noa", "U0KALIX": "Robin", "U0GAVLE": "Sam", "U0LEAD": "Alex"}

#: Norr, with two contact persons in Boden.
NORR = """\
programme: pisa-2015
leadership: [U0LEAD]
networks:
  - name: Norr
    channel: C0NORR
    municipalities:
      - {name: Boden, contact_persons: [U0BODEN, U0BODEN2]}
      - {name: Kalix, contact_persons: [U0KALIX]}
    conferences:
"""
#: A network of a neighbour; Kim is contact person there too when a test says so.
HOGBO = """\
  - name: Högbo
    channel: C0HOGBO
    municipalities:
      - {name: Gävle, contact_persons: [%s]}
    conferences:
"""


def conference(starts: str, *, number: int = 1, themes: str = "high-expectations", more: str = "") -> str:
    """Return a conference of two days from 10:00, as a file has it."""
    first = datetime.fromisoformat(starts)
    last = first + timedelta(days=1)
    line = f"number: {number}, starts: {first:%Y-%m-%d}T10:00, ends: {last:%Y-%m-%d}T15:00, themes: [{themes}]{more}"
    return f"      - {{{line}}}\n"


def at(day: str, hour: int = 10) -> datetime:
    """Return an instant by the clocks of Stockholm."""
    return datetime.fromisoformat(day).replace(hour=hour, tzinfo=STOCKHOLM).astimezone(UTC)


@dataclass
class Play:
    """Everything there is, and what time it is in the story."""

    database: Database
    slack: Playground
    deps: Deps
    workspace: int
    file: Path
    now: datetime

    def load(self, text: str) -> None:
        """Load a workspace file that says this."""
        self.file.write_text(text, encoding="utf-8")
        actor = Actor(self.workspace, None, via="load")
        load(self.database, actor, [self.file], timezone="Europe/Stockholm", now=self.now)

    def actor(self, slack_user_id: str) -> Actor:
        """Return somebody as the bot knows them."""
        return identify(self.database, self.workspace, slack_user_id, now=self.now)

    async def walk(self, until: datetime) -> None:
        """Go on until then, stopping whenever something is due."""
        await plan(self.deps)
        while (due := await self._next(until)) is not None:
            self.now = max(self.now, due)
            # It plans before it sends.
            result = await run_due(self.deps, self.now)
            assert (result.failed, result.pending, result.uncertain) == (0, 0, 0)
        self.now = until

    async def _next(self, until: datetime) -> datetime | None:
        due = self._due()
        if due is None or due > until:
            # What was sent last may lead to something, and the horizon has moved since.
            await plan(self.deps)
            due = self._due()
        return due if due is not None and due <= until else None

    def _due(self) -> datetime | None:
        with self.database.reading() as session:
            return session.scalar(select(func.min(Delivery.due_at)).where(Delivery.status == "pending"))

    async def refresh(self) -> None:
        """Bring up to date what is marked, however lately."""
        with self.database.transaction(Actor(self.workspace, None, via="bot"), self.now) as session:
            for row in session.scalars(select(Delivery).where(Delivery.refresh_at.is_not(None))):
                row.refresh_at = self.now - timedelta(days=9999)
        await refresh_due(lease_holder(self.deps))

    def tasks(self, municipality: str, number: int = 1) -> list[Task]:
        """Return a municipality's steps before a conference, in order."""
        with self.database.reading() as session:
            return list(
                session.scalars(
                    select(Task)
                    .join(Unit, Unit.id == Task.unit_id)
                    .join(Meeting, Meeting.id == Task.meeting_id)
                    .where(Unit.name == municipality, Meeting.number == number)
                    .order_by(Task.network_id, Task.position)
                )
            )

    def rows(self, *kinds: str, who: str | None = None, status: str = "sent") -> list[Delivery]:
        """Return the deliveries of these kinds, to everybody or to one person, in the order they were due."""
        rows = select(Delivery).where(Delivery.kind.in_(kinds), Delivery.status == status)
        with self.database.reading() as session:
            if who is not None:
                person = session.scalars(select(Person.id).where(Person.slack_user_id == who)).one()
                rows = rows.where(Delivery.recipient == f"person:{person}")
            return list(session.scalars(rows.order_by(Delivery.due_at, Delivery.id)))

    def told(self, who: str, *kinds: str) -> list[str]:
        """Return the steps that somebody was told of in messages, or in mail of other kinds, in order."""
        with self.database.reading() as session:
            return [
                session.get_one(Task, task_id).step or ""
                for row in self.rows(*(kinds or ("preparation",)), who=who)
                for task_id in (row.said or {}).get("tasks", ())
            ]

    def told_on(self, who: str) -> list[str]:
        """Return the days on which somebody got a message about preparation, in Stockholm."""
        return [
            f"{row.sent_at.astimezone(STOCKHOLM):%Y-%m-%d}" for row in self.rows("preparation", who=who) if row.sent_at
        ]

    def mail(self, who: str, words: str) -> list[Message]:
        """Return the direct messages with these words in them."""
        return [one for one in self.slack.person(who).direct_messages() if words in one.plain()]

    def channel(self, words: str) -> list[Message]:
        """Return what stands in the network's channel with these words in it."""
        return [one for one in self.slack.person("U0LEAD").messages("C0NORR") if words in one.plain()]

    def check_budget(self, conference_weeks: Iterable[int] = ()) -> None:
        """Check the promise of how often anybody is written to."""
        scheduled = [name for name, timing in TIMINGS.items() if not (timing.prompt or timing.announces)]
        days = Counter(
            (row.recipient, row.sent_at.astimezone(STOCKHOLM).date())
            for row in self.rows(*scheduled)
            if row.recipient.startswith("person:") and row.sent_at
        )
        assert [day for day, times in days.items() if times > 1] == []
        weeks = Counter((who, day.isocalendar()[:2]) for who, day in days)
        assert [one for one, times in weeks.items() if times > 2 and one[1][1] not in set(conference_weeks)] == []


@asynccontextmanager
async def playing(database: Database, folder: Path) -> AsyncIterator[Play]:
    """Set up an installation on 1 December 2026, with nothing loaded yet."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Playground.running())
        for user, name in PEOPLE.items():
            slack.add_user(user, name.lower(), f"{name} Exempel")
        for channel, name in CHANNELS.items():
            slack.add_channel(channel, name, tuple(PEOPLE))
        settings = Settings(
            SLACK_API_URL=slack.api_url,
            SLACK_BOT_TOKEN=slack.token,
            DATABASE_URL=database.url.render_as_string(hide_password=False),
            NATVERKSBOT_SECRET_KEY="A" * 43 + "=",
            NATVERKSBOT_CHANNEL_RATE=60_000,
            NATVERKSBOT_WORKSPACE_RATE=60_000,
            NATVERKSBOT_UPDATE_RATE=60_000,
        )
        client = await stack.enter_async_context(slack_client(settings))
        now = at("2026-12-01")
        workspace = workspace_id(database, "Europe/Stockholm", "sv", now=now)
        play: Play
        deps = Deps(settings, database, client, workspace, lambda: play.now)
        stack.callback(deps.threads.shutdown)
        play = Play(database, slack, deps, workspace, folder / "natverk.yaml", now)
        yield play
        assert list(slack.calls.refused()) == [], "Slack refused something"


@pytest.fixture
async def play(database: Database, tmp_path: Path) -> AsyncIterator[Play]:
    """An installation on 1 December 2026, with nothing loaded yet."""
    async with playing(database, tmp_path) as play:
        yield play
