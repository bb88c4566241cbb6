"""What comes in from Slack is looked at before Bolt sees it: its size, its signature, its age and its shape.

Bolt answers an unsigned `timestamp: abc` with a 500 and lets broken JSON raise; here the first is a 401 and the
second a 400, and nothing is done.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

from slack_sdk.signature import Clock, SignatureVerifier

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

MOST_BYTES = 1024 * 1024
MOST_SECONDS = 5 * 60

#: What each kind of payload must hold for a listener to be able to work with it: paths into the payload.
USER = ("user", "id")
VIEW = (USER, ("view", "callback_id"), ("view", "private_metadata"), ("view", "blocks"))
SHAPES: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "block_actions": (USER, ("actions",)),
    "view_submission": (*VIEW, ("view", "state", "values")),
    "view_closed": VIEW,
    "message_action": (USER, ("callback_id",), ("message",), ("channel", "id"), ("trigger_id",)),
    "shortcut": (USER, ("callback_id",), ("trigger_id",)),
    "block_suggestion": (USER, ("action_id",)),
    "event_callback": (("event", "type"),),
    "url_verification": (("challenge",),),
    "command": (("command",), ("user_id",), ("trigger_id",)),
}


class Intake:
    """An ASGI step that lets only Slack's own, fresh and whole requests through to `app`."""

    def __init__(self, app: App, signing_secret: str, clock: Clock | None = None) -> None:
        self.app = app
        self.clock = clock or Clock()
        self.verifier = SignatureVerifier(signing_secret, clock=self.clock)

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
        timestamp, signature = headers.get("x-slack-request-timestamp", ""), headers.get("x-slack-signature", "")
        if not timestamp.isascii() or not timestamp.isdecimal():
            return 401
        if abs(self.clock.now() - int(timestamp)) > MOST_SECONDS:
            return 401
        if not self.verifier.is_valid(body, timestamp, signature):
            return 401
        return 200 if is_whole(body, headers.get("content-type", "")) else 400


def is_whole(body: bytes, content_type: str) -> bool:
    """Return whether a request's body is a payload that a listener can work with."""
    payload = _payload(body, content_type)
    if payload is None:
        return False
    kind = "command" if "command" in payload else payload.get("type")
    # A kind that is new since this was written is for the catch-all listeners to say something about.
    return isinstance(kind, str) and all(_has(payload, path) for path in SHAPES.get(kind, ()))


def _payload(body: bytes, content_type: str) -> dict[str, Any] | None:
    try:
        text = body.decode()
        if content_type.startswith("application/json"):
            payload = json.loads(text)
        else:
            form = dict(parse_qsl(text, keep_blank_values=True))
            if form.get("ssl_check") == "1":
                return {"type": "ssl_check"}
            payload = json.loads(form["payload"]) if "payload" in form else form
    except (UnicodeDecodeError, ValueError, RecursionError):
        return None
    return payload if isinstance(payload, dict) else None


def _has(payload: Any, path: tuple[str, ...]) -> bool:
    for name in path:
        if not isinstance(payload, dict) or payload.get(name) is None:
            return False
        payload = payload[name]
    return bool(payload != [])


async def _read(receive: Receive, headers: Mapping[str, str]) -> bytes | None:
    """Return the body, or None when it is too long; what is too long is not kept while it is read."""
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > MOST_BYTES:
        return None
    body = b""
    while True:
        message = await receive()
        body += bytes(message.get("body", b""))
        if len(body) > MOST_BYTES:
            return None
        if not message.get("more_body", False):
            return body


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
