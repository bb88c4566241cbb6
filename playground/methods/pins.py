"""pins.* and reactions.*: marks people and the bot put on messages."""

from typing import Any

from playground.errors import SlackError
from playground.messages import Message
from playground.requests import Request, method
from playground.workspace import Channel

Json = dict[str, Any]


def _message(request: Request) -> tuple[Channel, Message]:
    channel = request.visible_channel()
    if request.workspace.bot_user not in channel.members:
        raise SlackError("not_in_channel")
    message = channel.messages.get(request.text("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return channel, message


@method("pins.add", 20, "pins:write")
def add(request: Request) -> Json:
    """Pin a message."""
    channel, message = _message(request)
    if message.ts in channel.pins:
        raise SlackError("already_pinned")
    if len(channel.pins) >= 100:
        raise SlackError("too_many_pins")
    channel.pins.append(message.ts)
    return {}


@method("pins.remove", 20, "pins:write")
def remove(request: Request) -> Json:
    """Take a pin away."""
    channel, message = _message(request)
    if message.ts not in channel.pins:
        raise SlackError("no_pin")
    channel.pins.remove(message.ts)
    return {}


@method("pins.list", 20, "pins:read")
def list_pins(request: Request) -> Json:
    """Return what is pinned in a channel."""
    channel = request.visible_channel()
    items = [
        {"type": "message", "channel": channel.id, "message": channel.messages[ts].as_json()} for ts in channel.pins
    ]
    return {"items": items}


@method("reactions.add", 50, "reactions:write")
def react(request: Request) -> Json:
    """Put an emoji on a message."""
    _, message = _message(request)
    name = request.needed("name").strip(":")
    users = message.reactions.setdefault(name, [])
    if request.workspace.bot_user in users:
        raise SlackError("already_reacted")
    users.append(request.workspace.bot_user)
    return {}


@method("reactions.remove", 20, "reactions:write")
def unreact(request: Request) -> Json:
    """Take the emoji away."""
    _, message = _message(request)
    users = message.reactions.get(request.needed("name").strip(":"), [])
    if request.workspace.bot_user not in users:
        raise SlackError("no_reaction")
    users.remove(request.workspace.bot_user)
    return {}
