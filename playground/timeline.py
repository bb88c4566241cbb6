"""The clock as the page shows it: what time it is in the story, where one can jump, and what will be said by then.

The playground knows nothing of the bot: whoever starts it gives a timeline, and without one the page shows the
machine's time and no jumps.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Jump:
    """A moment one can jump to, named for people: "Måndag 08:00", "Konferensen är slut"."""

    #: Stable while the page is open: `next`, `monday`, `conference-over`.
    id: str
    label: str
    #: With offset.
    at: datetime


@dataclass(frozen=True)
class Upcoming:
    """A message that the bot means to send."""

    #: With offset.
    at: datetime
    #: Who reads it, in words: a person's name or `#norr`.
    to: str
    #: What it is, in words: "Din vecka".
    what: str
    #: Why it will not be sent after all, in words; None when it will.
    why_not: str | None = None


class Timeline(Protocol):
    """What the page asks of whoever drives the clock."""

    def now(self) -> datetime:
        """Return what time it is in the story, with offset."""
        ...

    def day(self, instant: datetime) -> str:
        """Return a moment as people read it, with its weekday and week."""
        ...

    async def jumps(self) -> Sequence[Jump]:
        """Return where one can jump from now, the soonest first."""
        ...

    async def upcoming(self, until: datetime) -> Sequence[Upcoming]:
        """Return what will be sent from now until then, the soonest first."""
        ...

    async def go(self, instant: datetime) -> None:
        """Let time pass until then; what falls due on the way has been sent when this returns.

        Raises NotPossibleError for a moment that has passed.
        """
        ...
