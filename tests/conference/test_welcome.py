"""The welcome comes first, once, in working hours, and alone on its day."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import bot.app  # noqa: F401  # registers every kind of message
from bot.domain.people import Actor
from bot.language import Language
from bot.messages.newcomers import Newcomer
from bot.messages.welcome import plan_welcomes, welcome_blocks
from bot.storage.db import Database
from bot.storage.deliveries import pause
from bot.storage.tables import Person, Role, Workspace
from tests.cast import LOADED, Cast
from tests.conference.conftest import Story

#: Eight o'clock in Stockholm on the Monday after the network was loaded, and on the one after that.
MONDAY = datetime(2026, 11, 23, 7, tzinfo=UTC)
NEXT_MONDAY = MONDAY + timedelta(days=7)
DAY = MONDAY.date()


def direct(story: Story, who: str) -> list[str]:
    return [message.plain() for message in story.slack.person(who).direct_messages()]


def change(story: Story, table: type[Person] | type[Role], which: int, **values: object) -> None:
    with story.database.transaction(Actor(story.cast.workspace, None), MONDAY) as session:
        for name, value in values.items():
            setattr(session.get_one(table, which), name, value)


def role_of(story: Story, who: str) -> Role:
    with story.database.reading() as session:
        return session.scalars(select(Role).join(Person).where(Person.slack_user_id == who)).one()


async def test_contact_persons_and_nobody_else_are_welcomed(story: Story) -> None:
    await story.run(MONDAY)
    (hello,) = direct(story, "U0BODEN")
    assert hello == (
        "Hej Kim. Jag är Nätverksboten och håller reda på åtaganden och datum i Nätverk Norr. Du är kontaktperson för "
        "Boden. Du får ett veckobrev på måndagar klockan 8 när något närmar sig eller är nytt, och en översikt den "
        "första måndagen i månaden när något ligger längre fram. Annars är jag tyst.\n"
        "Börja med att se om uppgifterna om er stämmer. Det tar två minuter.\n[Se våra uppgifter] [Byt dag och tid]"
    )
    assert len(direct(story, "U0KALIX")) == 1
    assert direct(story, "U0BODEN2") == direct(story, "U0LEAD") == []


async def test_nothing_is_said_before_the_morning(story: Story) -> None:
    await story.run(LOADED)
    await story.run(MONDAY - timedelta(minutes=1))
    assert direct(story, "U0BODEN") == []


async def test_a_welcome_comes_once_also_with_a_second_network_later(story: Story) -> None:
    await story.run(MONDAY)
    common = {"workspace_id": story.cast.workspace, "network_id": story.cast.network}
    with story.database.transaction(Actor(story.cast.workspace, None), MONDAY) as session:
        role = role_of(story, "U0BODEN")
        session.add(
            Role(
                **common,
                person_id=role.person_id,
                kind="contact_person",
                unit_id=story.cast.kalix,
                valid_from=NEXT_MONDAY,
            )
        )
    await story.run(NEXT_MONDAY + timedelta(days=1))
    assert [row.status for row in story.rows("welcome")] == ["sent", "sent"]


async def test_a_letter_on_the_same_day_welcomes_too(story: Story) -> None:
    story.promise("Vi inför kollegial handledning", now=LOADED)
    await story.run(MONDAY)
    (first,) = direct(story, "U0BODEN")
    assert first.startswith("Hej Kim.")
    assert "Vi inför kollegial handledning" in first
    assert [words.split()[0] for words in direct(story, "U0KALIX")] == ["Hej"], "nothing is open, so it comes by itself"
    assert {(row.status, row.reason) for row in story.rows("welcome")} == {("skipped", "in-letter"), ("sent", None)}
    await story.run(NEXT_MONDAY)
    assert direct(story, "U0BODEN") == [first], "nothing is new, and nobody is welcomed twice"


async def test_whoever_cannot_be_welcomed_gets_letters_all_the_same(story: Story) -> None:
    kim = story.slack.person("U0BODEN")
    story.promise("Vi inför kollegial handledning", now=LOADED)
    story.slack.fail("chat.postMessage", kind="error:user_disabled", channel=kim.dm.id, times=2)
    await story.run(MONDAY)
    assert direct(story, "U0BODEN") == []
    await story.run(NEXT_MONDAY)
    assert "Vi inför kollegial handledning" in direct(story, "U0BODEN")[-1]


async def test_a_welcome_that_is_stopped_comes_with_the_letter(story: Story) -> None:
    story.promise("Vi inför kollegial handledning", now=LOADED)
    with story.database.transaction(Actor(story.cast.workspace, None), LOADED) as session:
        pause(session, now=LOADED, kind="welcome")
    await story.run(MONDAY)
    (first,) = direct(story, "U0BODEN")
    assert first.startswith("Hej Kim.")


async def test_somebody_who_is_contact_person_no_longer_is_not_welcomed(story: Story) -> None:
    await story.run(LOADED)
    change(story, Role, role_of(story, "U0BODEN").id, valid_to=LOADED + timedelta(hours=1))
    await story.run(MONDAY)
    assert direct(story, "U0BODEN") == []
    assert {row.reason for row in story.rows("welcome")} == {"no-role", None}


async def test_english_for_those_who_read_it(story: Story) -> None:
    change(story, Person, role_of(story, "U0BODEN").person_id, locale="en")
    story.slack.workspace.users["U0BODEN"] = replace(story.slack.workspace.user("U0BODEN"), locale="en-GB")
    await story.run(MONDAY)
    assert direct(story, "U0BODEN")[0].startswith("Hello Kim.")


@pytest.fixture
def planning(database: Database, cast: Cast) -> Iterator[tuple[Session, Workspace]]:
    with database.reading() as session:
        yield session, session.get_one(Workspace, cast.workspace)


@pytest.mark.parametrize(
    ("since", "due"),
    [
        (datetime(2026, 11, 24, 9, 30, tzinfo=UTC), datetime(2026, 11, 24, 9, 30, tzinfo=UTC)),
        (datetime(2026, 11, 24, 22, tzinfo=UTC), datetime(2026, 11, 25, 7, tzinfo=UTC)),
        (datetime(2027, 6, 30, 9, tzinfo=UTC), datetime(2027, 6, 30, 9, tzinfo=UTC)),
        (datetime(2027, 7, 6, 9, tzinfo=UTC), datetime(2027, 8, 9, 6, tzinfo=UTC)),
    ],
    ids=["at work", "at night", "before summer", "in summer"],
)
def test_a_welcome_is_due_at_once_at_work_and_else_the_next_morning(
    database: Database, cast: Cast, since: datetime, due: datetime
) -> None:
    with database.transaction(Actor(cast.workspace, None), since) as session:
        for role in session.scalars(select(Role)):
            role.valid_from = since
    with database.reading() as session:
        workspace = session.get_one(Workspace, cast.workspace)
        planned = list(plan_welcomes(session, workspace, since - timedelta(days=1), since + timedelta(days=60)))
    assert [one.due_at for one in planned] == [due, due]


def test_somebody_who_has_been_contact_person_for_long_is_not_welcomed(
    planning: tuple[Session, Workspace],
) -> None:
    later = LOADED + timedelta(days=60)
    assert list(plan_welcomes(*planning, later, later + timedelta(days=35))) == []


def test_stretches_of_planning_share_nothing_and_lose_nothing(planning: tuple[Session, Workspace]) -> None:
    start, end = LOADED - timedelta(days=3), LOADED + timedelta(days=9)
    whole = [one.key for one in plan_welcomes(*planning, start, end)]
    for hours in (71, 72, 94, 100):
        middle = start + timedelta(hours=hours)
        parts = [*plan_welcomes(*planning, start, middle), *plan_welcomes(*planning, middle, end)]
        assert sorted(one.key for one in parts) == sorted(whole)
    assert len(whole) == 2


def test_names_are_said_as_they_are() -> None:
    hostile = Newcomer("<!channel>", ["*Norr* & Söder"], ["_Boden_"])
    message = welcome_blocks(hostile, Language("sv", DAY))
    words = message.blocks[0]["text"]["text"]
    assert "Hej &lt;!channel&gt;." in words
    assert "*Norr* &amp; Söder" in words
    nameless = welcome_blocks(Newcomer("", ["Norr", "Syd"], ["Boden", "Alvesta"]), Language("sv", DAY))
    assert nameless.text.startswith("Hej. Jag är Nätverksboten")
    assert "i nätverken Norr och Syd. Du är kontaktperson för Boden och Alvesta." in nameless.text
