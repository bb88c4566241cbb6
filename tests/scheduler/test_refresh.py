"""A posted message is brought up to date when its words differ, one update at a time."""

import asyncio

import pytest

from bot.storage.deliveries import pause
from scheduler.refresh import refresh_due
from scheduler.sender import Sender
from tests.scheduler.conftest import CHANNEL, NOW, World


async def posted(world: World, *keys: str) -> None:
    world.put(*keys, kind="cheer")
    await world.send()


async def refreshed(world: World, sender: Sender | None = None) -> Sender:
    sender = sender or world.prompt()
    await refresh_due(sender)
    return sender


async def test_new_words_reach_the_message(world: World) -> None:
    await posted(world, "a")
    before = world.row("a")
    world.notes.words["a"] = "new"
    world.mark("a")
    world.mark("a")
    sender = await refreshed(world)
    (call,) = world.slack.called("chat.update")
    row = world.row("a")
    assert (call.args["ts"], world.said()) == (before.slack_ts, ["new"])
    assert call.args["metadata"]["event_type"] == "natverksbot_delivery"
    assert (row.status, row.refresh_at, row.said) == ("sent", None, {"facts": "new"})
    assert row.body_hash != before.body_hash
    assert sender.tally == {"refreshed": 1}


async def test_the_same_words_are_not_sent(world: World) -> None:
    await posted(world, "a")
    world.mark("a")
    await refreshed(world)
    assert world.slack.called("chat.update") == []
    assert world.row("a").refresh_at is None


async def test_nothing_happens_before_its_time(world: World) -> None:
    await posted(world, "a")
    world.notes.words["a"] = "new"
    world.machine.move(5)
    world.mark("a")
    world.machine.move(-5)
    await refreshed(world)
    assert world.said() == ["a"]
    world.machine.move(5.1)
    await refreshed(world)
    assert world.said() == ["new"]


async def test_two_processes_bring_a_message_up_to_date_once(world: World) -> None:
    await posted(world, *"abcdefgh")
    for key in "abcdefgh":
        world.notes.words[key] = f"new-{key}"
    world.mark(*"abcdefgh")
    await asyncio.gather(refreshed(world), refreshed(world))
    assert len(world.slack.called("chat.update")) == 8
    assert world.said() == [f"new-{key}" for key in "abcdefgh"]


async def test_a_change_during_an_update_follows_it(world: World) -> None:
    await posted(world, "a")
    world.notes.words["a"] = "first"
    world.mark("a")
    world.slack.fail("chat.update", kind="slow:0.2")
    updating = asyncio.create_task(refreshed(world))
    await world.slack.until(lambda: world.slack.called("chat.update"))
    world.notes.words["a"] = "second"
    world.mark("a")
    await updating
    assert world.said() == ["second"]
    assert [call.args["text"].split()[0] for call in world.slack.called("chat.update")] == ["first", "second"]


async def test_what_is_not_true_any_more_is_left_as_it_is(world: World) -> None:
    await posted(world, "a")
    world.notes.skipped.add("a")
    world.mark("a")
    await refreshed(world)
    assert (world.said(), world.row("a").refresh_at, world.row("a").status) == (["a"], None, "sent")


async def test_a_deleted_message_is_posted_again_once(world: World) -> None:
    await posted(world, "a")
    for _ in range(2):
        messages = world.slack.workspace.channels[CHANNEL].messages
        await world.deps.slack.chat_delete(channel=CHANNEL, ts=next(iter(messages)))
        world.notes.words["a"] = f"new-{len(world.slack.calls)}"
        world.mark("a")
        await refreshed(world)
        await world.send()
        if world.said():
            assert world.said() == [world.notes.words["a"]]
    assert world.said() == []
    assert len(world.slack.called("chat.postMessage")) == 2


@pytest.mark.parametrize("code", ["edit_window_closed", "cant_update_message", "is_archived"])
async def test_what_slack_does_not_let_us_change_is_left(world: World, code: str) -> None:
    await posted(world, "a")
    world.notes.words["a"] = "new"
    world.mark("a")
    world.slack.fail("chat.update", kind=f"error:{code}", times=None)
    await refreshed(world)
    await refreshed(world)
    assert len(world.slack.called("chat.update")) == 1
    assert (world.row("a").refresh_at, world.row("a").status) == (None, "sent")


@pytest.mark.parametrize("kind", ["http_500_after_apply", "reset_before", "ratelimited:9"])
async def test_an_update_without_an_answer_is_done_again(world: World, kind: str) -> None:
    await posted(world, "a")
    world.notes.words["a"] = "new"
    world.mark("a")
    world.slack.fail("chat.update", kind=kind)
    await refreshed(world)
    await refreshed(world)
    assert len(world.slack.called("chat.update")) == 1
    world.machine.move(10.5)
    await refreshed(world)
    assert (world.said(), world.row("a").refresh_at) == (["new"], None)


async def test_while_everything_is_stopped_nothing_is_updated(world: World) -> None:
    await posted(world, "a")
    world.notes.words["a"] = "new"
    world.mark("a")
    world.change(pause, now=NOW)
    await refreshed(world)
    assert world.said() == ["a"]


async def test_a_dead_token_stops_everything(world: World) -> None:
    await posted(world, "a", "b")
    world.notes.words |= {"a": "new", "b": "new"}
    world.mark("a", "b")
    world.slack.fail("chat.update", kind="error:token_revoked", times=None)
    await refreshed(world)
    await refreshed(world)
    assert len(world.slack.called("chat.update")) == 1
    assert world.row("a").refresh_at is not None
