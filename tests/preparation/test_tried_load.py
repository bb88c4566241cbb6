"""What a dry run of a load tells of three weeks is what is sent when the files are loaded, the welcomes too."""

import re
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.cli.content import WEEKS_TRIED
from bot.domain.people import Actor
from bot.services.content import load, tried_load
from bot.services.workspaces import workspace_id
from bot.storage.db import Database
from bot.storage.tables import Delivery, Network, Person, Unit
from scheduler.preview import Upcoming, upcoming, upcoming_within
from tests.examples import ANSWERS, example, taken_up
from tests.preparation.conftest import Play, at, playing

ZONE = "Europe/Stockholm"
START = at("2027-01-18")
END = START + WEEKS_TRIED
A_MOMENT = timedelta(microseconds=1)
#: One message: when it falls due, what it is, to whom, and why it is not sent.
Line = tuple[datetime, str, str, str | None]


def test_a_dry_run_leaves_nothing_behind_and_tells_what_the_load_then_does(database: Database, tmp_path: Path) -> None:
    actor = Actor(workspace_id(database, ZONE, "sv", now=START), None, via="load")
    files = with_their_examples(tmp_path)
    lines = tried(database, actor, files)
    assert len(lines) > 50
    with database.reading() as session:
        kept = [session.scalar(select(func.count()).select_from(table)) for table in (Network, Person, Delivery)]
        assert kept == [0, 0, 0]
    load(database, actor, files, timezone=ZONE, now=START)
    assert upcoming(database, actor.workspace_id, START, END, now=START) == lines


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_dry_run_tells_what_is_sent_in_three_weeks(database: Database, tmp_path: Path) -> None:
    async with playing(database, tmp_path) as play:
        play.now = START
        actor = Actor(play.workspace, None, via="load")
        files = with_their_examples(tmp_path)
        add_everybody(play, files)
        lines = tried(database, actor, files)
        load(database, actor, files, timezone=ZONE, now=START)
        await play.walk(END - A_MOMENT)
        foreseen = Counter((line.due_at, line.kind, line.recipient, line.why_not) for line in lines)
        assert foreseen == happened(database)
        told = Counter(line.kind for line in lines if line.why_not is None)
        assert told["welcome"] == 8
        assert {"doors", "digest", "preparation", "school-milestones"} <= told.keys()


def tried(database: Database, actor: Actor, files: list[Path]) -> list[Upcoming]:
    """What would be sent in three weeks, as `load --dry-run` tells it."""
    with tried_load(database, actor, files, timezone=ZONE, now=START) as (_, session):
        return upcoming_within(session, actor.workspace_id, END, now=START)


def with_their_examples(folder: Path) -> list[Path]:
    """The files of `examples/` with the examples in them taken."""
    files = [folder / name for name in ANSWERS]
    for file in files:
        file.write_text(taken_up(example(file.name).read_text(encoding="utf-8")), encoding="utf-8")
    return files


def add_everybody(play: Play, files: list[Path]) -> None:
    """Let Slack know everybody who stands in the files by their address."""
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    addresses = sorted(set(re.findall(r"[\w.]+@[\w.]+", text)))
    users = [play.slack.add_user(None, address, address, email=address) for address in addresses]
    play.slack.add_channel("C0EXEMPEL", "exempelskolan", tuple(user.id for user in users))


def happened(database: Database) -> Counter[Line]:
    """What became of everything that was due, by the address or id that the files have."""
    with database.reading() as session:
        names = {f"person:{one.id}": one.email or one.slack_user_id or "" for one in session.scalars(select(Person))}
        names |= {f"network:{one.id}": one.name for one in session.scalars(select(Network))}
        names |= {f"unit:{one.id}": one.name for one in session.scalars(select(Unit))}
        return Counter(
            (row.due_at, row.kind, names[row.recipient], None if row.status == "sent" else row.reason)
            for row in session.scalars(select(Delivery).where(Delivery.due_at < END))
        )
