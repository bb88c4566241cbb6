"""Every claimed row ends in a state with a reason, and Slack is asked once."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from bot.storage.deliveries import pause, pauses_of, resume
from bot.storage.leases import take_lease
from bot.storage.tables import Person, Workspace
from scheduler.marks import mark_of
from scheduler.send import send_due, send_rows
from tests.scheduler.conftest import CHANNEL, NOW, World, at


async def test_a_message_is_posted_once_with_its_mark(world: World) -> None:
    world.put("hello")
    await world.send()
    await world.send()
    (call,) = world.slack.called("chat.postMessage")
    row = world.row("hello")
    with world.deps.database.reading() as session:
        workspace = session.get_one(Workspace, world.cast.workspace)
    assert call.args["channel"] == CHANNEL
    assert call.args["text"] == "hello sv 2027-01-18"
    assert (call.args["unfurl_links"], call.args["unfurl_media"]) == (False, False)
    payload = {"d": mark_of(workspace, "hello"), "i": workspace.installation}
    assert call.args["metadata"] == {"event_type": "natverksbot_delivery", "event_payload": payload}
    assert (row.status, row.slack_channel, row.slack_ts) == ("sent", CHANNEL, call.answer["ts"])
    assert (row.sent_at, row.said, row.reason) == (NOW, {"facts": "hello"}, None)


async def test_what_is_not_true_any_more_is_skipped_with_its_reason(world: World) -> None:
    world.put("old")
    world.notes.skipped.add("old")
    sender = await world.send()
    assert (world.row("old").status, world.row("old").reason) == ("skipped", "not-needed")
    assert sender.tally == {"skipped": 1}
    assert world.slack.called("chat.postMessage") == []


async def test_a_row_that_breaks_fails_alone(world: World) -> None:
    world.put("bad", "good")
    world.notes.broken.add("bad")
    world.put("nowhere", recipient="moon:1")
    world.put("unknown-network", recipient="network:99")
    sender = await world.send()
    assert world.states() == {"bad": "failed", "good": "sent", "nowhere": "failed", "unknown-network": "failed"}
    assert str(world.row("bad").reason).startswith("error N-")
    assert sender.tally == {"failed": 3, "sent": 1}


async def test_a_permanent_refusal_fails_the_row_with_slacks_code(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="error:restricted_action")
    await world.send()
    assert [world.row(key).status for key in "ab"] == ["failed", "sent"]
    assert world.row("a").reason == "restricted_action"


async def test_a_dead_token_stops_everything_and_nothing_is_lost(world: World) -> None:
    world.put("a", "b", "c")
    world.slack.fail("chat.postMessage", kind="error:token_revoked", times=None)
    await world.send()
    assert set(world.states().values()) == {"pending"}
    with world.deps.database.reading() as session:
        assert [(row.kind, row.reason) for row in session.scalars(pauses_of(1))] == [("", "token_revoked")]
    assert len(world.slack.called("chat.postMessage")) == 1
    world.slack.faults.clear()
    await world.send()
    assert world.said() == []
    world.change(resume)
    await world.send()
    assert world.said() == ["a", "b", "c"]


async def test_a_limit_is_waited_out_and_nothing_more_is_asked(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="ratelimited:30")
    sender = await world.send()
    assert len(world.slack.called("chat.postMessage")) == 1
    assert world.states() == {"a": "pending", "b": "pending"}
    row = world.row("a")
    assert (row.reason, row.due_at) == ("ratelimited", NOW)
    assert row.not_before is not None
    assert timedelta(seconds=25) < row.not_before - world.machine() <= timedelta(seconds=30)
    assert 25 < sender.stops.left("chat.postMessage") <= 30


async def test_what_may_have_been_posted_stays_undecided(world: World) -> None:
    world.put("a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    sender = await world.send()
    assert (world.row("a").status, world.row("a").slack_channel) == ("sending", CHANNEL)
    assert sender.tally == {}


async def test_a_conversation_is_opened_once_and_kept(world: World) -> None:
    kim = world.person("U0BODEN")
    world.put("a", "b", recipient=f"person:{kim.id}")
    await world.send()
    assert len(world.slack.called("conversations.open")) == 1
    channel = world.person("U0BODEN").dm_channel
    assert channel is not None
    assert world.said(channel) == ["a", "b"]


async def test_a_conversation_that_cannot_be_opened(world: World) -> None:
    kim, robin = world.person("U0BODEN"), world.person("U0KALIX")
    world.put("a", recipient=f"person:{kim.id}")
    world.slack.fail("conversations.open", kind="error:user_not_found")
    await world.send()
    world.put("b", recipient=f"person:{robin.id}")
    world.slack.fail("conversations.open", kind="http_500_before")
    await world.send()
    assert (world.row("a").status, world.row("a").reason) == ("failed", "user_not_found")
    assert (world.row("b").status, world.row("b").reason) == ("pending", "http_500")


async def test_an_answer_without_the_conversation_is_asked_for_again(world: World) -> None:
    world.put("a", recipient=f"person:{world.person('U0BODEN').id}")
    world.slack.fail("conversations.open", kind="empty_after_apply")
    await world.send()
    assert (world.row("a").status, world.row("a").reason) == ("pending", "NotGiven")


async def test_people_who_cannot_be_reached_are_skipped(world: World) -> None:
    kim, robin = world.person("U0BODEN"), world.person("U0KALIX")
    world.alter(Person, kim.id, active=False)
    world.alter(Person, robin.id, slack_user_id=None)
    world.put("a", recipient=f"person:{kim.id}")
    world.put("b", recipient=f"person:{robin.id}")
    world.alter(world.network, world.cast.network, channel_id=None)
    world.put("c")
    await world.send()
    assert [(world.row(key).status, world.row(key).reason) for key in "abc"] == [
        ("skipped", "inactive"),
        ("skipped", "not-in-slack"),
        ("failed", "no-channel"),
    ]


async def test_the_reader_has_a_language_and_a_day_of_their_own(world: World) -> None:
    kim = world.person("U0BODEN")
    world.alter(Person, kim.id, locale="en", timezone="Pacific/Auckland")
    world.put("a", recipient=f"person:{kim.id}")
    await world.send()
    assert world.slack.called("chat.postMessage")[0].args["text"] == "a en 2027-01-18"
    world.put("b", recipient=f"person:{kim.id}")
    await world.send(world.holder(at(world.deps, NOW + timedelta(hours=12))))
    assert world.slack.called("chat.postMessage")[1].args["text"] == "b en 2027-01-19"


async def test_the_bot_joins_a_public_channel_it_is_not_in(world: World) -> None:
    world.slack.workspace.channels[CHANNEL].members.remove(world.slack.workspace.bot_user)
    world.put("a")
    await world.send()
    assert world.row("a").status == "sent"
    assert len(world.slack.called("conversations.join")) == 1


async def test_what_is_for_a_channel_that_cannot_be_joined_waits(world: World) -> None:
    world.slack.workspace.channels[CHANNEL].members.remove(world.slack.workspace.bot_user)
    world.slack.fail("conversations.join", kind="error:missing_scope")
    world.put("a")
    await world.send()
    assert (world.row("a").status, world.row("a").reason) == ("pending", "not_in_channel")


async def test_a_reply_stands_in_its_parents_thread(world: World) -> None:
    world.put("reply", thread_key="parent", due_at=NOW - timedelta(seconds=1))
    world.put("parent")
    await world.send()
    parent, reply = world.slack.called("chat.postMessage")
    assert parent.args["text"].startswith("parent")
    assert reply.args["thread_ts"] == parent.answer["ts"]


async def test_without_its_parent_a_reply_stands_in_the_channel(world: World) -> None:
    world.put("parent")
    world.put("reply", thread_key="parent")
    world.notes.skipped.add("parent")
    await world.send()
    assert world.row("reply").status == "sent"
    assert "thread_ts" not in world.slack.called("chat.postMessage")[0].args


async def test_in_a_thread_that_is_gone_a_reply_stands_in_the_channel(world: World) -> None:
    world.put("parent")
    await world.send()
    await world.deps.slack.chat_delete(channel=CHANNEL, ts=str(world.row("parent").slack_ts))
    world.put("reply", thread_key="parent")
    await world.send()
    assert world.said() == ["reply"]


async def test_nothing_is_posted_without_the_lease(world: World) -> None:
    world.put("a")
    sender = world.holder()
    claims = await sender.take()
    await send_rows(sender, claims)
    assert world.states() == {"a": "pending"}
    until = world.machine() + timedelta(seconds=60)
    world.change(take_lease, workspace_id=1, owner="another", machine_now=world.machine(), until=until)
    await send_due(sender)
    assert world.states() == {"a": "pending"}
    assert world.slack.calls == []


async def test_an_old_claim_is_not_posted(world: World) -> None:
    world.put("a", kind="cheer")
    sender = world.prompt()
    claims = await sender.take()
    world.machine.move(1.5)
    await send_rows(sender, claims)
    assert world.slack.calls == []


async def test_what_a_person_waits_for_needs_no_lease_and_nothing_else_is_taken(world: World) -> None:
    until = world.machine() + timedelta(seconds=60)
    world.change(take_lease, workspace_id=1, owner="another", machine_now=world.machine(), until=until)
    world.put("scheduled")
    world.put("card", kind="cheer")
    await world.send(world.prompt())
    assert world.states() == {"scheduled": "pending", "card": "sent"}


async def test_a_stopped_kind_waits(world: World) -> None:
    world.put("scheduled")
    world.put("card", kind="cheer")
    world.change(pause, now=NOW, kind="note")
    await world.send()
    assert world.states() == {"scheduled": "pending", "card": "sent"}


async def test_a_process_that_stops_begins_nothing_new(world: World) -> None:
    world.put("a", "b", "c")
    world.slack.fail("chat.postMessage", kind="slow:0.3")
    sender = world.holder()
    sending = asyncio.create_task(send_due(sender))
    await world.slack.until(lambda: world.slack.called("chat.postMessage"))
    sender.stopping.set()
    await sending
    assert world.states() == {"a": "sent", "b": "pending", "c": "pending"}


async def test_one_message_to_a_conversation_is_under_way_and_several_conversations(world: World) -> None:
    for number in range(6):
        world.slack.add_channel(f"C{number}", f"channel-{number}")
    with world.deps.database.transaction(world.actor, NOW) as session:
        networks = [
            world.network(workspace_id=1, programme_id=world.cast.programme, name=f"N{n}", channel_id=f"C{n}")
            for n in range(6)
        ]
        session.add_all(networks)
    for network in networks:
        world.put(f"{network.name}-1", f"{network.name}-2", recipient=f"network:{network.id}")
    world.slack.fail("chat.postMessage", kind="slow:0.05", times=None)
    await world.send()
    spans = [(call.at, call.at + call.seconds, call.args["channel"]) for call in world.slack.called("chat.postMessage")]
    at_once = max(sum(start <= begun < end for start, end, _ in spans) for begun, _, _ in spans)
    assert 1 < at_once <= 4
    for channel in {name for _, _, name in spans}:
        (_, first_ended, _), (second_began, _, _) = [span for span in spans if span[2] == channel]
        assert first_ended <= second_began + 0.01


async def test_only_what_fits_in_a_third_of_the_lease_is_claimed(world: World) -> None:
    world.put(*(f"message-{number}" for number in range(30)))
    slow = world.holder(await world.opened(NATVERKSBOT_CHANNEL_RATE=60, NATVERKSBOT_LEASE_SECONDS=9))
    assert len(await slow.take()) == 3
    busy = world.holder(await world.opened(NATVERKSBOT_WORKSPACE_RATE=100, NATVERKSBOT_LEASE_SECONDS=9))
    assert len(await busy.take()) == 4
    assert len(await world.holder(await world.opened()).take()) == 23


async def test_the_direct_conversation_is_known_before_anything_is_posted(world: World) -> None:
    kim = world.person("U0BODEN")
    world.put("a", recipient=f"person:{kim.id}")
    world.slack.fail("chat.postMessage", kind="http_500_before")
    await world.send()
    with world.deps.database.reading() as session:
        channel = session.scalars(select(Person.dm_channel).where(Person.id == kim.id)).one()
    assert channel is not None
    assert (world.row("a").status, world.row("a").slack_channel) == ("sending", channel)
