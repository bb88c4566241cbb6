"""Whatever is edited, however often the sender dies or Slack says wait, every message ends once, in one state.

One small network with a conference lives through settings that change, a conference that moves, a clock that is set
forward and back, refusals of Slack and senders that die before or after a call; in the end all that was due is counted.
"""

import asyncio
import shutil
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy import select

import bot.app  # noqa: F401  # registers every kind of message
from bot.deps import Deps
from bot.domain.letters import LetterTime
from bot.domain.people import Actor
from bot.services.absences import Away
from bot.services.commitments import CommitmentWords, log_commitment
from bot.services.people import identify
from bot.services.settings import Pause, Settings, set_settings
from bot.slack.client import slack_client
from bot.storage.db import Database
from bot.storage.deliveries import forget_waiting
from bot.storage.migrate import migrate
from bot.storage.tables import Delivery, Meeting, Task, Workspace
from playground import Playground
from scheduler.marks import mark_of
from scheduler.plan import plan
from scheduler.reconcile import reconcile
from scheduler.refresh import refresh_due
from scheduler.send import expire_due, send_due
from scheduler.sender import DONE, lease_holder
from tests.cast import CHANNEL, NOW, hold_conference, settle
from tests.scheduler.conftest import Machine, settings_for

STARTS = datetime(2027, 1, 13, 9, tzinfo=UTC)
PEOPLE = ("U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD")
FAULTS = ("ratelimited:1", "reset_after_apply", "http_500_after_apply", "fatal_error_after_apply", "reset_before")
WHO = st.sampled_from(("U0BODEN", "U0KALIX"))


class DiedError(BaseException):
    """The process is gone: nothing catches it."""


class Mortal:
    """Slack's client in a process that dies at its n-th message, before or after Slack has it."""

    def __init__(self, slack: AsyncWebClient, at: int, *, after: bool) -> None:
        self._slack, self._left, self._after = slack, at, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._slack, name)

    async def chat_postMessage(self, **said: Any) -> Any:  # noqa: N802  # Slack's name
        self._left -= 1
        if self._left >= 0:
            return await self._slack.chat_postMessage(**said)
        if self._after:
            await self._slack.chat_postMessage(**said)
        raise DiedError


@cache
def template() -> Path:
    """A migrated SQLite file."""
    path = Path(tempfile.mkdtemp()) / "template.db"
    database = Database(f"sqlite:///{path}")
    migrate(database)
    database.close()
    return path


class Life(RuleBasedStateMachine):
    """A network, whose promise is checked when all is over."""

    @initialize()
    def begin(self) -> None:
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "life.db"
        shutil.copy(template(), path)
        self.database = Database(f"sqlite:///{path}")
        self.cast = settle(self.database)
        self.meeting = hold_conference(self.database, self.cast, STARTS, STARTS + timedelta(hours=29))
        self.machine, self.now = Machine(), NOW
        self.runner.run(self._open())
        kim = identify(self.database, self.cast.workspace, "U0BODEN", now=NOW)
        words = CommitmentWords("Vi inför kollegial handledning", due_on=date(2027, 1, 4))
        log_commitment(self.database, kim, self.cast.network, self.cast.boden, words, "form", now=NOW)

    async def _open(self) -> None:
        self.slack = await self.stack.enter_async_context(Playground.running())
        for user in PEOPLE:
            self.slack.add_user(user, user.lower(), f"{user} Exempel")
        self.slack.add_channel(CHANNEL, "norr", PEOPLE)
        chosen = settings_for(self.slack, self.database)
        client = await self.stack.enter_async_context(slack_client(chosen))
        self.deps = Deps(chosen, self.database, client, self.cast.workspace, lambda: self.now)

    @rule(hours=st.integers(1, 24 * 9))
    def time_goes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)

    @rule(hours=st.integers(1, 30))
    def the_clock_is_set_back(self, hours: int) -> None:
        self.now = max(NOW, self.now - timedelta(hours=hours))

    @rule(who=WHO, weekday=st.integers(1, 5), hour=st.sampled_from((6, 8, 15)), pause=st.sampled_from((None, 3, 20)))
    def somebody_sets(self, who: str, weekday: int, hour: int, pause: int | None) -> None:
        paused = None if pause is None else Pause((self.now + timedelta(days=pause)).date())
        self._set(who, Settings(LetterTime(weekday, hour), pause=paused))

    @rule(first=st.integers(0, 5), days=st.integers(0, 15))
    def kim_goes_away(self, first: int, days: int) -> None:
        day = (self.now + timedelta(days=first)).date()
        self._set("U0BODEN", Settings(away=Away(day, day + timedelta(days=days), "U0BODEN2")))

    def _set(self, who: str, wanted: Settings) -> None:
        actor = identify(self.database, self.cast.workspace, who, now=self.now)
        set_settings(self.database, actor, None, wanted, now=self.now)

    @rule(days=st.integers(-5, 20))
    def the_conference_moves(self, days: int) -> None:
        with self.database.transaction(Actor(self.cast.workspace, None, via="load"), self.now) as session:
            meeting = session.get_one(Meeting, self.meeting)
            meeting.starts_at = STARTS + timedelta(days=days)
            meeting.ends_at = meeting.starts_at + timedelta(hours=29)
            tasks = session.scalars(select(Task.id).where(Task.meeting_id == meeting.id)).all()
            forget_waiting(session, subject="meetings", subject_ids=[meeting.id])
            forget_waiting(session, subject="tasks", subject_ids=tasks)

    @precondition(lambda self: len(self.slack.faults._open) < 2)
    @rule(kind=st.sampled_from(FAULTS), after=st.integers(0, 2))
    def slack_will_fail(self, kind: str, after: int) -> None:
        self.slack.fail("chat.postMessage", kind=kind, after=after)

    @rule()
    def the_bot_works(self) -> None:
        self._work(self.deps.slack)

    @rule(at=st.integers(0, 3), after=st.booleans())
    def the_bot_dies_at_work(self, at: int, after: bool) -> None:
        self._work(Mortal(self.deps.slack, at, after=after))

    def _work(self, slack: Any) -> None:
        # What others began is over by the machine's clock.
        self.machine.move(1.5)
        try:
            self.runner.run(self._send(replace(self.deps, slack=slack)))
        except (DiedError, BaseExceptionGroup) as error:
            if not isinstance(error, DiedError) and error.split(DiedError)[1] is not None:
                raise

    async def _send(self, deps: Deps) -> None:
        await plan(deps)
        sender = lease_holder(deps, machine=self.machine)
        assert sender.lease is not None
        assert await sender.lease.take()
        await reconcile(sender)
        await expire_due(sender)
        await send_due(sender)
        await refresh_due(sender)
        await sender.lease.give_back()

    def teardown(self) -> None:
        if not hasattr(self, "slack"):
            return
        try:
            self.slack.faults.clear()
            for _ in range(3):
                self._work(self.deps.slack)
            self._every_row_ended_once()
        finally:
            self.runner.run(self.stack.aclose())
            self.runner.close()
            self.deps.threads.shutdown()
            self.database.close()
            self.folder.cleanup()

    def _every_row_ended_once(self) -> None:
        channels = self.slack.workspace.channels.values()
        posted = Counter(
            message.metadata["event_payload"]["d"]
            for channel in channels
            for message in channel.messages.values()
            if message.metadata
        )
        with self.database.reading() as session:
            workspace = session.get_one(Workspace, self.cast.workspace)
            rows = session.scalars(select(Delivery)).all()
            marks = {mark_of(workspace, row.key): row for row in rows}
        assert len(marks) == len(rows)
        assert set(posted) <= set(marks)
        for mark, row in marks.items():
            assert posted[mark] == (row.status == "sent"), (row.key, row.status, row.reason, posted[mark])
            assert row.status in DONE or row.due_at > self.now, (row.key, row.status, row.due_at)


LifeTest = Life.TestCase
LifeTest.settings = settings(
    max_examples=5,
    stateful_step_count=12,
    deadline=None,
    # Each step plans and sends for real: a shorter failing story would cost minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
