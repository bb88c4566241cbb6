"""Hidden rates: token buckets per method, channel and workspace, as Slack keeps them."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Bucket:
    """Tokens that come back at `rate` a second, at most `size` of them."""

    rate: float
    size: float
    tokens: float
    at: float

    def take(self, now: float) -> float:
        """Zero when a token was there, else the seconds until there is one."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens >= 1:
            self.tokens -= 1
            return 0.0
        return (1 - self.tokens) / self.rate

    def give_back(self) -> None:
        """Return the call was refused elsewhere and does not count."""
        self.tokens = min(self.size, self.tokens + 1)


@dataclass
class Rates:
    """How much Slack admits; off unless enabled. Bursts are a share of a minute's calls."""

    enabled: bool = False
    channel_per_second: float = 1.0
    channel_burst: float = 4.0
    workspace_per_minute: float = 300.0
    workspace_burst: float = 20.0
    method_burst: float = 0.25
    #: method -> calls a minute instead of its tier's: 1 for history makes an unlisted commercial app
    per_minute: dict[str, float] = field(default_factory=dict)
    #: multiplies every rate: tests that cannot wait set it high
    speed: float = 1.0
    now: Callable[[], float] = time.monotonic
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def refuse(self, team: str, method: str, per_minute: int, channel: str) -> int:
        """Whole seconds for Retry-After, or 0 when the call is admitted."""
        if not self.enabled:
            return 0
        taken: list[Bucket] = []
        for name, rate, size in self._needed(team, method, per_minute, channel):
            bucket = self._buckets.setdefault(name, Bucket(rate * self.speed, size, size, self.now()))
            wait = bucket.take(self.now())
            if wait:
                for other in taken:
                    other.give_back()
                return max(1, math.ceil(wait))
            taken.append(bucket)
        return 0

    def _needed(self, team: str, method: str, per_minute: int, channel: str) -> list[tuple[str, float, float]]:
        if method != "chat.postMessage":
            rate = self.per_minute.get(method, per_minute)
            return [(f"{team} {method}", rate / 60, max(1.0, rate * self.method_burst))]
        return [
            (f"{team} {channel}", self.channel_per_second, self.channel_burst),
            (f"{team} workspace", self.workspace_per_minute / 60, self.workspace_burst),
        ]
