"""One run as of an instant: each message once, however often and beside whom it is run."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.messages.registry import Planned
from bot.storage.deliveries import pause
from bot.storage.leases import take_lease
from bot.storage.tables import Workspace
from scheduler.recognise import NotRecognised, adopt
from scheduler.run_due import Result, run_due
from tests.scheduler.conftest import CHANNEL, NOW, World, at

WEEK = timedelta(days=7)


def letters(world: World, weeks: int = 4) -> None:
    """Plan a letter a week for everybody, as a kind of message would."""
    people = [world.person(user) for user in ("U0BODEN", "U0BODEN2", "U0KALIX", "U0LEAD")]
    world.notes.planned = [
        Planned(
            f"note:person:{person.id}:{(NOW + n * WEEK).date()}",
            f"person:{person.id}",
            NOW + n * WEEK,
            NOW + n * WEEK + timedelta(days=3),
            nominal_on=(NOW + n * WEEK).date(),
        )
        for person in people
        for n in range(weeks)
    ]


def read(world: World) -> list[str]:
    """Return what stands in direct conversations, every person's letters by their day."""
    channels = world.slack.workspace.channels.values()
    return sorted(m.text.split()[-1] for channel in channels if channel.is_im for m in channel.messages.values())


async def test_each_letter_comes_once_however_often_it_is_run(world: World) -> None:
    letters(world)
    assert str(await run_due(world.deps, NOW)) == "sent=4 skipped=0 failed=0 pending=0 uncertain=0 expired=0"
    assert str(await run_due(world.deps, NOW)) == "sent=0 skipped=0 failed=0 pending=0 uncertain=0 expired=0"
    for n in (1, 2, 2, 3):
        await run_due(world.deps, NOW + n * WEEK)
    assert read(world) == sorted([str((NOW + n * WEEK).date()) for n in range(4)] * 4)


async def test_two_runs_at_the_same_time_send_each_letter_once(world: World) -> None:
    letters(world)
    other = await world.opened()
    results = await asyncio.gather(run_due(world.deps, NOW), run_due(other, NOW))
    assert sum(result.sent for result in results) == 4
    assert len(read(world)) == 4


async def test_before_its_time_nothing_is_sent(world: World) -> None:
    letters(world)
    assert (await run_due(world.deps, NOW - timedelta(seconds=1))).sent == 0
    assert len(world.states()) == 16  # the horizon is planned


async def test_rows_that_end_otherwise_are_counted(world: World) -> None:
    world.put("sent", "skipped", "failed")
    world.put("late", expires_at=NOW - timedelta(seconds=1), due_at=NOW - timedelta(days=1))
    world.put("unknown", "stopped", kind="cheer")
    world.notes.skipped.add("skipped")
    world.notes.broken.add("failed")
    world.change(pause, now=NOW, kind="cheer")
    assert await run_due(world.deps, NOW) == Result(sent=1, skipped=1, failed=1, pending=2, uncertain=0, expired=1)


async def test_a_lost_answer_is_decided_by_the_next_run(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    assert await run_due(world.deps, NOW, machine=world.machine) == Result(1, 0, 0, 1, 0, 0)
    world.machine.move(2)
    assert await run_due(world.deps, NOW, machine=world.machine) == Result(1, 0, 0, 0, 0, 0)
    assert world.said() == ["a", "b"]


async def test_a_short_limit_is_waited_out(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="ratelimited:1")
    assert await run_due(world.deps, NOW) == Result(2, 0, 0, 0, 0, 0)
    assert [call.fault for call in world.slack.called("chat.postMessage")].count("ratelimited:1") == 1


async def test_a_long_limit_leaves_the_rest(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="ratelimited:600")
    assert await run_due(world.deps, NOW) == Result(0, 0, 0, 2, 0, 0)


async def test_while_another_process_sends_it_waits_for_as_long_as_a_lease_and_counts_the_rest(world: World) -> None:
    letters(world, weeks=1)
    until = world.machine() + timedelta(minutes=20)
    world.change(take_lease, workspace_id=1, owner="serve", machine_now=world.machine(), until=until)
    assert await run_due(world.deps, NOW) == Result(0, 0, 0, 4, 0, 0)
    assert read(world) == []


async def test_when_the_other_process_is_gone_the_run_sends(world: World) -> None:
    letters(world, weeks=1)
    until = world.machine() + timedelta(seconds=0.4)
    world.change(take_lease, workspace_id=1, owner="gone", machine_now=world.machine(), until=until)
    assert (await run_due(world.deps, NOW)).sent == 4


async def test_a_new_database_learns_for_whom_it_speaks(world: World) -> None:
    await run_due(world.deps, NOW)
    with world.deps.database.reading() as session:
        row = session.scalars(select(Workspace)).one()
    assert (row.api_url, row.team_id) == (world.slack.api_url, world.slack.team_id)
    assert (row.bot_id, row.bot_user_id) == (world.slack.workspace.bot_id, world.slack.workspace.bot_user)


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("api_url", "https://slack.com/api/", "delivery-other-address"),
        ("bot_id", "B0PRODUCTION", "delivery-other-bot"),
        ("team_id", "T0ANOTHER", "delivery-other-bot"),
    ],
)
async def test_a_copy_in_another_place_sends_nothing_until_it_is_adopted(
    world: World, column: str, value: str, sentence: str
) -> None:
    world.put("a")
    world.alter(Workspace, 1, **{column: value})
    with pytest.raises(NotRecognised, match=sentence):
        await run_due(world.deps, NOW)
    assert (world.states(), world.said()) == ({"a": "pending"}, [])
    await adopt(world.deps)
    assert (await run_due(world.deps, NOW)).sent == 1
    assert world.said() == ["a"]


async def test_when_slack_does_not_say_who_we_are_nothing_is_sent(world: World) -> None:
    world.put("a")
    world.slack.fail("auth.test", kind="error:invalid_auth")
    with pytest.raises(NotRecognised, match="delivery-no-answer"):
        await run_due(world.deps, NOW)
    assert world.states() == {"a": "pending"}


async def test_the_words_speak_of_the_day_of_the_run(world: World) -> None:
    world.put("a")
    await run_due(at(world.deps, NOW - WEEK), NOW + timedelta(days=1))
    assert world.slack.workspace.channels[CHANNEL].messages.popitem()[1].text.endswith("2027-01-19")
