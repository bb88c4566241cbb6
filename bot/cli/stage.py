"""A stage for stories: the playground, the bot beside it, and one clock for both."""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from socket import create_server, socket
from typing import Any

from sqlalchemy import ColumnElement, select

from bot.app import bolt_app, open_deps, web_app
from bot.cli.words import language
from bot.clock import machine_clock
from bot.config import Settings
from bot.deps import Deps
from bot.domain.calendar import ONE_DAY
from bot.domain.deliveries import TIMINGS
from bot.domain.people import Actor
from bot.language import SOURCE
from bot.services.content import load
from bot.serving import serving_on
from bot.slack.manifest import manifest
from bot.storage.db import Database
from bot.storage.deliveries import COALESCE_FOR
from bot.storage.doubts import withdraw
from bot.storage.tables import Delivery
from playground import Message, Person, Playground
from scheduler import heartbeat
from scheduler.plan import HORIZON
from scheduler.recognise import adopt
from scheduler.refresh import refresh_due
from scheduler.run_due import run_due
from scheduler.sender import prompt_sender

#: How long the bot may take to say what somebody waits for, in seconds.
PATIENCE = 30
#: Seconds between looks at what the bot has still to say.
LOOK_EVERY = 0.02
#: Messages a minute: the playground takes as many as come, and nobody should wait for a pace that is Slack's.
NO_HURRY = 60_000


class StoryClock:
    """What time it is in the story: it stands where it was put, and from `go_on` it goes as the machine's does."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._since: float | None = None

    def __call__(self) -> datetime:
        """Read the clock."""
        gone = 0.0 if self._since is None else time.monotonic() - self._since
        return self._at + timedelta(seconds=gone)

    def put(self, at: datetime) -> None:
        """Put the clock to another time; it stands or goes on as before."""
        self._at = at
        if self._since is not None:
            self._since = time.monotonic()

    def go_on(self) -> None:
        """Let it go from now on."""
        self._at, self._since = self(), time.monotonic()

    @contextmanager
    def standing(self, at: datetime) -> Iterator[None]:
        """Let it stand at a moment for as long as that takes; afterwards it stands or goes on as before."""
        goes = self._since is not None
        self._at, self._since = at, None
        try:
            yield
        finally:
            if goes:
                self.go_on()

    def seconds(self) -> float:
        """Read the clock as Slack's timestamps do."""
        return self().timestamp()


@dataclass
class Stage:
    """Everything that runs, and what time it is in the story."""

    slack: Playground
    deps: Deps
    clock: StoryClock
    #: Held while messages that the clock drives are sent: one moment of the story after the other.
    sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    def person(self, slack_user_id: str) -> Person:
        """Somebody who acts."""
        return self.slack.person(slack_user_id)

    async def load(self, file: Path) -> None:
        """Load a workspace file, as of now in the story."""
        actor = Actor(self.deps.workspace_id, None, via="load")
        await self.deps.do(load, actor, [file], timezone=self.deps.settings.timezone)

    async def pass_to(self, instant: datetime) -> None:
        """Move the clock and send what is due then; however long that takes, it is said at that moment."""
        async with self.sending:
            with self.clock.standing(instant):
                await run_due(self.deps, instant)
                await self.said()

    async def leap_to(self, instant: datetime) -> None:
        """Move the clock past what nobody tells of: what would have been sent meanwhile is nothing that was late."""
        async with self.sending:
            await self.deps.do(_take_back_until, self.deps.workspace_id, instant)
        await self.pass_to(instant)

    async def next_stop(self, end: datetime) -> datetime:
        """Return when something falls due next, or plans have to be made anew; `end` at the latest."""
        due = await self.deps.do(due_from_now)
        return min([end, self.clock() + HORIZON - ONE_DAY, *due[:1]])

    async def catch_up(self) -> None:
        """Send what has fallen due while the clock went on."""
        async with self.sending:
            await run_due(self.deps, self.clock())

    async def said(self) -> None:
        """Wait until the bot has said all that somebody waits for."""
        async with asyncio.timeout(PATIENCE):
            while await self.deps.do(_is_unsaid):  # noqa: ASYNC110  # the answer lies in the database, which calls nobody
                await asyncio.sleep(LOOK_EVERY)

    async def quiet(self) -> None:
        """Wait until the bot has said all, and bring its messages up to date now, not some seconds after a change."""
        await self.said()
        async with asyncio.timeout(PATIENCE):
            while await self.deps.do(_is_out_of_date):
                await refresh_due(prompt_sender(self.deps, machine=_when_changes_are_gathered))
                await asyncio.sleep(LOOK_EVERY)

    def seen(self) -> Iterator[tuple[str, Message]]:
        """What there is to read, each with who reads it: a channel's id for all in it, or a person's."""
        people = [user.id for user in self.slack.workspace.users.values() if not user.is_bot]
        channels = [one.id for one in self.slack.workspace.channels.values() if not (one.is_im or one.is_mpim)]
        for channel_id in channels:
            for message in self.person(people[0]).messages(channel_id):
                if message.ephemeral_to is None:
                    yield channel_id, message
        for slack_user_id in people:
            person = self.person(slack_user_id)
            yield from ((slack_user_id, message) for message in person.direct_messages())
            for channel_id in channels:
                for message in person.messages(channel_id):
                    if message.ephemeral_to is not None:
                        yield slack_user_id, message


@asynccontextmanager
async def stage(
    people: Mapping[str, str], channels: Mapping[str, str], starts: datetime, database_url: str | None = None
) -> AsyncIterator[Stage]:
    """Set the stage with people (Slack id → name) and channels (id → name) that all of them are in.

    Without a database's address it gets one of its own, on SQLite, that is gone afterwards.
    """
    clock = StoryClock(starts)
    with tempfile.TemporaryDirectory() as folder:
        async with Playground.running(clock=clock.seconds) as slack:
            populate(slack, people, channels)
            async with bot_beside(slack, clock, database_url or f"sqlite:///{folder}/demo.db") as made:
                yield made


def populate(
    slack: Playground, people: Mapping[str, str], channels: Mapping[str, str], titles: Mapping[str, str] | None = None
) -> None:
    """Let people (Slack id → name) and channels (id → name) be there, everybody in every channel."""
    for slack_user_id, name in people.items():
        title = (titles or {}).get(slack_user_id, "")
        slack.add_user(slack_user_id, name.split()[0].lower(), name, title=title)
    for channel_id, name in channels.items():
        slack.add_channel(channel_id, name, tuple(people))


@asynccontextmanager
async def bot_beside(slack: Playground, clock: StoryClock, database_url: str) -> AsyncIterator[Stage]:
    """Run the bot beside a playground that serves; what only the clock drives is sent by whoever moves the clock.

    The bot may do what its manifest asks for, as in any Slack. The database speaks for this playground from now on,
    wherever it served before.
    """
    slack.oldest_by_machine = True
    slack.install(manifest(language(), slack.url, socket=True))
    # The bot gives addresses of its own to people, so that it must know its port before it serves.
    with create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        async with open_deps(_settings(slack, base_url, database_url), clock) as deps:
            await adopt(deps)
            async with _running(slack, deps, listening):
                yield Stage(slack, deps, clock)


@asynccontextmanager
async def _running(slack: Playground, deps: Deps, listening: socket) -> AsyncIterator[None]:
    stop = asyncio.Event()
    async with serving_on(listening, web_app(deps, bolt_app(deps))):
        slack.bot_url = f"{deps.settings.base_url}/slack/events"
        sending = asyncio.create_task(heartbeat.run(deps, stop, scheduled=False))
        try:
            yield
        finally:
            stop.set()
            await sending


def _settings(slack: Playground, base_url: str, database_url: str) -> Settings:
    given: dict[str, Any] = {
        "SLACK_BOT_TOKEN": slack.token,
        "SLACK_SIGNING_SECRET": slack.signing_secret,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database_url,
        "NATVERKSBOT_BASE_URL": base_url,
        # Stories press buttons by their words, whatever language the operator reads.
        "NATVERKSBOT_LOCALE": SOURCE,
        # It opens nothing: it protects made-up tokens on this machine, the same ones after every start.
        "NATVERKSBOT_SECRET_KEY": "A" * 43 + "=",
        "NATVERKSBOT_CHANNEL_RATE": NO_HURRY,
        "NATVERKSBOT_WORKSPACE_RATE": NO_HURRY,
        "NATVERKSBOT_UPDATE_RATE": NO_HURRY,
        # Nobody else sends: what a killed process left undecided need not wait long.
        "NATVERKSBOT_LEASE_SECONDS": 5,
        "NATVERKSBOT_SETTLE_SECONDS": 1,
    }
    return Settings(_env_file=None, **given)


def due_from_now(database: Database, *, now: datetime) -> list[datetime]:
    """Return the moments from now on when planned messages are due, each once, the soonest first."""
    waiting = select(Delivery.due_at).where(Delivery.status == "pending", Delivery.due_at > now)
    with database.reading() as session:
        return list(session.scalars(waiting.distinct().order_by(Delivery.due_at)))


def _is_unsaid(database: Database, *, now: datetime) -> bool:
    prompt = [kind for kind, timing in TIMINGS.items() if timing.prompt]
    waiting = Delivery.status.in_(("pending", "sending")) & Delivery.kind.in_(prompt) & (Delivery.due_at <= now)
    return _is_any(database, waiting)


def _take_back_until(database: Database, workspace_id: int, instant: datetime, *, now: datetime) -> None:
    leapt_over = select(Delivery.key).where(Delivery.status == "pending", Delivery.expires_at <= instant)
    with database.transaction(Actor(workspace_id, None, via="cli"), now) as session:
        withdraw(session, session.scalars(leapt_over), now=now)


def _when_changes_are_gathered() -> datetime:
    return machine_clock() + COALESCE_FOR


def _is_out_of_date(database: Database, *, now: datetime) -> bool:
    return _is_any(database, Delivery.refresh_at.is_not(None) & (Delivery.status == "sent"))


def _is_any(database: Database, condition: ColumnElement[bool]) -> bool:
    with database.reading() as session:
        return session.scalar(select(Delivery.id).where(condition).limit(1)) is not None
