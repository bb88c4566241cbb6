"""Every window in which something may be lost or doubled, by its number: what happens, and what is left of it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from bot.messages.leadership_letter import leaders_week
from bot.messages.registry import Planned
from bot.storage.doubts import Unsent, unsent_of_late, withdraw
from bot.storage.sending import Claim, claim, give_back
from bot.storage.tables import Delivery, Person, Workspace
from scheduler import breaker, send
from scheduler import plan as planning
from scheduler.marks import metadata_of
from scheduler.pace import Stops
from scheduler.plan import plan
from scheduler.recognise import NotRecognised, adopt
from scheduler.reconcile import reconcile
from scheduler.restore import NoHistory
from scheduler.run_due import Result, run_due
from scheduler.sender import Sender
from scheduler.sweep import is_anything_doubtful, sweep
from scheduler.transactions import writing
from tests.scheduler.conftest import CHANNEL, NOW, World, at

APPLIED = [
    "reset_after_apply",
    "hang_after_apply",
    "http_500_after_apply",
    "fatal_error_after_apply",
    "empty_after_apply",
]
NOT_APPLIED = ["http_500_before", "reset_before", "error:internal_error", "error:service_unavailable"]


class Killed(BaseException):
    """The process is gone at this point."""


async def later(world: World, *, seconds: float = 2) -> Sender:
    """Let lease and settle time pass; then another process decides what is open, sends, and sweeps."""
    world.machine.move(seconds)
    sender = world.holder()
    await reconcile(sender)
    await world.send(sender)
    await sweep(sender)
    return sender


def posted(world: World, key: str) -> int:
    """Return how many copies of a message stand in the channel."""
    return world.said().count(key)


def planned(world: World, *keys: str) -> None:
    recipient, until = f"network:{world.cast.network}", NOW + timedelta(days=1)
    world.notes.planned = [Planned(key, recipient, NOW, until) for key in keys]


def foreign(world: World) -> dict[str, Any]:
    """Return the mark of another installation."""
    with world.deps.database.reading() as session:
        metadata = metadata_of(session.scalars(select(Workspace)).one(), "a")
    metadata["event_payload"]["i"] = "another"
    return metadata


# W0


async def test_w00_a_crash_while_planning_leaves_nothing_out_and_nothing_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(world, *(f"k{n}" for n in range(9)))
    monkeypatch.setattr(planning, "BATCH", 2)
    queue_many, calls = planning.queue_many, 0

    def killed(*args: Any, **named: Any) -> int:
        nonlocal calls
        calls += 1
        new = queue_many(*args, **named)
        if calls == 3:
            raise Killed
        return new

    monkeypatch.setattr(planning, "queue_many", killed)
    with pytest.raises(Killed):
        await plan(world.deps)
    assert len(world.states()) == 4, "what was committed stays, the rest is gone"
    assert await plan(world.deps) == 5
    assert await plan(world.deps) == 0
    await world.send()
    assert sorted(world.said()) == [f"k{n}" for n in range(9)]


async def test_w00_two_planners_at_once_make_each_row_once(world: World) -> None:
    planned(world, *(f"k{n}" for n in range(30)))
    assert sum(await asyncio.gather(plan(world.deps), plan(await world.opened()))) == 30
    assert len(world.states()) == 30


# W1–W5: a process is gone at each step. `tests.delivery.kill_matrix` does it with SIGKILL.


STEPS = {
    "w01_before_the_claim_commits": ("claim", "before"),
    "w02_after_the_claim": ("composed", "before"),
    "w02_before_the_call_is_written_down": ("_begin", "before"),
    "w03_before_the_call": ("_post_once", "before"),
    "w04_after_the_answer": ("_post_once", "after"),
    "w04_before_the_result_is_stored": ("finish_sent", "inside"),
    "w05_after_the_result_is_stored": ("_end_sent", "after"),
}


@pytest.mark.parametrize("step", STEPS)
async def test_a_process_is_gone(world: World, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    world.put("a", "b", "c")
    with monkeypatch.context() as patch:
        _die_at(patch, *STEPS[step])
        with pytest.raises((Killed, BaseExceptionGroup)):
            await world.send()
    await later(world)
    await later(world)
    assert world.states() == {"a": "sent", "b": "sent", "c": "sent"}
    assert sorted(world.said()) == ["a", "b", "c"]


def _die_at(patch: pytest.MonkeyPatch, name: str, when: str) -> None:
    place: Any = send if hasattr(send, name) else __import__("scheduler.sender", fromlist=["claim"])
    original = getattr(place, name)

    async def before(*_: Any, **__: Any) -> Any:
        raise Killed

    async def after(*args: Any, **named: Any) -> Any:
        await original(*args, **named)
        raise Killed

    def inside(*args: Any, **named: Any) -> Any:
        original(*args, **named)
        raise Killed

    patch.setattr(place, name, inside if name in {"claim", "finish_sent"} else {"before": before, "after": after}[when])


# W6


@pytest.mark.parametrize("kind", [*APPLIED, *NOT_APPLIED])
async def test_w06_what_is_unknown_is_never_blindly_sent_again(world: World, kind: str) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind=kind)
    await world.send()
    await world.send()
    assert world.states() == {"a": "sending", "b": "sent"}
    assert len(world.slack.called("chat.postMessage")) == 2
    await later(world)
    assert world.states() == {"a": "sent", "b": "sent"}
    assert sorted(world.said()) == ["a", "b"]


async def test_w06_three_calls_without_an_answer_let_posting_rest(world: World) -> None:
    patient = await world.opened(NATVERKSBOT_LEASE_SECONDS=120)
    world.put("a", "b", "c", "d", "e")
    world.slack.fail("chat.postMessage", kind="http_500_before", times=None)
    sender = await world.send(world.holder(patient))
    assert len(world.slack.called("chat.postMessage")) == breaker.MOST
    assert 59 < sender.stops.left("chat.postMessage") <= 60
    assert sorted(world.states().values()) == ["pending", "pending", "sending", "sending", "sending"]
    world.slack.faults.clear()
    sender.stops = Stops()
    world.machine.move(181)
    await reconcile(sender)
    await world.send(sender)
    assert sorted(world.said()) == ["a", "b", "c", "d", "e"]


async def test_w06_calls_without_an_answer_now_and_then_let_nothing_rest(world: World) -> None:
    sender = world.holder()
    for _ in range(6):
        assert not sender.unanswered()
        world.machine.move(16)


async def test_w06_a_run_waits_the_rest_out(world: World) -> None:
    world.put("a", "b", "c", "d")
    world.slack.fail("chat.postMessage", kind="reset_after_apply", times=3)
    assert await run_due(world.deps, NOW, machine=world.machine) == Result(1, 0, 0, 3, 0, 0)
    world.machine.move(2)
    assert await run_due(world.deps, NOW, machine=world.machine) == Result(3, 0, 0, 0, 0, 0)
    assert sorted(world.said()) == ["a", "b", "c", "d"]


# W7


async def test_w07_a_history_that_is_late_makes_one_copy_too_many_and_the_sweep_deletes_it(world: World) -> None:
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    await world.send()
    first, _ = world.slack.workspace.channels[CHANNEL].messages
    world.slack.history_lag = 60
    sender = await later(world)
    assert sorted(world.said()) == ["a", "a", "b"], "one copy too many, as the README says"
    assert world.row("a").slack_ts != first
    # The history does not even show the copy that is known: nothing is decided yet.
    sender = await later(world)
    assert (posted(world, "a"), await is_anything_doubtful(sender)) == (2, False)
    world.slack.history_lag = 0
    sender = await later(world, seconds=20)
    assert (world.said(), sender.tally["deleted"]) == (["a", "b"], 1)
    assert (world.row("a").status, world.row("a").slack_ts) == ("sent", first)
    assert world.row("a").sweep_at is None


async def test_w07_what_was_sent_again_rightly_is_swept_without_a_trace(world: World) -> None:
    world.put("a")
    world.slack.fail("chat.postMessage", kind="http_500_before")
    await world.send()
    await later(world)
    sender = await later(world)
    assert (world.said(), sender.tally["deleted"]) == (["a"], 0)
    assert world.slack.called("chat.delete") == []
    assert not await is_anything_doubtful(sender)


async def test_w07_what_nobody_doubts_is_not_read(world: World) -> None:
    world.put("a")
    await world.send()
    await later(world)
    assert world.slack.called("conversations.history") == []


async def test_w07_of_two_copies_the_one_with_answers_is_kept(world: World) -> None:
    await _doubled(world)
    first, second = world.slack.workspace.channels[CHANNEL].messages
    assert world.row("a").slack_ts == second
    await world.deps.slack.chat_postMessage(channel=CHANNEL, text="Tack", thread_ts=second)
    await later(world, seconds=20)
    assert first not in world.slack.workspace.channels[CHANNEL].messages
    assert world.row("a").slack_ts == second


async def test_w07_a_refresh_meanwhile_posts_nothing_new(world: World) -> None:
    await _doubled(world)
    world.notes.words["a"] = "newer"
    world.mark("a")
    await later(world, seconds=20)
    world.machine.move(10)
    await run_due(world.deps, NOW, machine=world.machine)
    assert world.said() == ["newer"]


@pytest.mark.parametrize("kind", ["ratelimited:20", "http_500_before", "error:fatal_error"])
async def test_w07_a_copy_that_cannot_be_deleted_now_is_deleted_later(world: World, kind: str) -> None:
    await _doubled(world)
    world.slack.fail("chat.delete", kind=kind)
    await later(world, seconds=20)
    assert posted(world, "a") == 2
    await later(world)
    assert posted(world, "a") == 1


async def test_w07_when_somebody_deleted_the_known_copy_the_other_one_counts(world: World) -> None:
    await _doubled(world)
    first, second = world.slack.workspace.channels[CHANNEL].messages
    await world.deps.slack.chat_delete(channel=CHANNEL, ts=second)
    await later(world)
    assert world.row("a").slack_ts == second, "the history may be late"
    await later(world, seconds=700)
    assert (world.row("a").slack_ts, world.row("a").sweep_at) == (first, None)


async def _doubled(world: World) -> None:
    """Let a message stand in the channel twice, as after a history that was late."""
    world.put("a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    await world.send()
    world.slack.history_lag = 60
    await later(world)
    world.slack.history_lag = 0
    assert posted(world, "a") == 2


# W8: `test_frozen.py` does it with SIGSTOP.


async def test_w08_a_process_that_stood_still_before_its_last_look_sends_nothing(world: World) -> None:
    world.put("a", kind="cheer")
    sender = world.prompt()
    held = await _claimed(world, sender)
    await later(world)
    assert posted(world, "a") == 1
    await send.send_rows(sender, held)
    assert posted(world, "a") == 1


async def test_w08_a_process_that_stood_still_after_its_last_look_posts_one_copy_too_many(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a")
    post_once = send._post_once

    async def frozen(*args: Any) -> Any:
        monkeypatch.setattr(send, "_post_once", post_once)
        await later(world)
        assert world.said() == ["a"]
        # Time enough for a first sweep, which finds one copy and is content.
        await later(world)
        return await post_once(*args)

    monkeypatch.setattr(send, "_post_once", frozen)
    await world.send()
    assert world.said() == ["a", "a"], "one copy too many, as the README says"
    await later(world)
    assert world.said() == ["a"]
    assert world.row("a").slack_ts in world.slack.workspace.channels[CHANNEL].messages


async def test_w08_what_was_posted_late_and_not_yet_by_others_counts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a")
    post_once = send._post_once

    async def frozen(*args: Any) -> Any:
        world.machine.move(2)
        await reconcile(world.holder())
        assert world.row("a").status == "pending"
        return await post_once(*args)

    monkeypatch.setattr(send, "_post_once", frozen)
    sender = await world.send()
    assert (world.row("a").status, sender.tally["sent"]) == ("sent", 1)
    monkeypatch.undo()
    await later(world)
    assert world.said() == ["a"]


async def test_w08_what_was_posted_late_without_an_answer_is_swept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.put("a")
    post_once = send._post_once

    async def frozen(*args: Any) -> Any:
        monkeypatch.setattr(send, "_post_once", post_once)
        await later(world)
        await later(world)
        world.slack.fail("chat.postMessage", kind="reset_after_apply")
        return await post_once(*args)

    monkeypatch.setattr(send, "_post_once", frozen)
    await world.send()
    assert world.said() == ["a", "a"]
    await later(world)
    assert world.said() == ["a"]


async def _claimed(world: World, sender: Sender) -> list[Claim]:
    return await writing(world.deps, claim, sender.waiting(), [world.row("a").id], owner=sender.owner)


# W9: what comes of it stands in `test_uncertain.py`.


@pytest.mark.parametrize("code", ["not_in_channel", "missing_scope", "is_archived", "channel_not_found"])
async def test_w09_an_unreadable_history_leaves_it_to_a_person(world: World, code: str) -> None:
    world.put("a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    await world.send()
    world.slack.fail("conversations.history", kind=f"error:{code}")
    await later(world)
    assert (world.row("a").status, world.row("a").reason, posted(world, "a")) == ("uncertain", code, 1)
    result = await run_due(world.deps, NOW, machine=world.machine)
    assert (result.uncertain, result.sent) == (1, 0)


async def test_w09_a_limit_on_history_means_wait(world: World) -> None:
    world.put("a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    await world.send()
    world.slack.fail("conversations.history", kind="ratelimited:60")
    sender = await later(world)
    assert (world.row("a").status, sender.stops.left("conversations.history") > 50) == ("sending", True)
    await later(world)
    assert (world.row("a").status, posted(world, "a")) == ("sent", 1)


# W10


async def test_w10_what_somebody_deletes_before_it_is_decided_is_sent_again(world: World) -> None:
    world.put("a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    await world.send()
    (ts,) = world.slack.workspace.channels[CHANNEL].messages
    await world.deps.slack.chat_delete(channel=CHANNEL, ts=ts)
    await later(world)
    await later(world)
    assert (world.said(), world.row("a").status) == (["a"], "sent")


# W11


async def test_w11_after_a_restore_what_was_sent_since_the_backup_is_found(world: World) -> None:
    people = [world.person(user).id for user in ("U0BODEN", "U0KALIX")]
    world.put("before")
    await world.send()
    world.put("channel", "unsent")
    for number in people:
        world.put(f"dm-{number}", recipient=f"person:{number}")
    world.put("reply", thread_key="channel")
    _plan_one(world)
    await plan(world.deps)
    unsent = world.row("unsent").id
    world.alter(Delivery, unsent, due_at=NOW + timedelta(days=1))
    backup = _backup(world)
    await world.send()
    _restore(world, backup)
    world.alter(Delivery, unsent, due_at=NOW)
    calls = len(world.slack.called("chat.postMessage"))
    result = await run_due(world.deps, NOW, after_restore=True)
    assert (result.sent, len(world.slack.called("chat.postMessage"))) == (1, calls + 1)
    assert set(world.states().values()) == {"sent"}
    assert world.said().count("unsent") == 1
    assert len({world.row("reply").slack_ts, world.row("channel").slack_ts}) == 2
    for key in ("channel", "reply", "planned", *(f"dm-{number}" for number in people)):
        row = world.row(key)
        assert row.slack_ts in world.slack.workspace.channels[str(row.slack_channel)].messages


def _plan_one(world: World) -> None:
    planned(world, "planned")


async def test_w11_what_is_planned_after_the_restore_is_looked_up_too(world: World) -> None:
    planned(world, "a")
    await run_due(world.deps, NOW)
    assert world.said() == ["a"]
    with world.deps.database.transaction(world.actor, NOW) as session:
        session.execute(delete(Delivery))
    assert (await run_due(world.deps, NOW, after_restore=True)).sent == 0
    assert (world.states(), world.said()) == ({"a": "sent"}, ["a"])


async def test_w11_what_is_too_late_by_now_but_was_sent_is_not_called_expired(world: World) -> None:
    world.put("a", expires_at=NOW + timedelta(hours=1))
    backup = _backup(world)
    await world.send()
    _restore(world, backup)
    assert (await run_due(world.deps, NOW + timedelta(hours=2), after_restore=True)).expired == 0
    assert world.states() == {"a": "sent"}


async def test_w11_what_cannot_be_read_is_not_sent(world: World) -> None:
    world.put("a")
    world.slack.fail("conversations.history", kind="error:missing_scope", times=None)
    assert await run_due(world.deps, NOW, after_restore=True) == Result(0, 0, 0, 0, 1, 0)
    assert world.slack.called("chat.postMessage") == []


async def test_w11_while_history_is_silent_nothing_is_sent(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scheduler.restore.PATIENCE", 0)
    world.put("a")
    # The first look is at who else speaks here.
    world.slack.fail("conversations.history", kind="ratelimited:60", after=1)
    with pytest.raises(NoHistory, match="delivery-no-history"):
        await run_due(world.deps, NOW, after_restore=True)
    assert (world.states(), world.said()) == ({"a": "pending"}, [])
    assert (await run_due(world.deps, NOW, after_restore=True)).sent == 1


async def test_w11_a_row_that_was_claimed_in_the_backup_is_looked_up(world: World) -> None:
    world.put("a")
    sender = world.holder()
    await _claimed(world, sender)
    backup = _backup(world)
    with world.deps.database.transaction(world.actor, NOW) as session:
        row = session.scalars(select(Delivery)).one()
        give_back(session, [Claim(row.id, row.key, row.kind, row.recipient, row.attempt)])
    await world.send()
    _restore(world, backup)
    assert world.states() == {"a": "sending"}
    world.machine.move(2)
    assert (await run_due(world.deps, NOW, after_restore=True, machine=world.machine)).sent == 0
    assert (world.states(), world.said()) == ({"a": "sent"}, ["a"])


def _backup(world: World) -> list[dict[str, Any]]:
    """Return the rows as they are."""
    with world.deps.database.reading() as session:
        return [dict(row) for row in session.execute(select(Delivery.__table__)).mappings()]


def _restore(world: World, backup: list[dict[str, Any]]) -> None:
    """Put the rows back, and forget which conversations were opened since."""
    with world.deps.database.transaction(world.actor, NOW) as session:
        session.execute(delete(Delivery))
        session.execute(Delivery.__table__.insert(), backup)
        for person in session.scalars(select(Person)):
            person.dm_channel = None


# W12


async def test_w12_beside_another_installation_nothing_is_sent_until_adopt(world: World) -> None:
    world.put("a")
    await world.deps.slack.chat_postMessage(channel=CHANNEL, text="Hej", metadata=foreign(world))
    for _ in range(2):
        with pytest.raises(NotRecognised, match="delivery-other-installation"):
            await run_due(world.deps, NOW)
        assert (world.states(), world.said()) == ({"a": "pending"}, ["Hej"])
    await adopt(world.deps)
    assert (await run_due(world.deps, NOW)).sent == 1
    await world.deps.slack.chat_postMessage(channel=CHANNEL, text="Igen", metadata=foreign(world))
    await later(world)
    assert (await run_due(world.deps, NOW)).pending == 0, "what is seen again is seen when history is read"


async def test_w12_another_installation_is_seen_when_history_is_read(world: World) -> None:
    world.put("first")
    await run_due(world.deps, NOW)
    world.put("a", "b")
    world.slack.fail("chat.postMessage", kind="http_500_before")
    await world.send()
    await world.deps.slack.chat_postMessage(channel=CHANNEL, text="Hej", metadata=foreign(world))
    world.put("c")
    await later(world)
    await world.send()
    assert (world.row("a").status, world.row("c").status) == ("pending", "pending")
    with pytest.raises(NotRecognised, match="delivery-other-installation"):
        await run_due(world.deps, NOW)
    await adopt(world.deps)
    assert (await run_due(world.deps, NOW)).sent == 2


async def test_w12_another_bot_with_such_a_mark_is_no_matter(world: World) -> None:
    world.put("a")
    await world.deps.slack.chat_postMessage(channel=CHANNEL, text="Hej", metadata=foreign(world))
    for message in world.slack.workspace.channels[CHANNEL].messages.values():
        message.bot_id = "B0ANOTHER"
    assert (await run_due(world.deps, NOW)).sent == 1


@pytest.mark.parametrize(("column", "value"), [("api_url", "https://slack.com/api/"), ("bot_id", "B0PRODUCTION")])
async def test_w12_a_copied_database_sends_nothing(world: World, column: str, value: str) -> None:
    world.put("a")
    world.alter(Workspace, 1, **{column: value})
    with pytest.raises(NotRecognised):
        await run_due(world.deps, NOW)
    assert world.said() == []
    await adopt(world.deps)
    assert (await run_due(world.deps, NOW)).sent == 1


# W13


async def test_w13_what_is_of_no_use_any_more_ends_as_expired(world: World) -> None:
    world.put("a", expires_at=NOW + timedelta(hours=1))
    result = await run_due(at(world.deps, NOW), NOW + timedelta(hours=2))
    assert (result.expired, world.row("a").status, world.row("a").reason) == (1, "expired", "too-late")
    assert world.said() == []


# W14


@pytest.mark.parametrize("kind", [None, "reset_after_apply", "http_500_before", "ratelimited:1"])
async def test_w14_what_is_taken_back_while_it_is_sent_does_not_stand(world: World, kind: str | None) -> None:
    world.put("a", "b")
    if kind is not None:
        world.slack.fail("chat.postMessage", kind=kind)
    begun, go_on = asyncio.Event(), asyncio.Event()
    sender = world.holder()
    sending = asyncio.create_task(_held(world, sender, begun, go_on))
    await begun.wait()
    assert world.row("a").status == "sending"
    assert world.change(withdraw, ["a"], now=NOW) == 1
    go_on.set()
    await sending
    for _ in range(3):
        await later(world)
    assert (world.states(), world.said()) == ({"a": "cancelled", "b": "sent"}, ["b"])
    await later(world)
    assert world.said() == ["b"]


async def _held(world: World, sender: Sender, begun: asyncio.Event, go_on: asyncio.Event) -> None:
    post_once = send._post_once

    async def held(*args: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await post_once(*args)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(send, "_post_once", held)
        await world.send(sender)


async def test_w14_what_waits_is_cancelled_and_what_was_sent_is_deleted(world: World) -> None:
    world.put("sent")
    await world.send()
    world.put("waits")
    assert world.change(withdraw, ["sent", "waits", "unknown"], now=NOW) == 2
    await later(world)
    assert (world.states(), world.said()) == ({"sent": "cancelled", "waits": "cancelled"}, [])


async def test_w14_what_changes_while_it_is_sent_is_brought_up_to_date(world: World) -> None:
    world.put("a")
    begun, go_on = asyncio.Event(), asyncio.Event()
    sending = asyncio.create_task(_held(world, world.holder(), begun, go_on))
    await begun.wait()
    world.notes.words["a"] = "newer"
    world.mark("a")
    go_on.set()
    await sending
    await run_due(world.deps, NOW)
    assert world.said() == ["newer"]


async def test_w13_the_leadership_reads_in_its_weekly_letter_what_never_came(world: World) -> None:
    world.put("a", "b", expires_at=NOW - timedelta(hours=1), due_at=NOW - timedelta(days=2))
    world.put("old", expires_at=NOW - timedelta(days=9), due_at=NOW - timedelta(days=10))
    world.put("refused")
    world.slack.fail("chat.postMessage", kind="error:restricted_action")
    assert (await run_due(world.deps, NOW)).expired == 3
    with world.deps.database.reading() as session:
        told = unsent_of_late(session, [world.cast.programme], NOW)
        letter = leaders_week(session, [world.cast.programme], NOW.date(), NOW)
    assert told == letter.unsent == [Unsent("note", "expired", 2), Unsent("note", "failed", 1)]
