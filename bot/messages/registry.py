"""A message is a name: how its facts are gathered, and how they become blocks.

`facts(session, row, now)` returns what the message says as of now, or why it should not be said; gathering it *is* the
check that the message is still true. `blocks(facts, language)` puts it into words and asks nothing.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.domain.deliveries import TIMINGS, Timing
from bot.language import Language
from bot.storage.tables import Delivery, Workspace


@dataclass(frozen=True)
class Skip:
    """The message is not true or not needed any more, and why."""

    reason: str


@dataclass(frozen=True)
class Picture:
    """A picture that is given to Slack before the message is posted."""

    #: The same key, the same picture.
    key: str
    #: Returns the PNG; it takes a while.
    draw: Callable[[], bytes]
    #: The file's name, and the heading over the picture.
    name: str
    title: str
    #: What it shows, in words; Slack takes 2,000 characters.
    alt: str


@dataclass(frozen=True)
class Message:
    """What Slack is given: `text` for notifications and screen readers (at most 3,500 bytes), and the blocks."""

    text: str
    blocks: list[dict[str, Any]]
    #: What it spoke about, kept on the row so that a refresh speaks about the same things.
    said: Mapping[str, Any] | None = None
    #: Stands over the blocks, in place of the first of them, which tells the same in words.
    picture: Picture | None = None


@dataclass(frozen=True)
class Planned:
    """A message that will be due: what planning inserts, once per key."""

    key: str
    recipient: str
    due_at: datetime
    expires_at: datetime
    nominal_on: date | None = None
    subject: str | None = None
    subject_id: int | None = None
    #: The delivery in whose thread it is posted.
    thread_key: str | None = None


#: Given a session, the workspace and a span [start, end) of instants, the messages due in it.
Plan = Callable[[Session, Workspace, datetime, datetime], Iterable[Planned]]


@dataclass(frozen=True)
class Kind:
    """One kind of message."""

    name: str
    facts: Callable[[Session, Delivery, datetime], Any]
    blocks: Callable[[Any, Language], Message]
    plan: Plan | None = None
    #: Whether the message is pinned in its channel once it is posted.
    pinned: bool = False
    timing: Timing = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "timing", TIMINGS[self.name])


KINDS: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind of message; each name once."""
    if kind.name in KINDS:
        raise ValueError(f"Two messages are called {kind.name}.")
    KINDS[kind.name] = kind
