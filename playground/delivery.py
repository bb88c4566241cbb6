"""Payloads to the bot: signed HTTP, or Socket Mode when a socket is open; answers are awaited three seconds."""

import asyncio
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]


@dataclass
class Delivered:
    """One payload that went to the bot and what came back."""

    #: `slash_commands`, `interactive` or `events_api`, as Socket Mode calls them
    kind: str
    payload: Json
    #: what the bot answered: JSON, text, or None for an empty body
    body: Any = None
    status: int = 0
    seconds: float = 0.0
    #: `operation_timeout`, `connection_failed` or `http_error`; empty when the bot answered 200 in time
    error: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether the bot answered 200 in time."""
        return not self.error


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's signature, version 0, of a body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Delivery:
    """The way to the bot."""

    def __init__(self, playground: "Playground") -> None:
        self._playground = playground
        self._session: aiohttp.ClientSession | None = None
        #: everything that was sent, in order
        self.sent: list[Delivered] = []

    async def send(self, kind: str, payload: Json, headers: dict[str, str] | None = None) -> Delivered:
        """Send one payload and wait for the answer, at most as long as Slack does."""
        delivered = Delivered(kind, payload)
        self.sent.append(delivered)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._playground.timing.ack_seconds):
                await self._by_socket_or_http(delivered, headers or {})
        except TimeoutError:
            delivered.error = "operation_timeout"
        except (aiohttp.ClientError, ConnectionError):
            delivered.error = "connection_failed"
        delivered.seconds = time.perf_counter() - started
        if not delivered.error and not 200 <= delivered.status < 300:
            delivered.error = "http_error"
        return delivered

    async def _by_socket_or_http(self, delivered: Delivered, headers: dict[str, str]) -> None:
        sockets = self._playground.sockets
        if sockets.connected:
            delivered.body = await sockets.send(delivered.kind, delivered.payload, headers)
            delivered.status = 200
        elif self._playground.bot_url is None:
            delivered.error = "connection_failed"
        else:
            await self._by_http(delivered, self._playground.bot_url, headers)

    async def _by_http(self, delivered: Delivered, url: str, headers: dict[str, str]) -> None:
        body, content_type = encoded(delivered.kind, delivered.payload)
        now = str(int(time.time()))
        signature = sign(self._playground.signing_secret, now, body)
        signed = {"Content-Type": content_type, "X-Slack-Request-Timestamp": now, "X-Slack-Signature": signature}
        signed |= {"User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)", **headers}
        if self._session is None:
            self._session = aiohttp.ClientSession()
        async with self._session.post(url, data=body, headers=signed, allow_redirects=False) as response:
            delivered.status = response.status
            delivered.headers = {name.lower(): value for name, value in response.headers.items()}
            text = await response.text()
            is_json = response.content_type == "application/json"
            delivered.body = (json.loads(text) if is_json else text) if text.strip() else None

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None


def encoded(kind: str, payload: Json) -> tuple[bytes, str]:
    """Return the body as Slack sends it, with its content type: forms for gestures, JSON for events."""
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    form = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form).encode(), "application/x-www-form-urlencoded"
