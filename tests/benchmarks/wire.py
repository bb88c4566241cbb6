"""HTTP by hand: a connection that sends and times requests, and a stand-in for Slack that answers at once.

A whole HTTP library in the load generator would cost as much as what it measures.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs


@dataclass
class Answer:
    """What came back, and after how many seconds."""

    status: int
    body: bytes
    seconds: float


@dataclass
class Connection:
    """One connection that is kept open."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    @classmethod
    async def to(cls, port: int) -> "Connection":
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, request: bytes) -> Answer:
        began = time.perf_counter()
        self.writer.write(request)
        line, _, body = await read_message(self.reader)
        return Answer(int(line.split()[1]), body, time.perf_counter() - began)

    async def close(self) -> None:
        self.writer.close()
        await self.writer.wait_closed()


async def read_message(reader: asyncio.StreamReader) -> tuple[str, dict[str, str], bytes]:
    """Read a request or an answer: its first line, its headers, its body."""
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").rstrip().split("\r\n")
    headers = dict(line.lower().split(": ", 1) for line in lines)
    return first, headers, await reader.readexactly(int(headers.get("content-length", 0)))


@dataclass
class Slack:
    """The Web API as far as both apps call it. Every call is answered at once, as Slack would when all is well."""

    port: int = 0
    #: Opened forms that nobody has handed in, by trigger id.
    opened: dict[str, dict[str, Any]] = field(default_factory=dict)
    posted: int = 0

    @classmethod
    @asynccontextmanager
    async def running(cls) -> AsyncIterator["Slack"]:
        slack = cls()
        server = await asyncio.start_server(slack._serve, "127.0.0.1", 0)
        slack.port = server.sockets[0].getsockname()[1]
        async with server:
            yield slack

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                line, headers, body = await read_message(reader)
                method, _, query = line.split()[1].rpartition("/")[2].partition("?")
                asked = _read("", query.encode()) | _read(headers.get("content-type", ""), body)
                answer = json.dumps(self._answer(method, asked))
                head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(answer)}\r\n\r\n"
                writer.write((head + answer).encode())
        except (asyncio.IncompleteReadError, ConnectionResetError):
            writer.close()

    def _answer(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        answers: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
            "auth.test": self._who,
            "bots.info": lambda _: {"bot": {"id": "B0BENCH", "app_id": "A0BENCH"}},
            "views.open": self._open,
            "chat.postMessage": self._post,
            "users.info": self._user,
            "conversations.open": self._direct,
            "conversations.info": self._channel,
            "conversations.history": lambda _: {"messages": []},
            "pins.add": lambda _: {},
        }
        if method not in answers:
            return {"ok": False, "error": "unknown_method"}
        return {"ok": True} | answers[method](asked)

    def _who(self, _asked: dict[str, Any]) -> dict[str, Any]:
        return {"team_id": "T0BENCH", "bot_id": "B0BENCH", "user_id": "U0BOT"}

    def _open(self, asked: dict[str, Any]) -> dict[str, Any]:
        view = asked["view"]
        self.opened[asked["trigger_id"]] = json.loads(view) if isinstance(view, str) else view
        return {"view": {}}

    def _post(self, asked: dict[str, Any]) -> dict[str, Any]:
        self.posted += 1
        return {"channel": asked["channel"], "ts": f"{time.time():.6f}"}

    def _user(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"user": {"id": asked["user"], "name": "exempel", "tz": "Europe/Stockholm", "locale": "sv-SE"}}

    def _direct(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": f"D{asked['users']}"[:12]}}

    def _channel(self, asked: dict[str, Any]) -> dict[str, Any]:
        return {"channel": {"id": asked["channel"], "name": "norr", "is_member": True, "is_archived": False}}


def _read(content_type: str, body: bytes) -> dict[str, Any]:
    if content_type.startswith("application/json"):
        read: dict[str, Any] = json.loads(body)
        return read
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}
