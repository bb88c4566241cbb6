"""What comes in from Slack is looked at before Bolt sees it: its size, its signature, its age and its shape.

Bolt answers an unsigned `timestamp: abc` with a 500 and lets broken JSON raise; here the first is a 401 and the
second a 400, and nothing is done.
"""

import hashlib
import hmac
import json
import time
from binascii import a2b_qp
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from bot import deadline
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

#: How a form begins that holds nothing but a payload, which is what Slack sends of every gesture.
ALONE = "payload="

#: Where the payload stands in what is handed on.
PAYLOAD = "natverksbot.payload"


class Intake:
    """An ASGI step that lets only Slack's own, fresh and whole requests through to `app`; without a secret none."""

    def __init__(self, app: App, signing_secret: str | None, clock: Callable[[], float] = time.time) -> None:
        self.app = app
        self.secret = None if signing_secret is None else signing_secret.encode()
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is not let through; hand on the rest with its payload, read once. Its deadline begins here."""
        deadline.start()
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        body = await _read(receive, headers)
        if body is None:
            await _answer(send, 413)
        elif not self._is_of_slack(body, headers):
            await _answer(send, 401)
        elif (payload := whole_payload(body, headers.get("content-type", ""))) is None:
            await _answer(send, 400)
        else:
            await self.app({**scope, PAYLOAD: payload}, receive, send)

    def _is_of_slack(self, body: bytes, headers: Mapping[str, str]) -> bool:
        timestamp = _number(headers.get("x-slack-request-timestamp", ""))
        is_fresh = timestamp is not None and abs(self.clock() - timestamp) <= MOST_SECONDS
        return is_fresh and self._is_signed(body, headers)

    def _is_signed(self, body: bytes, headers: Mapping[str, str]) -> bool:
        """Check Slack's signature of the bytes themselves: slack_sdk's verifier raises on what is no UTF-8."""
        if self.secret is None:
            return False
        base = b"v0:%b:%b" % (headers["x-slack-request-timestamp"].encode(), body)
        wanted = "v0=" + hmac.new(self.secret, base, hashlib.sha256).hexdigest()
        return hmac.compare_digest(wanted.encode(), headers.get("x-slack-signature", "").encode())


def whole_payload(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload of a request's body, None when it is none that a listener can work with."""
    payload = _payload(body, content_type.partition(";")[0])
    if payload is None:
        return None
    # Slack tries a certificate with nothing else in the form than a token.
    is_try = payload.get("ssl_check") == "1" and set(payload) <= {"ssl_check", "token"}
    return payload if is_try or is_sound(payload) else None


def _payload(body: bytes, content_type: str) -> dict[str, Any] | None:
    """Return the payload as Bolt reads it, None when it cannot be read."""
    try:
        text = body.decode()
        if content_type == JSON:
            payload = json.loads(text)
        elif content_type == FORM and text.startswith(ALONE) and "&" not in text:
            payload = json.loads(_decoded(text.removeprefix(ALONE)))
        elif content_type == FORM and not text.startswith("{"):
            form = dict(parse_qsl(text, keep_blank_values=True, errors="strict"))
            payload = json.loads(form["payload"]) if "payload" in form else form
        else:
            return None
    except (ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def _decoded(field: str) -> str:
    """Return a field of a form without its percent signs.

    In its sign alone percent-encoding differs from quoted-printable, which C decodes fifteen times as fast as
    urllib does: of an open form, nearly every other character is a sign. Slack signs none that stands alone.
    """
    return a2b_qp(field.replace("=", "=3D").replace("%", "=").replace("+", " ").encode()).decode()


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


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
