"""What nobody can tell about: the leadership is asked once, and its answer decides, once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.app import bolt_app, web_app
from bot.messages.registry import KINDS, Kind
from bot.serving import serving
from bot.storage.tables import Delivery, Event, Person
from playground import Message
from scheduler.reconcile import reconcile
from scheduler.run_due import run_due
from scheduler.sweep import sweep
from tests.scheduler.conftest import CHANNEL, NOW, World

ASKED = "uncertain-delivery"
REAL = dict(KINDS)


@pytest.fixture(autouse=True)
def asked_about(world: World) -> None:
    """Beside the made-up messages the one that asks, and a leader in Slack."""
    KINDS[ASKED] = REAL[ASKED]
    KINDS["summary"] = Kind("summary", world.notes.facts, world.notes.blocks)


async def lose(world: World, *keys: str, **columns: Any) -> None:
    """Let messages end in a state that nobody can tell; they are in the channel all the same."""
    world.put(*keys, kind="summary", **columns)
    for _ in keys:
        world.slack.fail("chat.postMessage", kind="reset_after_apply")
    # A call at a time: three without an answer let posting rest.
    for _ in keys:
        await world.send()
    world.machine.move(2)
    world.slack.fail("conversations.history", kind="error:missing_scope", times=None)
    await reconcile(world.holder())
    world.slack.faults.clear()
    assert [world.row(key).status for key in keys] == ["uncertain"] * len(keys)


async def ask(world: World) -> list[Message]:
    """Let the next run ask; return what the leader has been asked."""
    await run_due(world.deps, NOW, machine=world.machine)
    return questions(world)


def questions(world: World) -> list[Message]:
    return [one for one in world.slack.person("U0LEAD").direct_messages() if "kanske inte kom fram" in one.plain()]


@asynccontextmanager
async def listening(world: World) -> AsyncIterator[None]:
    """Let the bot answer buttons."""
    deps = await world.opened(SLACK_SIGNING_SECRET=world.slack.signing_secret)
    async with serving(web_app(deps, bolt_app(deps)), "127.0.0.1", 0) as port:
        world.slack.bot_url = f"http://127.0.0.1:{port}/slack/events"
        yield


async def test_the_leadership_is_asked_once_about_all_of_them(world: World) -> None:
    kim = world.person("U0BODEN")
    await lose(world, "a")
    await lose(world, "b", recipient=f"person:{kim.id}")
    (question,) = await ask(world)
    assert "Två meddelanden som kanske inte kom fram" in question.plain()
    assert "till Norr, mån 18 jan, v. 3, kl. 08:00" in question.plain()
    assert "till Kim Exempel, mån 18 jan, v. 3, kl. 08:00" in question.plain()
    assert question.buttons() == ["Det kom fram", "Skicka igen"] * 2
    assert await ask(world) == [question]
    assert world.said() == ["a"], "nothing is sent again before somebody has answered"
    await lose(world, "c")
    assert len(await ask(world)) == 2, "what is lost later is asked about in a message of its own"
    assert "Ett meddelande som" in questions(world)[-1].plain()


async def test_it_arrived(world: World) -> None:
    await lose(world, "a")
    (question,) = await ask(world)
    async with listening(world):
        delivered = await world.slack.person("U0LEAD").click("Det kom fram", in_=question)
    assert delivered.ok
    assert world.row("a").status == "sent"
    await run_due(world.deps, NOW, machine=world.machine)
    await run_due(world.deps, NOW, machine=world.machine)
    assert world.said() == ["a"]
    assert "kom fram" in question.plain()
    assert question.buttons() == []
    # History is asked where it stands, as soon as it can be read: then it can be brought up to date.
    world.notes.words["a"] = "newer"
    world.mark("a")
    world.machine.move(10)
    await run_due(world.deps, NOW, machine=world.machine)
    await run_due(world.deps, NOW, machine=world.machine)
    assert world.said() == ["newer"]
    with world.deps.database.reading() as session:
        event = session.scalars(select(Event).where(Event.subject == "deliveries")).one()
        alex = session.scalars(select(Person.id).where(Person.slack_user_id == "U0LEAD")).one()
    assert (event.person_id, event.changes) == (alex, {"status": ["uncertain", "sent"]})


async def test_it_is_sent_again_and_a_second_copy_is_found(world: World) -> None:
    await lose(world, "a")
    (question,) = await ask(world)
    old = question.blocks
    async with listening(world):
        await world.slack.person("U0LEAD").click("Skicka igen", in_=question)
        assert world.row("a").status == "pending"
        await run_due(world.deps, NOW, machine=world.machine)
        assert world.said() == ["a", "a"], "it had arrived after all"
        assert "skickas igen" in question.plain()
        # Both buttons of an old message answer, and change nothing.
        question.blocks = old
        await world.slack.person("U0LEAD").click("Skicka igen", in_=question)
    assert "redan svarat" in world.slack.person("U0LEAD").direct_messages()[-1].plain()
    world.machine.move(2)
    await sweep(world.holder())
    assert (world.said(), world.row("a").status) == (["a"], "sent")


async def test_what_is_asked_for_again_comes_although_it_was_too_late(world: World) -> None:
    await lose(world, "a", expires_at=NOW + timedelta(hours=1))
    (question,) = await ask(world)
    async with listening(world):
        await world.slack.person("U0LEAD").click("Skicka igen", in_=question)
    await run_due(world.deps, NOW + timedelta(hours=2), machine=world.machine)
    assert world.row("a").status == "sent"


async def test_only_the_leadership_decides(world: World) -> None:
    await lose(world, "a")
    (question,) = await ask(world)
    async with listening(world):
        robin = world.slack.person("U0KALIX")
        message = world.slack.workspace.channels[CHANNEL]
        message.messages[question.ts] = question
        question.channel = CHANNEL
        await robin.click("Skicka igen", in_=question)
    assert "Bara projektledningen" in robin.messages(CHANNEL)[-1].plain()
    assert world.row("a").status == "uncertain"


async def test_nobody_is_asked_about_the_question_itself(world: World) -> None:
    await lose(world, "a")
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    await run_due(world.deps, NOW, machine=world.machine)
    world.machine.move(2)
    world.slack.fail("conversations.history", kind="error:missing_scope", times=None)
    await reconcile(world.holder())
    with world.deps.database.reading() as session:
        assert session.scalars(select(Delivery.status).where(Delivery.kind == ASKED)).all() == ["uncertain"]
    assert len(await ask(world)) == 1
    assert len(world.slack.called("chat.postMessage")) == 2
