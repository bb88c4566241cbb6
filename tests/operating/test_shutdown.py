"""A process that is asked to end takes nothing new in, lets what is under way end, and leaves no claim behind."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import func, select

from bot.clock import machine_clock
from bot.services.commitments import CommitmentWords, log_commitment
from bot.storage.db import Database
from bot.storage.tables import Delivery, SenderLease
from playground import Playground
from tests.cast import CHANNEL, Cast, actor, settle
from tests.operating.conftest import process, settings_of
from tests.patience import patient


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Database:
    copy(sqlite_template, tmp_path / "natverksbot.db")
    return Database(f"sqlite:///{tmp_path}/natverksbot.db")


@pytest.fixture
def cast(database: Database) -> Cast:
    return settle(database)


@pytest.fixture
async def slack() -> AsyncIterator[Playground]:
    async with Playground.running() as slack:
        patient(slack)
        for user, name in (("U0BODEN", "kim"), ("U0KALIX", "robin"), ("U0BODEN2", "noa"), ("U0LEAD", "alex")):
            slack.add_user(user, name, f"{name.capitalize()} Exempel")
        slack.add_channel(CHANNEL, "norr", ("U0BODEN", "U0KALIX"))
        yield slack


def cards(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Delivery.status).where(Delivery.kind == "commitment-card")))


def leases(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(SenderLease)) or 0


async def test_what_is_under_way_ends_and_nothing_new_begins(slack: Playground, database: Database, cast: Cast) -> None:
    kim, robin = slack.person("U0BODEN"), slack.person("U0KALIX")
    async with process(settings_of(slack, str(database.url)), "serve", "--port", "0") as served:
        slack.bot_url = f"{served.address}/slack/events"
        await kim.command("/atagande", "Vi inför kollegial handledning", channel=CHANNEL)
        slack.fail("chat.postMessage", kind="slow:1", channel=CHANNEL)
        slack.fail("views.open", kind="slow:1")
        assert not (await kim.form.submit()).errors
        opening = asyncio.create_task(robin.command("/atagande", channel=CHANNEL))
        await slack.until(lambda: slack.called("chat.postMessage", channel=CHANNEL))
        ending = asyncio.create_task(served.stop())
        delivered = await opening
        assert await ending == 0
        assert delivered.ok
        assert robin.has_form
        assert (await robin.command("/atagande", channel=CHANNEL)).error == "connection_failed"
    assert cards(database) == ["sent"]
    assert len([one for one in kim.messages(CHANNEL) if one.text.startswith("Åtagande 1")]) == 1
    assert leases(database) == 0
    database.close()


async def test_a_slack_that_never_answers_holds_nobody_back(slack: Playground, database: Database, cast: Cast) -> None:
    kim, words = actor(database, cast, "U0BODEN"), CommitmentWords("Vi inför kollegial handledning")
    log_commitment(database, kim, *cast.place(cast.boden), words, "key", now=machine_clock())
    slack.fail("chat.postMessage", kind="hang_after_apply", times=None)
    async with process(settings_of(slack, str(database.url)), "worker", "--port", "0") as worker:
        await slack.until(lambda: slack.called("chat.postMessage"))
        assert (await worker.ask("/readyz"))[0] == 200
        assert await worker.stop() == 0
    # Slack's history decides about it later; the right to send is free for the next process.
    assert cards(database) == ["sending"]
    assert leases(database) == 0
    database.close()
