"""How fast: never more than Slack admits to a channel and to the workspace, and not at all while it says wait."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

#: What may go out at once before the pace counts.
CHANNEL_BURST = 3
WORKSPACE_BURST = 10
UPDATE_BURST = 5

#: Shares of the workspace's rate: what is scheduled, and what somebody waits for.
SCHEDULED_SHARE = 0.8
PROMPT_SHARE = 0.2


@dataclass
class Bucket:
    """Tokens that come back evenly, at most `burst` of them. Times are seconds of a monotonic clock."""

    a_minute: float
    burst: float
    now: Callable[[], float]
    _tokens: float = field(init=False)
    _at: float = field(init=False)

    def __post_init__(self) -> None:
        self._tokens, self._at = self.burst, self.now()

    def wait(self) -> float:
        """Return the seconds until a token is there; 0 when one is."""
        now = self.now()
        self._tokens = min(self.burst, self._tokens + (now - self._at) * self.a_minute / 60)
        self._at = now
        # A rounding error less than a whole token is a whole token.
        return 0.0 if self._tokens > 1 - 1e-6 else (1 - self._tokens) * 60 / self.a_minute

    def take(self) -> None:
        """Take the token that is there."""
        self._tokens -= 1


class Stops:
    """Methods that Slack told this process to leave alone for a while; shared by its senders."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._until: dict[str, float] = {}

    def stop(self, method: str, seconds: float) -> None:
        """Leave a method alone for so long, or longer when it was told so before."""
        self._until[method] = max(self._until.get(method, 0.0), self._now() + seconds)

    def left(self, method: str) -> float:
        """Return how many seconds a method is still left alone."""
        return max(0.0, self._until.get(method, 0.0) - self._now())


class Pace:
    """One sender's share of the workspace's rate, and every channel's own."""

    def __init__(
        self,
        *,
        channel_rate: float,
        workspace_rate: float,
        update_rate: float,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._now = now
        self._channel_rate = channel_rate
        self._channels: dict[str, Bucket] = {}
        self._workspace = Bucket(workspace_rate, WORKSPACE_BURST, now)
        self._updates = Bucket(update_rate, UPDATE_BURST, now)

    async def turn(self, channel: str) -> None:
        """Wait until a message to this channel may go out."""
        of_channel = self._channels.setdefault(channel, Bucket(self._channel_rate, CHANNEL_BURST, self._now))
        await _turn(of_channel, self._workspace)

    async def update_turn(self) -> None:
        """Wait until a message may be brought up to date."""
        await _turn(self._updates)


async def _turn(*buckets: Bucket) -> None:
    while seconds := max(bucket.wait() for bucket in buckets):  # noqa: ASYNC110  # time itself is what is waited for
        await asyncio.sleep(seconds)
    for bucket in buckets:
        bucket.take()
