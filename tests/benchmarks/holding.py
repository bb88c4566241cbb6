"""What somebody without the secret can make the bot hold: connections, and memory.

    uv run python -m tests.benchmarks.holding [--connections 1500] [--bodies 200]

The bot runs as a process of its own, on this machine only. First half a request is sent on many connections, a byte a
second after it; then bodies of a megabyte are sent up to their last byte, without a signature and with a wrong one.
"""

import argparse
import asyncio
import resource
import secrets
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from tests.benchmarks.apps import App, databases, running
from tests.benchmarks.wire import Slack

HEAD = b"POST /slack/events HTTP/1.1\r\nhost: localhost\r\n"
BODY = b"x" * (1024 * 1024 - 1)


class Held:
    """One connection, for as long as the bot keeps it."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.writer = writer
        self.end = asyncio.create_task(self._until_closed(reader))

    async def _until_closed(self, reader: asyncio.StreamReader) -> None:
        with suppress(ConnectionResetError):
            while await reader.read(65_536):
                pass

    def send(self, piece: bytes) -> None:
        if not self.end.done():
            self.writer.write(piece)


@asynccontextmanager
async def many(port: int, number: int) -> AsyncIterator[list[Held]]:
    """Open so many connections; close them at the end."""
    held = [Held(*await asyncio.open_connection("127.0.0.1", port)) for _ in range(number)]
    yield held
    for one in held:
        one.writer.transport.abort()
        one.end.cancel()
    await asyncio.sleep(1)


async def half_sent(app: App, number: int) -> Iterator[str]:
    """Send half a head on each connection, and then a byte a second."""
    lines = []
    async with many(app.port, number) as held:
        for one in held:
            one.send(HEAD + b"x: ")
        for second in range(1, 21):
            await asyncio.sleep(1)
            for one in held:
                one.send(b"x")
            if second in {1, 10, 20}:
                open_ = sum(not one.end.done() for one in held)
                lines.append(f"half-sent, after {second} s: {open_} of {number} held, {app.memory:.0f} MiB")
    return iter(lines)


async def bodies(app: App, number: int, what: str, headers: bytes) -> str:
    """Send all of a body but its end on each connection."""
    async with many(app.port, number) as held:
        for one in held:
            one.send(HEAD + headers + b"content-length: 1048576\r\n\r\n" + BODY)
        most = app.memory
        for _ in range(40):
            await asyncio.sleep(0.1)
            most = max(most, app.memory)
    return f"{number} bodies of 1 MiB {what}: {most:.0f} MiB at most"


async def measure(connections: int, most_bodies: int) -> None:
    """Run all of it and print what was held."""
    with tempfile.TemporaryDirectory() as folder:
        urls = databases("sqlite", Path(folder), None)
        async with Slack.running() as slack, running("bot", urls["bot"], slack.port, Path(folder) / "form.json") as app:
            print(f"before: {app.memory:.0f} MiB")
            for line in await half_sent(app, connections):
                print(line)
            print(await bodies(app, most_bodies, "without a signature", b""))
            forged = (
                f"x-slack-request-timestamp: {int(time.time())}\r\nx-slack-signature: v0={secrets.token_hex(32)}\r\n"
            )
            print(await bodies(app, most_bodies, "with a wrong signature", forged.encode()))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--connections", type=int, default=1500)
    parser.add_argument("--bodies", type=int, default=200)
    given = parser.parse_args()
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * given.connections + 200
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted if hard < 0 else min(hard, wanted), hard))
    asyncio.run(measure(given.connections, given.bodies))


if __name__ == "__main__":
    main()
