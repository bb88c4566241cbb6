"""Connections: what a proxy keeps for the next gesture is kept, and what holds people up is not."""

import asyncio
import logging
import socket
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import aiohttp
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from structlog.testing import capture_logs

import bot.serving
from bot.connections import FIRST_BYTE, BoundedConnection, Limits
from bot.serving import serving
from bot.slack.intake import MOST_BYTES, Intake
from playground.delivery import sign

#: How long Caddy keeps a connection to the bot that nobody uses, in seconds; nginx half as long.
PROXY_KEEPS_IT = 120
#: Deadlines that a test waits out, and those that it does not.
SOON, LATE = 0.3, 60.0
SECRET = "a-secret"
HEAD = b"POST /slack/events HTTP/1.1\r\nhost: localhost\r\n"
ASKS = b"GET /healthz HTTP/1.1\r\nhost: localhost\r\n\r\n"


@dataclass
class Client:
    """One connection to the bot, byte by byte."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    @asynccontextmanager
    async def to(cls, port: int) -> AsyncIterator["Client"]:
        client = cls(*await asyncio.open_connection("127.0.0.1", port))
        yield client
        client.writer.transport.abort()

    async def says(self, sent: bytes) -> str:
        """Send something; return the first line of the answer, which has no body. Nothing is the connection's end."""
        self.writer.write(sent)
        return (await self._head()).partition("\r\n")[0]

    async def _head(self) -> str:
        try:
            return (await self.reader.readuntil(b"\r\n\r\n")).decode()
        except (asyncio.IncompleteReadError, ConnectionResetError):
            return ""

    async def ends(self) -> bytes:
        """Return what comes until the server has closed the connection."""
        came = b""
        with suppress(ConnectionResetError):
            while piece := await self.reader.read(65_536):
                came += piece
        return came


class Busy:
    """A page that is answered when the test says so."""

    def __init__(self) -> None:
        self.begun, self.done = asyncio.Semaphore(0), asyncio.Event()

    async def page(self, _request: Request) -> Response:
        self.begun.release()
        await self.done.wait()
        return Response()


async def _healthz(_request: Request) -> Response:
    return Response()


async def _endless(_request: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        while True:
            yield b"x" * 65_536
            await asyncio.sleep(0)

    return StreamingResponse(pieces())


def app(busy: Busy | None = None) -> Starlette:
    knock = Route("/slack/events", lambda _: PlainTextResponse(""), methods=["POST"])
    knock.app = Intake(knock.app, SECRET)
    routes = [knock, Route("/healthz", _healthz), Route("/endless", _endless)]
    return Starlette(routes=[*routes, Route("/busy", busy.page)] if busy else routes)


def signed(body: bytes, length: int | None = None, **headers: str) -> bytes:
    """Return a head as Slack sends it, of a body of this length."""
    now = str(int(time.time()))
    given = {"x-slack-request-timestamp": now, "x-slack-signature": sign(SECRET, now, body)}
    given |= {"content-length": str(len(body) if length is None else length)} | headers
    return HEAD + "".join(f"{name}: {value}\r\n" for name, value in given.items()).encode() + b"\r\n"


async def test_the_bot_does_not_close_it_before_the_proxy_does(monkeypatch: pytest.MonkeyPatch) -> None:
    loop = asyncio.get_running_loop()
    planned: dict[str, float] = {}
    call_later = loop.call_later

    def noting(delay: float, callback: object, *arguments: object) -> object:
        planned[getattr(callback, "__name__", "")] = delay
        return call_later(delay, callback, *arguments)  # type: ignore[arg-type]  # as it was called

    async with serving(Starlette(), "127.0.0.1", 0) as port, aiohttp.ClientSession() as proxy:
        monkeypatch.setattr(loop, "call_later", noting)
        (await proxy.get(f"http://127.0.0.1:{port}/")).release()
        await asyncio.sleep(0.05)
    assert planned["timeout_keep_alive_handler"] > PROXY_KEEPS_IT


async def test_an_answer_leaves_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    accepted: list[socket.socket] = []

    class Watched(BoundedConnection):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
            super().connection_made(transport)
            accepted.append(transport.get_extra_info("socket"))

    monkeypatch.setattr(bot.serving, "BoundedConnection", Watched)
    async with serving(app(), "127.0.0.1", 0) as port, Client.to(port) as client:
        assert await client.says(ASKS) == "HTTP/1.1 200 OK"
        (connection,) = accepted
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("begun", [b"P", HEAD, HEAD + b"x: " + b"x" * 9000])
async def test_half_a_head_is_not_waited_for(begun: bytes) -> None:
    async with serving(app(), "127.0.0.1", 0, limits=Limits(head=SOON, body=LATE)) as port, AsyncExitStack() as stack:
        clients = [await stack.enter_async_context(Client.to(port)) for _ in range(20)]

        async def dribble(client: Client) -> bytes:
            client.writer.write(begun)
            end = asyncio.create_task(client.ends())
            while not end.done():
                client.writer.write(b"x")
                await asyncio.wait([end], timeout=SOON / 10)
            return end.result()

        async with asyncio.timeout(LATE / 2):
            answers = await asyncio.gather(*map(dribble, clients))
    assert {answer.partition(b"\r\n")[0] for answer in answers} == {b"HTTP/1.1 408 Request Timeout"}


async def test_half_a_body_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    limits = Limits(head=LATE, body=SOON)
    heads = [signed(b"x" * 9), HEAD + signed(b"").removeprefix(HEAD).replace(b"content-length: 0", b"connection: x")]
    heads[1] = heads[1].replace(b"connection: x", b"transfer-encoding: chunked")
    async with serving(app(), "127.0.0.1", 0, limits=limits) as port, AsyncExitStack() as stack:
        for head, piece in zip(heads, (b"x", b"1\r\nx\r\n"), strict=True):
            client = await stack.enter_async_context(Client.to(port))
            async with asyncio.timeout(LATE / 2):
                assert await client.says(head + piece) == "HTTP/1.1 408 Request Timeout"
                assert await client.ends() == b""
    # Whoever waited for the body has ended in silence.
    assert [record.message for record in caplog.records if record.levelno > logging.INFO] == []


EARLY = {
    "no headers at all": (HEAD + b"content-length: 1000000\r\n\r\n", "HTTP/1.1 401 Unauthorized"),
    "a stale time": (signed(b"", MOST_BYTES, **{"x-slack-request-timestamp": "1"}), "HTTP/1.1 401 Unauthorized"),
    "no signature": (signed(b"", MOST_BYTES, **{"x-slack-signature": ""}), "HTTP/1.1 401 Unauthorized"),
    "no signature, and too long": (signed(b"", MOST_BYTES + 1, **{"x-slack-signature": ""}), "HTTP/1.1 401 "),
    "too long": (signed(b"", MOST_BYTES + 1), "HTTP/1.1 413 "),
    "far too long": (signed(b"", 10**18), "HTTP/1.1 413 "),
}


async def test_an_app_is_told_when_the_first_byte_came() -> None:
    instants: list[float] = []

    async def remember(request: Request) -> Response:
        instants.append(request.scope["state"][FIRST_BYTE])
        return Response()

    async with (
        serving(Starlette(routes=[Route("/healthz", remember)]), "127.0.0.1", 0) as port,
        Client.to(port) as client,
    ):
        for _ in range(2):
            begun = time.monotonic()
            client.writer.write(ASKS[:1])
            await asyncio.sleep(0.1)
            half_way = time.monotonic()
            assert "200" in await client.says(ASKS[1:])
            assert begun <= instants.pop() <= half_way


@pytest.mark.parametrize("name", EARLY)
async def test_what_the_head_says_is_answered_before_the_body_comes(name: str) -> None:
    head, answer = EARLY[name]
    async with serving(app(), "127.0.0.1", 0, limits=Limits(body=SOON)) as port, Client.to(port) as client:
        async with asyncio.timeout(LATE / 2):
            assert (await client.says(head)).startswith(answer)
            # The body is thrown away while it comes, and not for ever.
            client.writer.write(b"x" * 1000)
            assert await client.ends() == b""


async def test_after_a_body_that_was_thrown_away_the_connection_goes_on() -> None:
    async with serving(app(), "127.0.0.1", 0) as port, Client.to(port) as client:
        assert (await client.says(HEAD + b"content-length: 300000\r\n\r\n")).startswith("HTTP/1.1 401")
        client.writer.write(b"x" * 300_000)
        assert await client.says(ASKS) == "HTTP/1.1 200 OK"


@pytest.mark.parametrize("first", [b"", HEAD + b"content-length: 3\r\n\r\n"])
async def test_an_idle_connection_ends_also_when_uvicorn_would_forget_it(
    monkeypatch: pytest.MonkeyPatch, first: bytes
) -> None:
    monkeypatch.setattr(bot.serving, "KEEP_ALIVE", SOON)
    async with serving(app(), "127.0.0.1", 0) as port, Client.to(port) as client, asyncio.timeout(LATE / 2):
        if first:
            await client.says(first)
            client.writer.write(b"xxx")
        assert await client.ends() == b""


async def test_the_oldest_idle_connections_give_way_to_new_ones() -> None:
    async with serving(app(), "127.0.0.1", 0, limits=Limits(most=3)) as port, AsyncExitStack() as stack:
        kept = [await stack.enter_async_context(Client.to(port)) for _ in range(3)]
        for client in kept:
            assert await client.says(ASKS) == "HTTP/1.1 200 OK"
        # The first of them has been used since.
        assert await kept[0].says(ASKS) == "HTTP/1.1 200 OK"
        for oldest in (kept[1], kept[2]):
            new = await stack.enter_async_context(Client.to(port))
            assert await new.says(ASKS) == "HTTP/1.1 200 OK"
            assert await oldest.ends() == b""
        assert await kept[0].says(ASKS) == "HTTP/1.1 200 OK"


async def test_half_sent_requests_keep_nobody_out() -> None:
    limits = Limits(head=LATE, body=LATE, most=20)
    async with serving(app(), "127.0.0.1", 0, limits=limits) as port, AsyncExitStack() as stack:
        half = [await stack.enter_async_context(Client.to(port)) for _ in range(60)]
        for number, client in enumerate(half):
            client.writer.write(HEAD if number % 2 else signed(b"x" * 9))
        new = await stack.enter_async_context(Client.to(port))
        assert await new.says(ASKS) == "HTTP/1.1 200 OK"
        ends = [asyncio.create_task(client.ends()) for client in half]
        async with asyncio.timeout(LATE / 2):
            for end in asyncio.as_completed(ends[:40]):
                await end
        assert await new.says(ASKS) == "HTTP/1.1 200 OK"
        assert sum(end.done() for end in ends) == 41


async def test_only_when_all_are_being_answered_new_ones_are_refused() -> None:
    busy = Busy()
    async with serving(app(busy), "127.0.0.1", 0, limits=Limits(most=2)) as port, AsyncExitStack() as stack:
        served = [await stack.enter_async_context(Client.to(port)) for _ in range(2)]
        answers = [asyncio.create_task(client.says(ASKS.replace(b"healthz", b"busy"))) for client in served]
        for _ in served:
            await busy.begun.acquire()
        with capture_logs() as logged:
            for _ in range(3):
                new = await stack.enter_async_context(Client.to(port))
                assert await new.says(b"") == "HTTP/1.1 503 Service Unavailable"
        assert [one["most"] for one in logged] == [2]
        busy.done.set()
        assert await asyncio.gather(*answers) == ["HTTP/1.1 200 OK"] * 2


async def test_who_does_not_take_the_answer_is_let_go_of() -> None:
    async with serving(app(), "127.0.0.1", 0, limits=Limits(answer=SOON)) as port, Client.to(port) as client:
        client.writer.write(ASKS.replace(b"healthz", b"endless"))
        client.writer.transport.pause_reading()  # type: ignore[attr-defined]  # a socket's can
        await asyncio.sleep(SOON * 3)
        client.writer.transport.resume_reading()  # type: ignore[attr-defined]  # as above
        async with asyncio.timeout(LATE / 2):
            await client.ends()
