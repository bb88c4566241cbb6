"""A message that meets a channel it cannot be written in waits, and the leadership is asked once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages.registry import KINDS, Kind
from bot.storage.tables import Delivery, Network
from scheduler.channels import look_at_lost_channels
from scheduler.preview import upcoming
from scheduler.refresh import refresh_due
from scheduler.run_due import run_due
from tests.scheduler.conftest import CHANNEL, NOW, World


@pytest.fixture(autouse=True)
def asked(world: World) -> None:
    """The made-up words of the question to the leadership."""
    KINDS["channel-lost"] = Kind("channel-lost", world.notes.facts, world.notes.blocks)


def questions(world: World) -> list[Delivery]:
    with world.deps.database.reading() as session:
        return list(session.scalars(select(Delivery).where(Delivery.kind == "channel-lost").order_by(Delivery.id)))


def network(world: World) -> Network:
    with world.deps.database.reading() as session:
        return session.get_one(Network, world.cast.network)


def archive(world: World, *, archived: bool = True) -> None:
    world.slack.workspace.channels[CHANNEL].is_archived = archived


async def test_all_that_is_for_an_archived_channel_waits_and_is_asked_about_once(world: World) -> None:
    archive(world)
    world.put("a", "b", "c")
    await world.send()
    await world.send()
    assert {key: state for key, state in world.states().items() if key in "abc"} == dict.fromkeys("abc", "pending")
    (question,) = questions(world)
    assert question.recipient == f"person:{world.person('U0LEAD').id}"
    assert question.status == "sent"
    assert network(world).lost_because == "is_archived"
    # It is known now: Slack is not asked again and again.
    assert len([call for call in world.slack.called("chat.postMessage") if call.args["channel"] == CHANNEL]) <= 3


async def test_other_channels_and_people_are_written_to_meanwhile(world: World) -> None:
    archive(world)
    world.put("a")
    world.put("kim", recipient=f"person:{world.person('U0BODEN').id}")
    await world.send()
    assert (world.row("a").status, world.row("kim").status) == ("pending", "sent")


async def test_a_private_channel_without_the_bot_is_lost_too(world: World) -> None:
    channel = world.slack.workspace.channels[CHANNEL]
    channel.is_private = True
    channel.members.remove(world.slack.workspace.bot_user)
    world.put("a")
    await world.send()
    assert (world.row("a").status, network(world).lost_because) == ("pending", "channel_not_found")


async def test_what_waits_goes_to_whichever_channel_the_network_gets(world: World) -> None:
    archive(world)
    world.put("a")
    await world.send()
    world.slack.add_channel("C0NY", "ny")
    world.alter(Network, world.cast.network, channel_id="C0NY")
    await world.send()
    assert (world.row("a").status, world.row("a").slack_channel) == ("sent", "C0NY")


async def test_what_gets_too_old_while_it_waits_expires(world: World) -> None:
    archive(world)
    world.put("a")
    await run_due(world.deps, NOW)
    await run_due(world.deps, NOW + timedelta(days=30))
    assert (world.row("a").status, world.row("a").reason) == ("expired", "too-late")


async def test_a_channel_that_is_open_again_is_found_without_being_told(world: World) -> None:
    archive(world)
    world.put("a")
    await run_due(world.deps, NOW)
    await look_at_lost_channels(world.deps)
    assert network(world).lost_because == "is_archived"
    archive(world, archived=False)
    result = await run_due(world.deps, NOW)
    assert (world.row("a").status, result.pending) == ("sent", 0)
    assert network(world).lost_at is None


async def test_a_slack_that_does_not_answer_about_a_channel_stops_nothing(world: World) -> None:
    archive(world)
    world.put("a")
    await run_due(world.deps, NOW)
    world.slack.fail("conversations.info", kind="ratelimited:30")
    world.put("kim", recipient=f"person:{world.person('U0BODEN').id}")
    await run_due(world.deps, NOW)
    assert (world.row("a").status, world.row("kim").status) == ("pending", "sent")


async def test_a_channel_lost_twice_is_asked_about_twice(world: World) -> None:
    archive(world)
    world.put("a")
    await run_due(world.deps, NOW)
    archive(world, archived=False)
    await run_due(world.deps, NOW)
    archive(world)
    world.put("b")
    await run_due(world.deps, NOW + timedelta(hours=1))
    assert len(questions(world)) == 2


async def test_what_is_posted_in_a_lost_channel_is_brought_up_to_date_when_it_is_back(world: World) -> None:
    world.put("a")
    await world.send()
    archive(world)
    world.put("b")
    await world.send()
    world.notes.words["a"] = "nytt"
    world.mark("a")
    await refresh_due(world.holder())
    assert world.row("a").refresh_at is not None
    assert world.slack.called("chat.update") == []
    archive(world, archived=False)
    await look_at_lost_channels(world.deps)
    await refresh_due(world.holder())
    assert world.said()[0] == "nytt"


async def test_it_is_said_why_nothing_will_come(world: World) -> None:
    archive(world)
    world.put("a")
    await world.send()
    lines = upcoming(world.deps.database, world.cast.workspace, NOW, NOW + timedelta(days=1), now=NOW)
    assert [line.why_not for line in lines if line.kind == "note"] == ["channel-lost"]


async def test_a_message_to_a_person_fails_as_before(world: World) -> None:
    kim = world.person("U0BODEN")
    world.put("kim", recipient=f"person:{kim.id}")
    world.slack.fail("chat.postMessage", kind="error:channel_not_found")
    await world.send()
    assert (world.row("kim").status, world.row("kim").reason) == ("failed", "channel_not_found")
    assert questions(world) == []
