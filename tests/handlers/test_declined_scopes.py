"""An optional permission that was declined: what it was for comes another way, and Slack is not asked for it again."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cli.demo import Player, cast, story_named
from bot.cli.stage import stage
from bot.domain.people import Actor
from bot.language import Language
from bot.slack.manifest import OPTIONAL, manifest
from bot.storage.tables import Person
from scheduler.profiles import look_up_people
from scheduler.run_due import run_due
from tests.cast import CHANNEL, LOADED, NOW
from tests.handlers.conftest import House
from tests.handlers.stories import TEXT, card, deliveries, fill
from tests.patience import patient

MADE = manifest(Language("sv", NOW.date()), "https://natverksbot.exempel.se", socket=False)
#: What each of them lets the bot call.
CALLS = {
    "channels:join": ("conversations.join",),
    "files:read": ("files.getUploadURLExternal", "files.info"),
    "files:write": ("files.getUploadURLExternal", "files.info"),
    "pins:write": ("pins.add",),
    "users:read.email": ("users.lookupByEmail",),
}


async def write(house: House) -> None:
    """Have somebody hand in a commitment, from the direct conversation."""
    await house.person("U0BODEN").command("/atagande")
    fill(house, "U0BODEN", {"Åtagande": TEXT})
    submitted = await house.person("U0BODEN").form.submit()
    assert (submitted.errors, submitted.trouble) == ({}, "")


async def the_post_stands_unpinned(house: House) -> None:
    await run_due(house.deps, NOW)
    assert [row.status for row in deliveries(house, "doors")] == ["sent"]
    assert house.slack.workspace.channels[CHANNEL].pins == []


async def the_bot_waits_to_be_invited(house: House) -> None:
    channel, alex = house.slack.workspace.channels[CHANNEL], house.person("U0LEAD")
    house.slack.add_channel("C0OPEN", "open", ("U0LEAD",), bot_is_member=False)
    channel.members.remove(house.slack.workspace.bot_user)
    await write(house)
    (question,) = await house.until(lambda: [one for one in alex.direct_messages() if "/invite" in one.plain()])
    # Another open channel that it is not in is refused at the question.
    await alex.click("Välj en ny kanal", in_=question)
    alex.form.fill("Kanal", "C0OPEN")
    (problem,) = (await alex.form.submit()).errors.values()
    assert problem.startswith("Jag är inte med i kanalen. Skriv /invite @natverksbot där")
    assert house.slack.called("conversations.join") == []
    assert {one.args["channel"] for one in house.slack.calls.refused()} == {CHANNEL}
    house.slack.calls.clear()
    await house.slack.happenings.join(house.slack.workspace, channel, house.slack.workspace.bot_user)
    await card(house, 1)


async def whom_the_file_names_by_address_holds_nobody_up(house: House) -> None:
    with house.database.transaction(Actor(house.cast.workspace, None, via="load"), LOADED) as session:
        session.add(Person(workspace_id=house.cast.workspace, email="sam@exempel.se"))
    for later in (0, 2):
        house.now = NOW + timedelta(days=later)
        assert await look_up_people(house.deps)
    with house.database.reading() as session:
        told_of = session.scalars(select(Person.email).where(Person.profile_at == house.now)).all()
    assert len(told_of) == 4
    assert "sam@exempel.se" not in told_of


@pytest.mark.parametrize(
    ("scope", "happens"),
    [
        ("pins:write", the_post_stands_unpinned),
        ("channels:join", the_bot_waits_to_be_invited),
        ("users:read.email", whom_the_file_names_by_address_holds_nobody_up),
    ],
)
async def test_without_it_something_else_happens(
    soon: None, house: House, scope: str, happens: Callable[[House], Awaitable[None]]
) -> None:
    # What the bot finds out when it starts, it has found out.
    await house.until(lambda: house.slack.called("conversations.history"))
    await look_up_people(house.deps)
    house.slack.install(MADE, without={scope})
    await house.deps.permissions.ask(house.deps.slack)
    await happens(house)
    assert [method for method in CALLS[scope] if house.slack.called(method)] == []


async def test_what_is_granted_later_is_used_without_a_new_start(house: House) -> None:
    house.slack.install(MADE, without={"pins:write"})
    await house.deps.permissions.ask(house.deps.slack)
    assert house.deps.permissions.lack("pins:write")
    house.slack.install(MADE)
    await run_due(house.deps, NOW)
    assert len(house.slack.workspace.channels[CHANNEL].pins) == 1


async def test_with_all_of_them_declined_the_whole_cycle_goes_on(soon: None) -> None:
    story = story_named("cycle")
    assert CALLS.keys() == set(OPTIONAL)
    async with stage(cast(story), story["channels"], datetime.fromisoformat(story["starts"])) as played:
        slack = patient(played.slack)
        slack.install(MADE, without=OPTIONAL)
        player = Player(played, story)
        for step in story["steps"]:
            await player.take(step)
        assert list(slack.calls.refused()) == []
        assert [method for methods in CALLS.values() for method in methods if slack.called(method)] == []
        words = "\n".join(message.plain() for _, message in played.seen())
        assert "Sammanfattning" in words
        assert "Kom aldrig fram" not in words
        assert played.slack.workspace.channels["C0NORR"].pins == []
