"""Requests to the bot by hand: signed or not, whole or not."""

import json
import time
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

import aiohttp

from playground.delivery import sign
from tests.handlers.conftest import House

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


@dataclass
class Answer:
    """What the bot answered."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)

    def json(self) -> Any:
        return json.loads(self.body)


def as_form(payload: Any) -> bytes:
    """Return a gesture's payload as Slack sends it."""
    return urlencode({"payload": json.dumps(payload)}).encode()


async def knock(
    house: House, body: Any, content_type: str = FORM, *, age: float = 0, method: str = "POST", **headers: str
) -> Answer:
    """Send bytes to the bot as Slack would; `timestamp` and `signature` replace the right ones, "" leaves one out."""
    raw = body if isinstance(body, bytes) else b""
    timestamp = headers.get("timestamp", str(int(time.time() - age)))
    signature = headers.get("signature", sign(house.slack.signing_secret, timestamp, raw))
    given = {"Content-Type": content_type, "X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": signature}
    told = {name: value for name, value in given.items() if value}
    data = BytesIO(raw) if raw else body
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, house.slack.bot_url or "", data=data, headers=told) as response,
    ):
        return Answer(response.status, await response.text(errors="replace"), dict(response.headers))
