"""What comes in from Slack is looked at before Bolt sees it: its size, its signature, its age and its shape.

Bolt answers an unsigned `timestamp: abc` with a 500 and lets broken JSON raise; here the first is a 401 and the
second a 400, and nothing is done.
"""

import hashlib
import hmac
import json
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from bot.slack.shapes import is_sound

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1024 * 1024
MOST_SECONDS = 5 * 60
#: Figures in a number of seconds or bytes; far longer ones Python refuses to read.
MOST_FIGURES = 12

#: Of a body in JSON and of a form, as Slack names them.
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Intake:
    """An ASGI step that lets only Slack's own, fresh and whole requests through to `app`."""

    def __init__(self, app: App, signing_secret: str, clock: Callable[[], float] = time.time) -> None:
        self.app = app
        self.secret = signing_secret.encode()
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is not let through; hand on the rest with its body read."""
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = await _read(receive, headers)
        status = 413 if body is None else self._status(body, headers)
        if body is None or status != 200:
            await _answer(send, status)
            return
        await self.app(scope, _replay(body, receive), send)

    def _status(self, body: bytes, headers: Mapping[str, str]) -> int:
        timestamp = _number(headers.get("x-slack-request-timestamp", ""))
        if timestamp is None or abs(self.clock() - timestamp) > MOST_SECONDS:
            return 401
        if not self._is_signed(body, headers):
            return 401
        return 200 if is_whole(body, headers.get("content-type", "")) else 400

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Check Slack's signature of the bytes themselves: slack_sdk's verifier raises on what is no UTF-8."""
        base = b"v0:%b:%b" % (headers["x-slack-request-timestamp"].encode(), body)
        wanted = "v0=" + hmac.new(self.secret, base, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted.encode(), headers.get("x-slack-signature", "").encode())


def is_whole(body: bytes, content_type: str) -> bool:
    """Return whether a request's body is a payload that a listener can work with."""
    payload = _payload(body, content_type.partition(";")[0])
    if payload is None:
        return False
    # Slack tries a certificate with nothing else in the form than a token.
    return is_sound(payload) or (payload.get("ssl_check") == "1" and set(payload) <= {"ssl_check", "token"})


def _payload(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload as Bolt will read it, None when it cannot be read."""
    try:
        text = body.decode()
        if content_type == JSON:
            payload = json.loads(text)
        elif content_type == FORM and not text.startswith("{"):
            form = dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
            payload = json.loads(form["payload"]) if "payload" in form else form
        else:
            return None
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def _number(figures: str) -> int | None:
    is_number = figures.isascii() and figures.isdecimal() and len(figures) <= MOST_FIGURES
    return int(figures) if is_number else None


async def _read(receive: Receive, headers: Mapping[str, str]) -> bytes | None:
    """Return the body, or None when it is too long; what is too long is not kept while it is read."""
    length = _number(headers.get("content-length", "0"))
    if length is None or length > MOST_BYTES:
        return None
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return bytes(body)


def _replay(body: bytes, receive: Receive) -> Receive:
    """Return a `receive` that gives the body once more."""
    given = False

    async def again() -> MutableMapping[str, Any]:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
