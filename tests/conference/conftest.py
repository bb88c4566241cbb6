"""A conference in February, and the clock of a story that sends what is due."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from typing import Any

import pytest
from sqlalchemy import select

from bot.config import Settings
from bot.deps import Deps
from bot.domain.people import Actor
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.inquiries import About, Written, hand_in
from bot.services.people import identify
from bot.slack.client import slack_client
from bot.storage.db import Database
from bot.storage.tables import Commitment, Delivery, Membership, Response, Unit
from playground import Playground
from playground.messages import Message
from scheduler.refresh import refresh_due
from scheduler.run_due import Result, run_due
from scheduler.sender import lease_holder
from tests.cast import CHANNEL, LOADED, Cast, hold_conference

#: A Wednesday and a Thursday, and when the municipal groups sit at their tables.
STARTS = datetime(2027, 2, 10, 9, tzinfo=UTC)
ENDS = datetime(2027, 2, 11, 14, tzinfo=UTC)
AT_THE_TABLE = datetime(2027, 2, 11, 12, 30, tzinfo=UTC)
#: Noon in Stockholm on the Monday after, the second working day.
NOON = datetime(2027, 2, 15, 11, tzinfo=UTC)

_forms = count(1)


@dataclass
class Story:
    """Everybody at a conference, and what the channel shows of it."""

    database: Database
    cast: Cast
    slack: Playground
    deps: Deps
    conference: int

    def actor(self, slack_user_id: str, now: datetime = AT_THE_TABLE) -> Actor:
        """Return somebody as the bot knows them."""
        return identify(self.database, self.cast.workspace, slack_user_id, now=now)

    def promise(self, text: str, *, who: str = "U0BODEN", now: datetime = AT_THE_TABLE, **words: Any) -> int:
        """Log a commitment for the municipality of a contact person; return its number."""
        unit = self.cast.kalix if who == "U0KALIX" else self.cast.boden
        said, key = CommitmentWords(text, **words), f"form {next(_forms)}"
        return log_commitment(self.database, self.actor(who), self.cast.network, unit, said, key, now=now).number

    def answer(self, kind: str, *, who: str = "U0BODEN", now: datetime = AT_THE_TABLE, **answers: Any) -> None:
        """Hand in answers for the municipality of a contact person, or change them."""
        unit = self.cast.kalix if who == "U0KALIX" else self.cast.boden
        with self.database.reading() as session:
            version = session.scalar(select(Response.version).where(Response.unit_id == unit))
        written = Written(json.dumps(answers), version, f"form {next(_forms)}")
        hand_in(self.database, self.actor(who), About(self.conference, kind, unit), written, now=now)

    def grow(self, names: list[str]) -> list[int]:
        """Let more municipalities be members, from when the network was loaded."""
        common: dict[str, Any] = {"workspace_id": self.cast.workspace}
        with self.database.transaction(Actor(self.cast.workspace, None, via="load"), LOADED) as session:
            units = [Unit(**common, kind="municipality", name=name) for name in names]
            session.add_all(units)
            session.flush()
            held = common | {"network_id": self.cast.network, "valid_from": LOADED}
            session.add_all(Membership(**held, unit_id=unit.id) for unit in units)
            return [unit.id for unit in units]

    def promise_much(self, unit: int, texts: list[str]) -> None:
        """Write many commitments of a municipality straight into the database."""
        kim = self.actor("U0BODEN")
        with self.database.transaction(kim, AT_THE_TABLE) as session:
            session.add_all(
                Commitment(
                    workspace_id=self.cast.workspace,
                    number=unit * 1000 + number,
                    network_id=self.cast.network,
                    unit_id=unit,
                    meeting_id=self.conference,
                    author_id=kim.person_id,
                    text=text,
                    form_key=f"much {unit} {number}",
                    created_at=AT_THE_TABLE,
                )
                for number, text in enumerate(texts)
            )

    async def run(self, now: datetime) -> Result:
        """Let the bot do all that is due at an instant."""
        return await run_due(self.deps, now)

    async def refresh(self, now: datetime) -> int:
        """Bring up to date what is marked, however lately; return how many messages changed."""
        with self.database.transaction(Actor(self.cast.workspace, None, via="bot"), now) as session:
            marked = select(Delivery).where(Delivery.refresh_at.is_not(None), Delivery.status == "sent")
            for row in session.scalars(marked):
                row.refresh_at = LOADED
        self.deps = self.at(now)
        sender = lease_holder(self.deps)
        await refresh_due(sender)
        return sender.tally["refreshed"]

    def at(self, now: datetime) -> Deps:
        """Return the process at another instant."""
        deps = self.deps
        return Deps(deps.settings, deps.database, deps.slack, deps.workspace_id, lambda: now, threads=deps.threads)

    def rows(self, kind: str) -> list[Delivery]:
        """Return the deliveries of a kind, in the order they were made."""
        with self.database.reading() as session:
            return list(session.scalars(select(Delivery).where(Delivery.kind == kind).order_by(Delivery.id)))

    @property
    def summaries(self) -> list[Message]:
        """Return the summaries that stand in the channel."""
        seen = self.slack.person("U0LEAD").messages(CHANNEL, threads=False)
        return [message for message in seen if message.plain().startswith("Sammanfattning")]

    @property
    def summary(self) -> Message:
        """Return the one summary there is."""
        (one,) = self.summaries
        return one

    @property
    def thread(self) -> list[Message]:
        """Return what stands in the summary's thread."""
        return self.slack.person("U0LEAD").replies(self.summary)


@pytest.fixture
async def story(database: Database, cast: Cast) -> AsyncIterator[Story]:
    """A conference on Wednesday and Thursday in week 6 of 2027."""
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(Playground.running())
        for user, name in (("U0BODEN", "kim"), ("U0BODEN2", "noa"), ("U0KALIX", "robin"), ("U0LEAD", "alex")):
            slack.add_user(user, name, f"{name.capitalize()} Exempel")
        slack.add_channel(CHANNEL, "norr", ("U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD"))
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
        deps = Deps(settings, database, client, cast.workspace, lambda: NOON)
        stack.callback(deps.threads.shutdown)
        story = Story(database, cast, slack, deps, hold_conference(database, cast, STARTS, ENDS))
        yield story
        assert list(slack.calls.refused()) == [], "Slack refused something"
