"""A small network, a playground to speak to, and two made-up kinds of messages whose words a test decides."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.config import Settings
from bot.deps import Deps
from bot.domain.calendar import Policy
from bot.domain.deliveries import TIMINGS, Timing, WhoseClock
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.registry import KINDS, Kind, Message, Planned, Skip
from bot.slack.client import slack_client
from bot.storage.db import Database
from bot.storage.deliveries import mark_for_refresh, queue
from bot.storage.tables import Delivery, Network, Person, Workspace
from playground import Playground
from scheduler.send import send_due
from scheduler.sender import Sender, lease_holder, prompt_sender
from tests.cast import Cast

#: A Monday, eight in the morning in Stockholm. The machine's clock is another: the real one.
NOW = datetime(2027, 1, 18, 7, tzinfo=UTC)
CHANNEL = "C0NORR"


@dataclass
class Notes:
    """What the made-up messages say, by key, and what goes wrong with them."""

    words: dict[str, str] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    broken: set[str] = field(default_factory=set)
    planned: list[Planned] = field(default_factory=list)

    def facts(self, session: Session, row: Delivery, now: datetime) -> Any:
        if row.key in self.broken:
            raise ZeroDivisionError
        return Skip("not-needed") if row.key in self.skipped else self.words.get(row.key, row.key)

    def blocks(self, facts: str, language: Language) -> Message:
        text = f"{facts} {language.locale} {language.today}"
        return Message(text, [{"type": "section", "text": {"type": "plain_text", "text": text}}], said={"facts": facts})

    def plan(self, session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterable[Planned]:
        return [one for one in self.planned if start <= one.due_at < end]


@dataclass
class Machine:
    """The machine's clock, which a test moves."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def move(self, seconds: float) -> None:
        self.ahead += timedelta(seconds=seconds)


@dataclass
class World:
    """Everything a test of the scheduler has at hand."""

    deps: Deps
    slack: Playground
    notes: Notes
    cast: Cast
    machine: Machine
    opened: Callable[..., Any]

    def put(self, *keys: str, kind: str = "note", **columns: Any) -> None:
        """Queue messages to the network's channel, due now, unless told otherwise."""
        values: dict[str, Any] = {"recipient": f"network:{self.cast.network}", "due_at": NOW} | columns
        with self.deps.database.transaction(self.actor, NOW) as session:
            for key in keys:
                queue(session, key=key, kind=kind, now=NOW, **values)

    def mark(self, *keys: str) -> None:
        """Mark messages as out of date as of now."""
        with self.deps.database.transaction(self.actor, NOW) as session:
            mark_for_refresh(session, keys=keys, at=self.machine())

    def change(self, change: Callable[..., Any], *args: Any, **named: Any) -> Any:
        """Run a function of the storage in a transaction."""
        with self.deps.database.transaction(self.actor, NOW) as session:
            return change(session, *args, **named)

    def row(self, key: str) -> Delivery:
        """Return a delivery as it stands."""
        with self.deps.database.reading() as session:
            return session.scalars(select(Delivery).where(Delivery.key == key)).one()

    def states(self) -> dict[str, str]:
        """Return every delivery's state by key."""
        with self.deps.database.reading() as session:
            return {row.key: row.status for row in session.scalars(select(Delivery))}

    def person(self, slack_user_id: str) -> Person:
        """Return somebody of the cast."""
        with self.deps.database.reading() as session:
            return session.scalars(select(Person).where(Person.slack_user_id == slack_user_id)).one()

    def alter(self, what: type[Any], row_id: int, **values: Any) -> None:
        """Change columns of a row."""
        with self.deps.database.transaction(self.actor, NOW) as session:
            for name, value in values.items():
                setattr(session.get_one(what, row_id), name, value)

    def said(self, channel: str = CHANNEL) -> list[str]:
        """Return the first word of everything that stands in a channel."""
        return [message.text.split()[0] for message in self.slack.workspace.channels[channel].messages.values()]

    async def send(self, sender: Sender | None = None) -> Sender:
        """Let a sender, usually a new one with the lease, send what is due, and be gone."""
        sender = sender or self.holder()
        await send_due(sender)
        if sender.lease is not None:
            await sender.lease.give_back()
        return sender

    def holder(self, deps: Deps | None = None) -> Sender:
        """Return a sender that needs the lease."""
        return lease_holder(deps or self.deps, machine=self.machine)

    def prompt(self) -> Sender:
        """Return a sender of what somebody waits for."""
        return prompt_sender(self.deps, machine=self.machine)

    @property
    def actor(self) -> Actor:
        """Return the bot itself."""
        return Actor(self.cast.workspace, None, via="bot")

    @property
    def network(self) -> type[Network]:
        """Return the table of networks."""
        return Network


def settings_for(slack: Playground, database: Database, **more: Any) -> Settings:
    """Return settings with rates that cost no time and leases that tests can wait for."""
    values: dict[str, Any] = {
        "SLACK_API_URL": slack.api_url,
        "SLACK_BOT_TOKEN": slack.token,
        "DATABASE_URL": database.url.render_as_string(hide_password=False),
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
        "NATVERKSBOT_CHANNEL_RATE": 60_000,
        "NATVERKSBOT_WORKSPACE_RATE": 60_000,
        "NATVERKSBOT_LEASE_SECONDS": 1.0,
        "NATVERKSBOT_SETTLE_SECONDS": 0.2,
    }
    return Settings(**values | more)


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Notes]:
    notes = Notes()
    # Put back in their order: kinds are planned in it.
    known = dict(KINDS)
    KINDS.clear()
    monkeypatch.setitem(TIMINGS, "note", Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=3)))
    monkeypatch.setitem(TIMINGS, "cheer", Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=3), prompt=True))
    KINDS["note"] = Kind("note", notes.facts, notes.blocks, notes.plan)
    KINDS["cheer"] = Kind("cheer", notes.facts, notes.blocks)
    yield notes
    KINDS.clear()
    KINDS.update(known)


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.running() as slack:
        for user, name in (("U0BODEN", "kim"), ("U0KALIX", "robin"), ("U0BODEN2", "noa"), ("U0LEAD", "alex")):
            slack.add_user(user, name, f"{name.capitalize()} Exempel")
        slack.add_channel(CHANNEL, "norr", ("U0BODEN", "U0KALIX"))
        yield slack


@pytest.fixture
async def world(database: Database, cast: Cast, slack: Playground, notes: Notes) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:

        async def opened(**more: Any) -> Deps:
            settings = settings_for(slack, database, **more)
            client = await stack.enter_async_context(slack_client(settings))
            deps = Deps(settings, database, client, cast.workspace, lambda: NOW)
            stack.callback(deps.threads.shutdown)
            return deps

        yield World(await opened(), slack, notes, cast, Machine(), opened)


def at(deps: Deps, now: datetime) -> Deps:
    """Return the same process on another day."""
    return replace(deps, clock=lambda: now)
