"""Contact persons who cannot be reached: the leadership is told of each once, and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.people import Actor
from bot.storage.tables import Person, Role
from tests.cast import CHANNEL, LOADED, NOW
from tests.conference.conftest import Story

ROBIN_LOST = "*Jag når inte Robin Exempel i Slack*\nIngen får mina påminnelser för:\n• Kalix i Nätverk Norr"


def told(story: Story) -> list[str]:
    return [one.plain() for one in story.slack.person("U0LEAD").direct_messages() if "Jag når inte" in one.plain()]


def lose(story: Story, slack_user_id: str, code: str) -> None:
    dm = story.slack.person(slack_user_id).dm.id
    story.slack.fail("chat.postMessage", kind=f"error:{code}", channel=dm, times=None)


def let_noa_be_contact_person_too(story: Story) -> None:
    with story.database.transaction(Actor(story.cast.workspace, None, via="load"), LOADED) as session:
        noa = session.scalars(select(Person).where(Person.slack_user_id == "U0BODEN2")).one()
        place = {"network_id": story.cast.network, "unit_id": story.cast.kalix}
        columns = {"workspace_id": story.cast.workspace, "person_id": noa.id, "valid_from": LOADED}
        session.add(Role(**columns, **place, kind="contact_person"))


async def pass_weeks(story: Story, first: int, last: int) -> None:
    """Let weeks pass, with a message to everybody in each."""
    for week in range(first, last):
        monday = NOW + timedelta(weeks=week)
        story.promise("Vi läser varandras planer", who="U0KALIX", now=monday, due_on=monday.date())
        for hours in (1, 3):
            await story.run(monday + timedelta(hours=hours))


@pytest.mark.parametrize("code", ["user_disabled", "cannot_dm_bot", "user_not_found"])
async def test_the_leadership_is_told_once(story: Story, code: str) -> None:
    lose(story, "U0KALIX", code)
    await pass_weeks(story, 0, 4)
    (one,) = told(story)
    assert one.startswith(ROBIN_LOST)
    assert all("når inte" not in message.plain() for message in story.slack.person("U0LEAD").messages(CHANNEL))
    assert "Jag når inte" not in str([one.plain() for one in story.slack.person("U0BODEN").direct_messages()])


async def test_who_was_reached_again_and_is_lost_again_is_told_of_again(story: Story) -> None:
    lose(story, "U0KALIX", "user_disabled")
    await pass_weeks(story, 0, 2)
    story.slack.faults.clear()
    await pass_weeks(story, 2, 3)
    assert len(told(story)) == 1
    lose(story, "U0KALIX", "user_disabled")
    await pass_weeks(story, 3, 5)
    assert len(told(story)) == 2


async def test_another_refusal_than_of_the_person_tells_nothing(story: Story) -> None:
    lose(story, "U0KALIX", "msg_too_long")
    await pass_weeks(story, 0, 2)
    assert told(story) == []


async def test_where_somebody_else_is_reached_nothing_has_to_be_done_until_nobody_is(story: Story) -> None:
    let_noa_be_contact_person_too(story)
    lose(story, "U0KALIX", "user_disabled")
    await pass_weeks(story, 0, 2)
    assert told(story) == []
    lose(story, "U0BODEN2", "user_disabled")
    await pass_weeks(story, 2, 5)
    (one,) = told(story)
    assert "Jag når inte två kontaktpersoner i Slack" in one
    assert "• Kalix i Nätverk Norr: Noa Exempel" in one
    assert "• Kalix i Nätverk Norr: Robin Exempel" in one


async def test_who_is_known_by_an_address_that_slack_does_not_know(story: Story) -> None:
    with story.database.transaction(Actor(story.cast.workspace, None, via="load"), LOADED) as session:
        robin = session.scalars(select(Person).where(Person.slack_user_id == "U0KALIX")).one()
        robin.slack_user_id, robin.email, robin.name = None, "robin@exempel.se", ""
    story.slack.fail("users.lookupByEmail", kind="error:users_not_found", times=None)
    for days in (0, 1, 2, 7, 14):
        await story.run(NOW + timedelta(days=days))
    (one,) = told(story)
    assert one.startswith("*Jag når inte robin@exempel.se i Slack*")
