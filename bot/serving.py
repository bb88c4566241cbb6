"""One HTTP server on an event loop: started, asked to end, ended in order."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from errno import EADDRINUSE

import uvicorn
from starlette.applications import Starlette

from bot.connections import BoundedConnection, HeldConnections, Limits
from bot.errors import BadInput

#: How long listeners get to end when the server stops, in seconds.
GRACE = 4

#: How long a connection that nobody uses stays open, in seconds: longer than any usual proxy keeps it (nginx a minute,
#: Caddy two). Whoever closes first must be the one that asks, or a gesture is sent into a connection that is closing.
KEEP_ALIVE = 150

#: Of any other moment of a connection, and how many are held.
LIMITS = Limits()


class _Server(uvicorn.Server):
    """A server that bounds its connections, and leaves signals to whoever started it: they end more than the server."""

    def __init__(self, config: uvicorn.Config, limits: Limits) -> None:
        super().__init__(config)
        self.server_state = HeldConnections(limits)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def serving(
    app: Starlette, host: str, port: int, stop: asyncio.Event | None = None, *, limits: Limits = LIMITS
) -> AsyncIterator[int]:
    """Serve an app; yields the port (a free one when 0 was asked for). Raises BadInput when that cannot be had.

    When `stop` is set nothing new is taken in, while what else the process does may still end; so it is on the way out.
    """
    with _listening(host, port) as listening:
        async with serving_on(listening, app, stop, limits=limits):
            yield int(listening.getsockname()[1])


def _listening(host: str, port: int) -> socket.socket:
    """Return a socket that listens; raises BadInput when it cannot."""
    try:
        return socket.create_server((host, port))
    except OSError as error:
        if error.errno == EADDRINUSE:
            raise BadInput("port-taken", port=port, other=port + 1) from error
        # Python adds the address to it.
        why = (error.strerror or str(error)).partition(" (while")[0]
        raise BadInput("port-refused", host=host, port=port, error=why) from error


@asynccontextmanager
async def serving_on(
    listening: socket.socket, app: Starlette, stop: asyncio.Event | None = None, *, limits: Limits = LIMITS
) -> AsyncIterator[None]:
    """Serve an app on a socket that listens already, for an app that must know its own address; else as `serving`."""
    config = uvicorn.Config(
        app,
        http=BoundedConnection,
        log_config=None,
        lifespan="off",
        ws="none",
        access_log=False,
        timeout_graceful_shutdown=GRACE,
        timeout_keep_alive=KEEP_ALIVE,
    )
    server = _Server(config, limits)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started and not task.done():  # noqa: ASYNC110  # uvicorn tells it by an attribute
        await asyncio.sleep(0.005)
    ending = asyncio.create_task(_end(server, stop))
    try:
        yield
    finally:
        ending.cancel()
        server.should_exit = True
        await task


async def _end(server: uvicorn.Server, stop: asyncio.Event | None) -> None:
    if stop is not None:
        await stop.wait()
        server.should_exit = True
