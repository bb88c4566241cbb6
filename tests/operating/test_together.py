"""Several processes at once: the old and the new during a deploy, many on one PostgreSQL, commands beside `serve`."""

import asyncio
from collections import Counter
from datetime import timedelta

from sqlalchemy import func, insert, select, update

from bot.storage.tables import SenderLease
from playground import Playground
from scheduler import heartbeat
from tests.scheduler.conftest import CHANNEL, World


def posted(slack: Playground) -> Counter[str]:
    """Count what stands in the channel, by its first word."""
    messages = slack.workspace.channels[CHANNEL].messages.values()
    return Counter(message.text.split()[0] for message in messages)


def ended(world: World) -> bool:
    return set(world.states().values()) == {"sent"}


async def test_an_old_and_a_new_process_send_each_message_once(world: World, slack: Playground) -> None:
    keys = [f"n{number}" for number in range(40)]
    world.put(*keys)
    old_stop, new_stop = asyncio.Event(), asyncio.Event()
    old = asyncio.create_task(heartbeat.run(await world.opened(NATVERKSBOT_LEASE_SECONDS=600), old_stop))
    await slack.until(lambda: posted(slack).total() >= 5)
    new = asyncio.create_task(heartbeat.run(await world.opened(NATVERKSBOT_LEASE_SECONDS=600), new_stop))
    await slack.until(lambda: posted(slack).total() >= 15)
    old_stop.set()
    await old
    await slack.until(lambda: ended(world))
    new_stop.set()
    await new
    assert posted(slack) == Counter(keys)
    with world.deps.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(SenderLease)) == 0


async def test_any_number_without_a_scheduler_send_only_what_somebody_waits_for(
    world: World, slack: Playground
) -> None:
    stop = asyncio.Event()
    processes = [await world.opened() for _ in range(3)]
    running = [asyncio.create_task(heartbeat.run(deps, stop, scheduled=False)) for deps in processes]
    world.put("letter")
    cheers = [f"cheer{number}" for number in range(12)]
    world.put(*cheers, kind="cheer")
    for deps in processes:
        deps.nudge()
    await slack.until(lambda: posted(slack).total() >= 12)
    stop.set()
    await asyncio.gather(*running)
    assert posted(slack) == Counter(cheers)
    assert world.states()["letter"] == "pending"


async def test_what_a_stopped_process_left_is_sent_by_the_next(world: World, slack: Playground) -> None:
    """Of a process without a scheduler, too, that ended between its commit and its message."""
    world.put("left", kind="cheer")
    stop = asyncio.Event()
    running = asyncio.create_task(heartbeat.run(world.deps, stop))
    await slack.until(lambda: ended(world))
    stop.set()
    await running
    assert posted(slack) == Counter(["left"])


async def test_a_second_sender_waits_for_the_first(world: World, slack: Playground) -> None:
    """The lease of a process that lives is not taken; one that has run out is."""
    machine_now = world.machine()
    held = {"workspace_id": world.cast.workspace, "owner": "other", "lease_until": machine_now + timedelta(hours=1)}
    with world.deps.database.writer.begin() as connection:
        connection.execute(insert(SenderLease).values(**held))
    world.put("waits")
    stop = asyncio.Event()
    running = asyncio.create_task(heartbeat.run(await world.opened(), stop))
    await slack.until(lambda: slack.called("auth.test"))
    await asyncio.sleep(1.2)
    assert world.states() == {"waits": "pending"}
    with world.deps.database.writer.begin() as connection:
        connection.execute(update(SenderLease).values(lease_until=machine_now))
    await slack.until(lambda: ended(world))
    stop.set()
    await running
    assert posted(slack) == Counter(["waits"])
