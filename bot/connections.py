"""The connections of our HTTP server: none is held for longer than it is of use, and never more than we can hold.

uvicorn knows one timeout, of a connection that is idle after an answer, and a single byte ends it: whoever sends half
a request is waited for until the end of days. Its `limit_concurrency` refuses the newest also where the oldest do
nothing, which makes keeping everybody else out cheaper.
"""

import asyncio
import socket
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import h11
import structlog
import uvicorn
from uvicorn.protocols.http.h11_impl import STATUS_PHRASES, H11Protocol
from uvicorn.server import ServerState

log = structlog.get_logger(__name__)

#: In the state of a request's scope: the instant of `time.monotonic` at which its first byte came.
FIRST_BYTE = "first_byte"

#: How often the log says at most that connections are refused, in seconds.
SAY_AGAIN = 60.0


class Stage(StrEnum):
    """How far a connection has come with its request."""

    #: Nothing of a request has come.
    IDLE = "idle"
    #: The head has begun to come.
    HEAD = "head"
    #: The head is whole, the body is not.
    BODY = "body"
    #: The request is whole; its answer is made, or taken by the client.
    ANSWER = "answer"


@dataclass(frozen=True)
class Limits:
    """How long a stage may last, in seconds from its beginning, however many bytes come; and how many are held.

    A proxy sends a request whole, in milliseconds; who uploads a file needs a moment. Idle connections end by uvicorn's
    `timeout_keep_alive`. The most we hold is half of the 1024 files that a process may usually open.
    """

    head: float = 5.0
    body: float = 10.0
    answer: float = 60.0
    most: int = 500

    def of(self, stage: Stage | None) -> float | None:
        """Return how long a stage may last; None when nothing of ours ends it."""
        return {Stage.HEAD: self.head, Stage.BODY: self.body, Stage.ANSWER: self.answer}.get(stage) if stage else None


class HeldConnections(ServerState):
    """The connections of one server by their stage, whichever has been in it longest first."""

    def __init__(self, limits: Limits) -> None:
        super().__init__()
        self.limits = limits
        self.at: dict[Stage, dict[BoundedConnection, None]] = {stage: {} for stage in Stage}
        self._said_at: float | None = None

    def make_room(self) -> bool:
        """Close an idle connection, else one whose request is not whole; return False when all are being answered."""
        for stage in (Stage.IDLE, Stage.HEAD, Stage.BODY):
            for oldest in self.at[stage]:
                oldest.give_way()
                return True
        self._say_full()
        return False

    def _say_full(self) -> None:
        now = asyncio.get_running_loop().time()
        if self._said_at is None or now - self._said_at > SAY_AGAIN:
            self._said_at = now
            log.warning("New connections are refused: all that are held are being answered", most=self.limits.most)


class BoundedConnection(H11Protocol):
    """uvicorn's HTTP connection with an absolute deadline for each stage."""

    def __init__(
        self,
        config: uvicorn.Config,
        server_state: HeldConnections,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, dict(app_state), _loop)
        self.held = server_state
        self.stage: Stage | None = None
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Hold the connection, in another one's place when there are too many; else refuse it with a 503."""
        super().connection_made(transport)
        _send_at_once(transport)
        if len(self.connections) > self.held.limits.most and not self.held.make_room():
            self._end(503)
        else:
            self._enter(Stage.IDLE)

    def data_received(self, data: bytes) -> None:
        """Take what has come, which makes no deadline later, and let the app know when the first byte came."""
        if self.stage is Stage.IDLE:
            # uvicorn gives each request a copy of it.
            self.app_state[FIRST_BYTE] = time.monotonic()
        super().data_received(data)
        self._follow()

    def on_response_complete(self) -> None:
        """Go on to the next request. What nobody has read of the body is let go of."""
        self.cycle.body.clear()
        self._enter(None)
        super().on_response_complete()
        self._follow()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget the connection."""
        super().connection_lost(exc)
        self._enter(None)

    def give_way(self) -> None:
        """Close, for another connection's sake."""
        if self.stage is Stage.IDLE:
            self.timeout_keep_alive_handler()
            self._follow()
        else:
            self._end(503)

    def _follow(self) -> None:
        """Enter the stage that the request has come to."""
        if self.transport.is_closing():
            self._enter(Stage.ANSWER)
        elif self.conn.their_state is h11.IDLE:
            has_begun = self.stage is Stage.HEAD or bool(self.conn.trailing_data[0])
            self._enter(Stage.HEAD if has_begun else Stage.IDLE)
        else:
            self._enter(Stage.BODY if self.conn.their_state is h11.SEND_BODY else Stage.ANSWER)

    def _enter(self, stage: Stage | None) -> None:
        """Enter a stage and count its time from now; staying in one counts on."""
        if stage is self.stage:
            return
        if self._deadline is not None:
            self._deadline.cancel()
        if self.stage is not None:
            del self.held.at[self.stage][self]
        self.stage = stage
        if stage is not None:
            self.held.at[stage][self] = None
        seconds = self.held.limits.of(stage)
        self._deadline = None if seconds is None else self.loop.call_later(seconds, self._expire)
        if stage is Stage.IDLE and self.timeout_keep_alive_task is None:
            # uvicorn has it after an answer only, not while a connection is new or throws the rest of a body away.
            self.timeout_keep_alive_task = self.loop.call_later(
                self.timeout_keep_alive, self.timeout_keep_alive_handler
            )

    def _expire(self) -> None:
        if self.stage is Stage.ANSWER:
            self.transport.abort()
        else:
            self._end(408)

    def _end(self, status: int) -> None:
        """Close the connection, with this answer where none has begun; what waits for the body hears of it."""
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            headers = [*self.held.default_headers, (b"content-length", b"0"), (b"connection", b"close")]
            response = h11.Response(status_code=status, headers=headers, reason=STATUS_PHRASES[status])
            for event in (response, h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()
        self._follow()


def _send_at_once(transport: asyncio.Transport) -> None:
    """Send an answer's body without waiting until its head is acknowledged, for which clients take 40 ms.

    asyncio does so by itself only where the socket that listens names its protocol, which Python's `create_server` does
    not.
    """
    connection = transport.get_extra_info("socket")
    if connection is not None and connection.family in {socket.AF_INET, socket.AF_INET6}:
        # Some systems refuse it on a connection whose client has gone already.
        with suppress(OSError):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
