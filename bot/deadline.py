"""How long somebody who did something in Slack waits for their answer, and what that means for what is stored.

Slack gives up on a gesture after three seconds and tells the person that it failed. So the answer to each is on its way
after two and a half, counted from the first byte; what the gesture waits for (a thread, the database's writer, Slack)
draws on what remains. The deadline goes with the gesture's context, into threads too. When it has passed, either
nothing of the gesture is stored and nothing will be, or a commit has begun: then its outcome is awaited and told.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import ContextVar
from threading import Lock

#: What a gesture may take, in seconds; Slack waits for three.
SECONDS = 2.5
#: What is kept for all that comes after the database's writer was had, in seconds: so it is waited for two at most.
AFTER_THE_WRITER = 0.5


class DeadlinePassed(Exception):
    """A gesture's deadline has passed.

    `waited_for` says for what: the database, or Slack. `stored` says whether something of the gesture is stored.
    """

    def __init__(self, waited_for: str = "database", *, stored: bool = False) -> None:
        super().__init__(waited_for, stored)
        self.waited_for = waited_for
        self.stored = stored


class Deadline:
    """The deadline of one gesture. The thread that commits and the one who waits agree on which of them came first."""

    def __init__(self, began: float | None = None) -> None:
        """Begin to count: now, or at an instant of `time.monotonic`."""
        self._ends = (time.monotonic() if began is None else began) + SECONDS
        self._lock = Lock()
        self._is_given_up = False
        self._is_committing = False
        #: Whether something of the gesture is stored for good.
        self.stored = False
        #: What was waited for when it was called off.
        self.waited_for = "Slack"

    @property
    def remaining(self) -> float:
        """The seconds that remain, 0 when it has passed."""
        return max(0.0, self._ends - time.monotonic())

    @property
    def for_writer(self) -> float:
        """The seconds that the database's writer may still be waited for, 0 when there is no time left for it."""
        return max(0.0, self.remaining - AFTER_THE_WRITER)

    @contextmanager
    def storing(self) -> Iterator[None]:
        """Run a transaction in the block, whose commit begins with `begin_commit` and ends with the block."""
        try:
            yield
            self.stored = True
        finally:
            self._is_committing = False

    def begin_commit(self) -> None:
        """Begin to commit. Raises DeadlinePassed when the one who waits may have been told that nothing is stored."""
        with self._lock:
            if self._is_given_up or not self.remaining:
                raise DeadlinePassed
            self._is_committing = True

    def give_up(self) -> bool:
        """Let nothing more be committed; return False when a commit has begun whose outcome is not known yet."""
        with self._lock:
            self._is_given_up = True
            return not self._is_committing


_current: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


def start(began: float | None = None) -> None:
    """Let everything that goes on from here, in this task, be a gesture with a deadline."""
    _current.set(Deadline(began))


def current() -> Deadline | None:
    """Return the deadline of the gesture that goes on; None for what nobody in Slack waits for."""
    return _current.get()


def forget() -> None:
    """Let what goes on from here have no deadline: nobody waits for it any more."""
    _current.set(None)


@asynccontextmanager
async def enforced() -> AsyncIterator[None]:
    """End a part of a gesture at its deadline: then it raises DeadlinePassed, which tells what this part has stored."""
    deadline = current()
    if deadline is None:
        yield
        return
    deadline.stored = False
    try:
        async with asyncio.timeout(deadline.remaining):
            yield
    except TimeoutError as error:
        if deadline.remaining:
            # Something in it has a shorter patience of its own.
            raise
        raise DeadlinePassed(deadline.waited_for, stored=deadline.stored) from error
