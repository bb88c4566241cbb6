"""One call of the Web API, and the register of methods that answer."""

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from playground.errors import SlackError
from playground.workspace import Channel, Workspace

if TYPE_CHECKING:
    from playground.running import Playground

Json = dict[str, Any]
Item = TypeVar("Item")


@dataclass
class Request:
    """What was asked, by whom, in which workspace."""

    playground: "Playground"
    workspace: Workspace
    method: str
    args: Json
    token: str

    def text(self, name: str, default: str = "") -> str:
        """Return an argument as text; empty when it was left out."""
        value = self.args.get(name)
        return default if value is None else str(value)

    def needed(self, name: str) -> str:
        """Return an argument that must be there, else `invalid_arguments` with its name."""
        if not self.text(name):
            raise SlackError("invalid_arguments", [f"missing required field: {name}"])
        return self.text(name)

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return a truth value: JSON's own, or `1`, `true` in a form."""
        value = self.args.get(name, default)
        return value if isinstance(value, bool) else str(value).lower() in ("1", "true")

    def number(self, name: str, default: int, most: int) -> int:
        """Return a whole number between 1 and `most`, else `invalid_limit`."""
        try:
            value = int(self.text(name) or default)
        except ValueError:
            raise SlackError("invalid_limit") from None
        if not 0 < value <= most:
            raise SlackError("invalid_limit")
        return value

    def structure(self, name: str, error: str = "invalid_arguments") -> Any:
        """Return a JSON value, sent as such or as JSON in a form field; None when it was left out."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except json.JSONDecodeError:
            raise SlackError(error, [f"{name} is not JSON"]) from None

    def visible_channel(self, name: str = "channel") -> Channel:
        """Return the channel of an argument, as far as the bot can see: a private one without it is not found."""
        channel = self.workspace.channel(self.needed(name))
        if channel.kind != "public_channel" and self.workspace.bot_user not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def page(self, items: list[Item], default: int, most: int) -> tuple[list[Item], Json]:
        """One page of a list and its `response_metadata`, by `cursor` and `limit`."""
        limit = self.number("limit", default, most)
        start = _position(self.text("cursor"))
        end = start + limit
        return items[start:end], {"next_cursor": _cursor(end) if end < len(items) else ""}


def _cursor(position: int) -> str:
    return base64.b64encode(f"next:{position}".encode()).decode()


def _position(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).decode().removeprefix("next:"))
    except (binascii.Error, ValueError):
        raise SlackError("invalid_cursor") from None


Answering = Callable[[Request], Json]


@dataclass(frozen=True)
class Method:
    """How a method answers, how often it may be asked (calls a minute) and with which scopes."""

    answer: Answering
    per_minute: int
    #: any one of these is enough; empty: none is needed
    scopes: tuple[str, ...] = ()
    app_token: bool = False


METHODS: dict[str, Method] = {}


def method(name: str, per_minute: int, *scopes: str, app_token: bool = False) -> Callable[[Answering], Answering]:
    """Register a function as the answer to a method."""

    def register(answer: Answering) -> Answering:
        METHODS[name] = Method(answer, per_minute, scopes, app_token)
        return answer

    return register
