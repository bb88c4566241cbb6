"""What comes in from Slack is looked at before Bolt sees it: its size, its signature, its age and its shape.

Bolt answers an unsigned `timestamp: abc` with a 500 and lets broken JSON raise; here the first is a 401 and the
second a 400, and nothing is done.
"""

import hashlib
import hmac
import json
import re
import time
from binascii import a2b_qp
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect

from bot import deadline
from bot.connections import FIRST_BYTE
from bot.slack.shapes import is_sound

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1024 * 1024
#: What nearly every payload of Slack's keeps within, and how much of larger ones may be under way at once: who cannot
#: sign can still make us read, and should not make us hold.
USUAL_BYTES = 64 * 1024
MOST_UNPROVEN = 32 * 1024 * 1024
MOST_SECONDS = 5 * 60
#: Figures in a number of seconds or bytes; far longer ones Python refuses to read.
MOST_FIGURES = 12
SIGNATURE = re.compile("v0=[0-9a-f]{64}")

#: Of a body in JSON and of a form, as Slack names them.
JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

#: How a form begins that holds nothing but a payload, which is what Slack sends of every gesture.
ALONE = "payload="

#: Where the payload stands in what is handed on.
PAYLOAD = "natverksbot.payload"


class Rejected(Exception):
    """A request that is not let through, with the status that it is answered with."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Intake:
    """An ASGI step that lets only Slack's own, fresh and whole requests through to `app`; without a secret none."""

    def __init__(self, app: App, signing_secret: str | None, clock: Callable[[], float] = time.time) -> None:
        self.app = app
        self.secret = None if signing_secret is None else signing_secret.encode()
        self.clock = clock
        #: Bytes of bodies under way, of which nobody knows yet whether they are Slack's.
        self.unproven = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is not let through, as early as it can be known; hand on the rest with its payload, read once."""
        deadline.start(scope.get("state", {}).get(FIRST_BYTE))
        headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
        try:
            payload = await self._checked(headers, receive)
        except Rejected as rejected:
            await _answer(send, rejected.status)
        except ClientDisconnect:
            # Nobody is there to be answered; who was too slow has been, by the server (`bot.connections`).
            return
        else:
            await self.app({**scope, PAYLOAD: payload}, receive, send)

    async def _checked(self, headers: Mapping[str, str], receive: Receive) -> dict[str, Any]:
        """Return a request's payload. Raises Rejected, or ClientDisconnect when the connection ends before."""
        if not self._may_be_of_slack(headers):
            raise Rejected(401)
        length = _number(headers.get("content-length", "0"))
        if length is None or length > MOST_BYTES:
            raise Rejected(413)
        body = await self._read(receive)
        if not self._is_signed(body, headers):
            raise Rejected(401)
        payload = whole_payload(body, headers.get("content-type", ""))
        if payload is None:
            raise Rejected(400)
        return payload

    def _may_be_of_slack(self, headers: Mapping[str, str]) -> bool:
        """Return whether the head has a fresh time and something like a signature: else nothing is read of the body."""
        timestamp = _number(headers.get("x-slack-request-timestamp", ""))
        is_fresh = timestamp is not None and abs(self.clock() - timestamp) <= MOST_SECONDS
        is_signed = SIGNATURE.fullmatch(headers.get("x-slack-signature", "")) is not None
        return self.secret is not None and is_fresh and is_signed

    async def _read(self, receive: Receive) -> bytearray:
        """Return the body. Raises Rejected when it is too long, whatever its head says, or too much is under way."""
        body = bytearray()
        try:
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise ClientDisconnect
                body += (came := message.get("body", b""))
                self.unproven += len(came)
                if len(body) > MOST_BYTES:
                    raise Rejected(413)
                if len(body) > USUAL_BYTES and self.unproven > MOST_UNPROVEN:
                    raise Rejected(503)
                if not message.get("more_body", False):
                    return body
        finally:
            self.unproven -= len(body)

    def _is_signed(self, body: bytearray, headers: Mapping[str, str]) -> bool:
        """Check Slack's signature of the bytes themselves: slack_sdk's verifier raises on what is no UTF-8."""
        if self.secret is None:
            return False
        digest = hmac.new(self.secret, b"v0:%b:" % headers["x-slack-request-timestamp"].encode(), hashlib.sha256)
        digest.update(body)
        return hmac.compare_digest(f"v0={digest.hexdigest()}", headers["x-slack-signature"])


def whole_payload(body: bytes | bytearray, content_type: str) -> dict[str, Any] | None:
    """Return the payload of a request's body, None when it is none that a listener can work with."""
    payload = _payload(body, content_type.partition(";")[0])
    if payload is None:
        return None
    # Slack tries a certificate with nothing else in the form than a token.
    is_try = payload.get("ssl_check") == "1" and set(payload) <= {"ssl_check", "token"}
    return payload if is_try or is_sound(payload) else None


def _payload(body: bytes | bytearray, content_type: str) -> dict[str, Any] | None:
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


async def _answer(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
    await send({"type": "http.response.body", "body": b""})
