"""What somebody waits for is sent at once, and again as soon as Slack lets it."""

import asyncio
from datetime import timedelta

import pytest

from bot.storage.tables import Delivery
from scheduler import prompt
from scheduler.refresh import refresh_due
from scheduler.sender import Sender
from tests.scheduler.conftest import World


async def test_what_may_go_on_while_it_was_busy_is_not_left_until_the_next_look(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def takes_a_minute(sender: Sender) -> None:
        await refresh_due(sender)
        world.machine.move(60)

    monkeypatch.setattr(prompt, "refresh_due", takes_a_minute)
    world.put("hej", kind="cheer")
    world.alter(Delivery, world.row("hej").id, not_before=world.machine() + timedelta(seconds=30))
    sender = world.prompt()
    serving = asyncio.create_task(prompt.serve_prompt(sender))
    await world.slack.until(lambda: world.said() == ["hej"])
    sender.stopping.set()
    await serving
