"""Slack's history decides about what nobody told: nothing is lost, nothing stands there twice."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.storage.deliveries import pauses_of
from bot.storage.sending import Waiting, claim
from bot.storage.tables import Workspace
from scheduler import breaker, history
from scheduler.marks import metadata_of
from scheduler.reconcile import is_anything_undecided, reconcile
from scheduler.sender import Sender
from tests.scheduler.conftest import CHANNEL, NOW, World


async def settled(world: World, sender: Sender | None = None) -> Sender:
    """Let the lease and the settle time pass, and reconcile."""
    world.machine.move(2)
    sender = sender or world.holder()
    await reconcile(sender)
    return sender


async def unanswered(world: World, kind: str = "reset_after_apply", **columns: Any) -> None:
    """Post one message whose answer is lost."""
    world.put("a", **columns)
    world.slack.fail("chat.postMessage", kind=kind)
    await world.send()
    assert world.row("a").status == "sending"


@pytest.mark.parametrize(
    "kind",
    ["reset_after_apply", "hang_after_apply", "http_500_after_apply", "fatal_error_after_apply", "empty_after_apply"],
)
async def test_what_was_posted_is_found_and_stands_there_once(world: World, kind: str) -> None:
    await unanswered(world, kind)
    sender = await settled(world)
    (ts,) = world.slack.workspace.channels[CHANNEL].messages
    row = world.row("a")
    assert (row.status, row.slack_ts, row.slack_channel, row.sent_at) == ("sent", ts, CHANNEL, NOW)
    assert row.body_hash is not None
    assert sender.tally == {"sent": 1}
    await world.send()
    assert world.said() == ["a"]


@pytest.mark.parametrize("kind", ["http_500_before", "reset_before", "error:fatal_error"])
async def test_what_was_not_posted_is_sent_once(world: World, kind: str) -> None:
    await unanswered(world, kind)
    sender = await settled(world)
    assert (world.row("a").status, sender.tally) == ("pending", {})
    await world.send()
    assert world.said() == ["a"]
    assert (world.row("a").status, world.row("a").attempt) == ("sent", 2)


async def test_nothing_is_decided_before_lease_and_settle_time_have_passed(world: World) -> None:
    await unanswered(world)
    sender = world.holder()
    assert not await is_anything_undecided(sender)
    await reconcile(sender)
    assert world.row("a").status == "sending"
    world.machine.move(1.3)
    assert await is_anything_undecided(sender)


async def test_a_row_that_was_never_posted_waits_again_without_asking_slack(world: World) -> None:
    world.put("a")
    world.change(claim, Waiting(1, NOW, world.machine()), [world.row("a").id], owner="gone")
    await settled(world)
    assert world.states() == {"a": "pending"}
    assert world.slack.calls == []


async def test_a_conversation_is_read_once_for_all_its_rows_page_by_page(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "PAGE", 2)
    monkeypatch.setattr(breaker, "MOST", 9)
    world.put("a", "b", "c", "d", "e")
    world.slack.fail("chat.postMessage", kind="http_500_after_apply", times=4)
    world.slack.fail("chat.postMessage", kind="http_500_before")
    await world.send()
    await settled(world)
    assert world.states() == {"a": "sent", "b": "sent", "c": "sent", "d": "sent", "e": "pending"}
    asked = world.slack.called("conversations.history")
    assert [call.args.get("cursor") is None for call in asked] == [True, False]
    assert all(call.args["include_all_metadata"] in (True, "1") for call in asked)


async def test_a_reply_is_looked_for_in_its_thread(world: World) -> None:
    world.put("parent")
    await world.send()
    await unanswered(world, thread_key="parent")
    await settled(world)
    assert world.row("a").status == "sent"
    assert len(world.slack.called("conversations.replies")) == 1
    assert world.slack.called("conversations.history") == []


async def test_a_reply_whose_thread_is_gone_is_looked_for_in_the_channel(world: World) -> None:
    world.put("parent")
    await world.send()
    await world.deps.slack.chat_delete(channel=CHANNEL, ts=str(world.row("parent").slack_ts))
    world.put("a", thread_key="parent")
    world.slack.fail("chat.postMessage", kind="http_500_after_apply", after=1)
    await world.send()
    await settled(world)
    assert (world.row("a").status, world.said()) == ("sent", ["a"])


async def test_a_message_of_another_bot_with_our_mark_is_not_ours(world: World) -> None:
    world.alter(Workspace, 1, bot_id="B0ANOTHER")
    await unanswered(world)
    await settled(world)
    assert world.row("a").status == "pending"


async def test_a_message_of_another_installation_is_not_ours(world: World) -> None:
    await unanswered(world, "http_500_before")
    with world.deps.database.reading() as session:
        metadata = metadata_of(session.scalars(select(Workspace)).one(), "a")
    metadata["event_payload"]["i"] = "another"
    await world.deps.slack.chat_postMessage(channel=CHANNEL, text="a", metadata=metadata)
    await settled(world)
    assert world.row("a").status == "pending"


@pytest.mark.parametrize("code", ["missing_scope", "not_in_channel", "channel_not_found"])
async def test_what_cannot_be_read_is_for_a_person_to_decide(world: World, code: str) -> None:
    await unanswered(world)
    world.slack.fail("conversations.history", kind=f"error:{code}")
    await settled(world)
    assert (world.row("a").status, world.row("a").reason) == ("uncertain", code)


@pytest.mark.parametrize("kind", ["ratelimited:20", "http_500_before", "error:fatal_error", "error:token_revoked"])
async def test_when_history_does_not_answer_the_row_waits(world: World, kind: str) -> None:
    await unanswered(world)
    world.slack.fail("conversations.history", kind=kind)
    sender = await settled(world)
    assert world.row("a").status == "sending"
    await settled(world, sender)
    assert len(world.slack.called("conversations.history")) == 1
    await settled(world)
    assert world.row("a").status == "sent"
    with world.deps.database.reading() as session:
        assert session.scalars(pauses_of(1)).all() == []


async def test_a_mark_made_before_it_is_found_is_not_lost(world: World) -> None:
    await unanswered(world)
    world.mark("a")
    await settled(world)
    assert (world.row("a").status, world.row("a").refresh_at is not None) == ("sent", True)
