"""When Slack does not answer what it was asked, several times in a short while, it is left alone for a moment."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: So many calls without an answer within this time are too many.
MOST = 3
WITHIN = timedelta(seconds=30)

#: How long posting rests then, in seconds; never longer than half a lease.
REST = 60.0


@dataclass
class Breaker:
    """How many calls of late nobody knows the end of."""

    _unknown: deque[datetime] = field(default_factory=deque)

    def unanswered(self, now: datetime) -> bool:
        """Count a call without an answer; return whether posting should rest now."""
        self._unknown.append(now)
        while self._unknown[0] < now - WITHIN:
            self._unknown.popleft()
        if len(self._unknown) < MOST:
            return False
        self._unknown.clear()
        return True
