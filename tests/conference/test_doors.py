"""The doors: one pinned post in every network's channel, in working hours, on a day of its own."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

import bot.app  # noqa: F401  # registers every kind of message
from bot.domain.deliveries import TIMINGS
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.doors import doors_blocks, plan_doors
from bot.messages.registry import KINDS, Kind, Planned
from bot.storage.db import Database
from bot.storage.tables import Network, Workspace
from playground.messages import Message
from tests.cast import CHANNEL, LOADED, Cast
from tests.conference.conftest import Story

MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
USEFUL = TIMINGS["doors"].useful_for
HORIZON = timedelta(days=35)


def posts(story: Story) -> list[Message]:
    seen = story.slack.person("U0LEAD").messages(CHANNEL, threads=False)
    return [message for message in seen if "[Mina uppgifter]" in message.plain()]


async def test_the_doors_are_posted_and_pinned_once(story: Story) -> None:
    await story.run(LOADED)
    assert posts(story) == []
    for weeks in (0, 1, 5):
        await story.run(MONDAY + timedelta(weeks=weeks))
    (post,) = posts(story)
    assert story.slack.workspace.channels[CHANNEL].pins == [post.ts]
    assert post.plain() == (
        "*Åtaganden och återkoppling i Nätverk Norr*\n"
        "Här finns knappar till allt, även om kommandon och fliken Hem inte fungerar hos dig.\n"
        "[Skriv åtagande] [Våra åtaganden] [Återkoppling] [Mina uppgifter] [Inställningar]\n"
        "Det som visas när du trycker på en knapp ser bara du. Ett åtagande som du sparar visas för hela nätverket."
    )


async def test_a_channel_whose_pins_are_full_gets_the_doors_all_the_same(story: Story) -> None:
    story.slack.fail("pins.add", kind="error:too_many_pins", times=None)
    await story.run(MONDAY)
    assert len(posts(story)) == 1
    assert [row.status for row in story.rows("doors")] == ["sent"]
    story.slack.calls.clear()


def planned(database: Database, cast: Cast, now: datetime) -> list[Planned]:
    with database.reading() as session:
        workspace = session.get_one(Workspace, cast.workspace)
        return list(plan_doors(session, workspace, now - USEFUL, now + HORIZON))


def give_channel(database: Database, cast: Cast, channel_id: str | None) -> None:
    with database.transaction(Actor(cast.workspace, None), LOADED) as session:
        session.get_one(Network, cast.network).channel_id = channel_id


def test_a_network_gets_its_doors_when_it_gets_a_channel_however_late(database: Database, cast: Cast) -> None:
    give_channel(database, cast, None)
    later = LOADED + timedelta(days=200)
    assert planned(database, cast, later) == []
    give_channel(database, cast, "C0NY")
    (doors,) = planned(database, cast, later)
    assert doors.key == f"doors:networks-{cast.network}:once:network:{cast.network}"
    assert doors.due_at >= later


@pytest.mark.parametrize(
    ("now", "due"),
    [
        (MONDAY + timedelta(hours=2), MONDAY + timedelta(hours=2)),
        (MONDAY - timedelta(hours=2), MONDAY),
        (MONDAY + timedelta(hours=14), MONDAY + timedelta(days=1)),
    ],
    ids=["at work", "in the morning", "at night"],
)
def test_the_doors_are_due_in_working_hours(database: Database, cast: Cast, now: datetime, due: datetime) -> None:
    assert [one.due_at for one in planned(database, cast, now)] == [due]


@pytest.fixture
def crowded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something else be said in the channel on Monday and Tuesday."""
    recipient = f"network:{cast.network}"

    def plan(session: Session, workspace: Workspace, start: datetime, end: datetime) -> Iterator[Planned]:
        for days in (0, 1):
            due_at = MONDAY + timedelta(days=days, hours=4)
            if start <= due_at < end:
                yield Planned(f"x{days}", recipient, due_at, due_at)

    kind = KINDS["summary"]
    monkeypatch.setitem(KINDS, "summary", Kind("summary", kind.facts, kind.blocks, plan))


@pytest.mark.usefixtures("crowded")
def test_the_doors_come_on_a_day_when_the_channel_hears_nothing_else(database: Database, cast: Cast) -> None:
    (doors,) = planned(database, cast, LOADED)
    assert doors.due_at == MONDAY + timedelta(days=2)
    (doors,) = planned(database, cast, MONDAY + timedelta(hours=6))
    assert doors.due_at.date() == (MONDAY + timedelta(days=2)).date()


def test_the_names_of_networks_are_said_as_they_are() -> None:
    message = doors_blocks(Network(name="<!here> & *co*"), Language("sv", MONDAY.date()))
    assert message.blocks[0]["text"]["text"] == "*Åtaganden och återkoppling i Nätverk &lt;!here&gt; &amp; *co**"
