"""What is pinned is pinned once it stands there, and nothing that Slack says against it stops the message."""

from datetime import timedelta

import pytest

from bot.domain.calendar import Policy
from bot.domain.deliveries import TIMINGS, Timing, WhoseClock
from bot.messages.registry import KINDS, Kind
from scheduler.reconcile import reconcile
from tests.scheduler.conftest import CHANNEL, World


@pytest.fixture(autouse=True)
def pinned(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make up a kind of message that is pinned."""
    monkeypatch.setitem(TIMINGS, "board", Timing(Policy.KEEP, WhoseClock.NONE, timedelta(days=3)))
    monkeypatch.setitem(KINDS, "board", Kind("board", world.notes.facts, world.notes.blocks, pinned=True))


def pins(world: World) -> list[str]:
    return world.slack.workspace.channels[CHANNEL].pins


async def test_a_pinned_kind_is_pinned_and_no_other_is(world: World) -> None:
    world.put("a", kind="board")
    world.put("b")
    await world.send()
    assert pins(world) == [world.row("a").slack_ts]


@pytest.mark.parametrize(
    "fault", ["error:already_pinned", "error:missing_scope", "error:too_many_pins", "ratelimited:1", "http_500_before"]
)
async def test_what_slack_says_against_a_pin_stops_nothing(
    world: World, fault: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    world.slack.fail("pins.add", kind=fault)
    world.put("a", kind="board")
    await world.send()
    world.put("b")
    await world.send()
    assert world.states() == {"a": "sent", "b": "sent"}
    # Where the line goes depends on whether the process has set up its log.
    told = f"{capsys.readouterr().out}{caplog.text}".count("could not be pinned")
    assert told == (0 if "already" in fault else 1)


async def test_a_message_that_only_history_knows_of_is_pinned_too(world: World) -> None:
    world.slack.fail("chat.postMessage", kind="reset_after_apply")
    world.put("a", kind="board")
    await world.send()
    assert (world.row("a").status, pins(world)) == ("sending", [])
    world.machine.move(2)
    await reconcile(world.holder())
    assert world.row("a").status == "sent"
    assert pins(world) == [world.row("a").slack_ts]
