"""That something changed: what windows that show the playground wait for, instead of asking again and again."""

import asyncio
import contextlib

from aiohttp import web

#: Changes that come closer together than this many seconds are told as one.
_TOGETHER = 0.04
#: After this many seconds of silence the line is kept open with a comment.
_SILENCE = 15.0


class Changes:
    """Counts what happened, and wakes those who wait for more."""

    def __init__(self) -> None:
        self.count = 0
        self._next = asyncio.Event()
        self._closed = False

    def happened(self) -> None:
        """Tell everybody who waits that there is something new to see."""
        self.count += 1
        told, self._next = self._next, asyncio.Event()
        told.set()

    def close(self) -> None:
        """Let go of everybody who waits."""
        self._closed = True
        self.happened()

    def reopen(self) -> None:
        """Let windows wait again, as when the playground is started once more."""
        self._closed = False

    async def serve(self, http: web.Request) -> web.StreamResponse:
        """Send the count as a server-sent event, at once and whenever it has risen, until the window is closed."""
        stream = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
        await stream.prepare(http)
        with contextlib.suppress(ConnectionResetError):
            await self._tell(stream)
        return stream

    async def _tell(self, stream: web.StreamResponse) -> None:
        told = -1
        while not self._closed:
            if told == self.count:
                await stream.write(b": still here\n\n")
            else:
                told = self.count
                await stream.write(f"data: {told}\n\n".encode())
            await self._wait(told)

    async def _wait(self, told: int) -> None:
        """Wait for a change after `told`, or until the silence has lasted."""
        if told == self.count:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._next.wait(), _SILENCE)
        await asyncio.sleep(_TOGETHER)
