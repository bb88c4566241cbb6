"""The pace, by a clock that a test moves."""

import pytest

from scheduler.pace import CHANNEL_BURST, WORKSPACE_BURST, Bucket, Pace, Stops


class Time:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    time = Time()
    monkeypatch.setattr("scheduler.pace.asyncio.sleep", time.sleep)
    return time


def test_a_bucket_gives_its_burst_and_then_its_rate() -> None:
    time = Time()
    bucket = Bucket(a_minute=60, burst=2, now=time)
    for _ in range(2):
        assert bucket.wait() == 0
        bucket.take()
    assert bucket.wait() == pytest.approx(1)
    time.now = 0.5
    assert bucket.wait() == pytest.approx(0.5)
    time.now = 100
    assert bucket.wait() == 0
    bucket.take()
    bucket.take()
    assert bucket.wait() == pytest.approx(1)


async def test_no_minute_holds_more_than_a_channels_rate_and_its_burst(time: Time) -> None:
    pace = Pace(channel_rate=60, workspace_rate=6000, update_rate=40, now=time)
    sent: list[float] = []
    for _ in range(200):
        await pace.turn("C1")
        sent.append(time.now)
    for start in sent:
        assert sum(start <= at < start + 60 for at in sent) <= 60 + CHANNEL_BURST


async def test_the_workspaces_rate_holds_over_all_channels(time: Time) -> None:
    pace = Pace(channel_rate=60, workspace_rate=120, update_rate=40, now=time)
    for number in range(120 + WORKSPACE_BURST):
        await pace.turn(f"C{number}")
    assert time.now == pytest.approx(60, abs=0.6)


async def test_updates_have_a_pace_of_their_own(time: Time) -> None:
    pace = Pace(channel_rate=60, workspace_rate=60, update_rate=40, now=time)
    for _ in range(45):
        await pace.update_turn()
    assert time.now == pytest.approx(60, abs=0.1)


def test_a_stop_lasts_as_long_as_the_longest_that_was_asked_for() -> None:
    time = Time()
    stops = Stops(time)
    stops.stop("chat.postMessage", 30)
    stops.stop("chat.postMessage", 5)
    assert (stops.left("chat.postMessage"), stops.left("chat.update")) == (30, 0)
    time.now = 31
    assert stops.left("chat.postMessage") == 0
